import type { InputOf } from '../client/client.ts'
import { type Command, required, textOf } from './command.ts'
import { moneyText, printList, table } from './output.ts'
import { listed, pageFlags } from './pages.ts'

export const listAccounts: Command = {
  name: 'accounts list',
  summary: 'Accounts by name',
  usage: '[--q WORDS] [--kind customer|partner] [--limit N | --all] [--json|--csv]',
  flags: { q: { type: 'string' }, kind: { type: 'string' }, ...pageFlags },
  async run(call) {
    const { client, out } = call
    const kind = textOf(call, 'kind') as InputOf<'accounts.list'>['kind']
    const answer = await listed(call, (page) => client.accounts.list({ q: textOf(call, 'q'), kind, ...page }))
    printList(out, answer, {
      id: ({ id }) => id,
      name: ({ name }) => name,
      domain: ({ domain }) => domain,
      kind: ({ kind }) => kind,
      country: ({ country }) => country,
      owner: ({ owner }) => owner?.name,
    })
  },
}

export const createAccount: Command = {
  name: 'accounts create',
  summary: 'Create an account; prints its id',
  usage: 'NAME [--domain DOMAIN] [--kind customer|partner] [--country CODE]',
  flags: { domain: { type: 'string' }, kind: { type: 'string' }, country: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const account = await call.client.accounts.create({
      name: call.words[0] ?? '',
      domain: textOf(call, 'domain'),
      kind: textOf(call, 'kind') as InputOf<'accounts.create'>['kind'],
      country: textOf(call, 'country'),
    })
    call.out.data(account, () => account.id)
  },
}

export const mergeAccounts: Command = {
  name: 'accounts merge',
  summary: 'Say that a second account is the same company as the first: all that hangs on it comes along',
  usage: 'ACCOUNT OTHER [--take name|domain|country|owner …] [--json]',
  flags: { take: { type: 'string', multiple: true } },
  words: { least: 2, most: 2 },
  async run({ client, out, flags: { take }, words: [account_id = '', other_id = ''] }) {
    const taken = Array.isArray(take) ? { take: take as InputOf<'account_merges.create'>['take'] } : {}
    const merge = await client.account_merges.create({ account_id, other_id, ...taken })
    const { id, kept, gone, deals, contacts } = merge
    out.data(merge, () => `${gone.name} went into ${kept.name}: ${deals} deals, ${contacts} contacts; undo with ${id}`)
  },
}

export const partAccounts: Command = {
  name: 'accounts part',
  summary: 'Part two merged accounts again, within 30 days',
  usage: 'MERGE [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const merge = await client.account_merges.reverse({ merge_id: words[0] ?? '' })
    out.data(merge, () => `${merge.gone.name} stands by itself again`)
  },
}

export const listContacts: Command = {
  name: 'contacts list',
  summary: 'Contacts by name',
  usage: '[--account ID] [--q WORDS] [--limit N | --all] [--json|--csv]',
  flags: { account: { type: 'string' }, q: { type: 'string' }, ...pageFlags },
  async run(call) {
    const { client, out } = call
    const filter = { account_id: textOf(call, 'account'), q: textOf(call, 'q') }
    const answer = await listed(call, (page) => client.contacts.list({ ...filter, ...page }))
    printList(out, answer, {
      id: ({ id }) => id,
      name: ({ name }) => name,
      account: ({ account }) => account?.name,
      email: ({ email }) => email,
      phone: ({ phone }) => phone,
      title: ({ title }) => title,
    })
  },
}

export const createContact: Command = {
  name: 'contacts create',
  summary: 'Create a contact; prints its id',
  usage: 'NAME [--account ID] [--email EMAIL] [--title TITLE]',
  flags: { account: { type: 'string' }, email: { type: 'string' }, title: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const contact = await call.client.contacts.create({
      name: call.words[0] ?? '',
      account_id: textOf(call, 'account'),
      email: textOf(call, 'email'),
      title: textOf(call, 'title'),
    })
    call.out.data(contact, () => contact.id)
  },
}

export const listActivities: Command = {
  name: 'activities list',
  summary: 'What is still to be done, the most urgent first; with --done-too everything',
  usage: '[--owner me] [--deal DEAL_ID] [--kind KIND] [--done-too] [--limit N | --all] [--json|--csv]',
  flags: {
    owner: { type: 'string' },
    deal: { type: 'string' },
    kind: { type: 'string' },
    'done-too': { type: 'boolean' },
    ...pageFlags,
  },
  async run(call) {
    const { client, out } = call
    const filter = {
      owner: textOf(call, 'owner'),
      deal_id: textOf(call, 'deal'),
      kind: textOf(call, 'kind') as InputOf<'activities.list'>['kind'],
      open: call.flags['done-too'] === true ? undefined : ('true' as const),
    }
    const answer = await listed(call, (page) => client.activities.list({ ...filter, ...page }))
    printList(out, answer, {
      id: ({ id }) => id,
      kind: ({ kind }) => kind,
      subject: ({ subject }) => subject,
      due: ({ due_on }) => due_on,
      state: ({ overdue }) => (overdue ? 'overdue' : ''),
      owner: ({ owner }) => owner?.name,
    })
  },
}

export const createActivity: Command = {
  name: 'activities create',
  summary: 'Plan a task, call or meeting, or write a note; prints its id',
  usage: 'SUBJECT --kind task|call|meeting|note [--deal DEAL_ID] [--due DAY]',
  flags: { kind: { type: 'string' }, deal: { type: 'string' }, due: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const activity = await call.client.activities.create({
      subject: call.words[0] ?? '',
      kind: required(call, 'kind') as InputOf<'activities.create'>['kind'],
      deal_id: textOf(call, 'deal'),
      due_on: textOf(call, 'due'),
    })
    call.out.data(activity, () => activity.id)
  },
}

export const finishActivity: Command = {
  name: 'activities done',
  summary: 'Say that an activity is done',
  usage: 'ACTIVITY_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const activity = await client.activities.update({ activity_id: words[0] ?? '', done: true })
    out.data(activity, () => `${activity.subject}: done`)
  },
}

export const showBoard: Command = {
  name: 'boards show',
  summary: 'A board: how many deals stand in each stage, and what they are worth',
  usage: 'PIPELINE [--as-of MOMENT] [--json|--csv]',
  flags: { 'as-of': { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const board = await client.boards.get({ pipeline: words[0] ?? '', as_of: textOf(call, 'as-of'), limit: 1 })
    const rows = board.stages.map(({ key, name, count, sum, weighted }) => [
      key,
      name,
      count,
      sumText(sum),
      sumText(weighted),
    ])
    out.data(board, () => table(out, ['stage', 'name', 'deals', 'sum', 'weighted'], rows))
  },
}

/** One currency stands as an amount; several are told one behind the other. */
const sumText = (sum: unknown): string =>
  (Array.isArray(sum) ? sum : [sum]).map((one) => moneyText(one as Parameters<typeof moneyText>[0])).join(' + ')

export const listFields: Command = {
  name: 'fields list',
  summary: 'The fields of the library',
  usage: '[--subject deal|account|contact] [--json|--csv]',
  flags: { subject: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const answer = await client.fields.list({ subject: textOf(call, 'subject') as InputOf<'fields.list'>['subject'] })
    printList(out, answer, {
      subject: ({ subject }) => subject,
      key: ({ key }) => key,
      label: ({ label }) => label,
      type: ({ type }) => type,
    })
  },
}
