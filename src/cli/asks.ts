import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { table } from './output.ts'
import { listed, pageFlags } from './pages.ts'

export const askBuyer: Command = {
  name: 'confirmations ask',
  summary: 'Ask a buyer to confirm a criterion; prints the link where no mail brings it',
  usage: 'DEAL CRITERION (--name NAME [--email ADDRESS] | --contact ID) [--language en|id] [--days N] [--json]',
  flags: {
    name: { type: 'string' },
    email: { type: 'string' },
    contact: { type: 'string' },
    language: { type: 'string' },
    days: { type: 'string' },
  },
  words: { least: 2, most: 2 },
  async run(call) {
    const [deal_id = '', criterion = ''] = call.words
    const days = textOf(call, 'days')
    if (days !== undefined && !/^\d+$/.test(days)) throw usageFault(`--days ${days}: expected a whole number`)
    const asked = await call.client.confirmations.create({
      deal_id,
      criterion,
      name: textOf(call, 'name'),
      email: textOf(call, 'email'),
      contact_id: textOf(call, 'contact'),
      language: textOf(call, 'language') as InputOf<'confirmations.create'>['language'],
      expires_in_days: days === undefined ? undefined : Number(days),
    })
    call.out.data(asked, () => asked.path ?? `A mail to ${asked.email} brings the link.`)
  },
}

export const listConfirmations: Command = {
  name: 'confirmations list',
  summary: 'What buyers of a deal were asked to confirm, and what they said',
  usage: 'DEAL [--json|--csv]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const answer = await client.confirmations.list({ deal_id: words[0] ?? '' })
    const header = ['id', 'criterion', 'asked', 'state', 'answered by', 'remark']
    const rows = answer.data.map(({ id, criterion, name, state, answered_by, remark }) => [
      id,
      criterion,
      name,
      state,
      answered_by,
      remark,
    ])
    out.data(answer, () => table(out, header, rows))
  },
}

export const revokeConfirmation: Command = {
  name: 'confirmations revoke',
  summary: 'Take back what a buyer was asked to confirm',
  usage: 'DEAL CONFIRMATION [--json]',
  words: { least: 2, most: 2 },
  async run({ client, out, words: [deal_id = '', confirmation_id = ''] }) {
    const answer = await client.confirmations.revoke({ deal_id, confirmation_id })
    out.data(answer, () => `${answer.name}: ${answer.state}`)
  },
}

export const askApproval: Command = {
  name: 'gate-approvals ask',
  summary: 'Ask for the approval that a gate of a deal wants',
  usage: 'DEAL CRITERION [--note TEXT] [--json]',
  flags: { note: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const [deal_id = '', criterion = ''] = call.words
    const asked = await call.client.gate_approvals.create({ deal_id, criterion, note: textOf(call, 'note') })
    call.out.data(asked, () => `${asked.approval.id}  ${asked.approval.title}`)
  },
}

export const listGateApprovals: Command = {
  name: 'gate-approvals list',
  summary: 'Approvals that gates ask for: mine to decide, those I asked for, or all',
  usage: '[--queue mine|asked|all] [--deal DEAL] [--limit N | --all] [--json|--csv]',
  flags: { queue: { type: 'string' }, deal: { type: 'string' }, ...pageFlags },
  async run(call) {
    const { client, out } = call
    const queue = textOf(call, 'queue') as InputOf<'gate_approvals.list'>['queue']
    const filter = { queue, deal_id: textOf(call, 'deal') }
    const answer = await listed(call, (page) => client.gate_approvals.list({ ...filter, ...page }))
    out.data(answer, () =>
      table(out, ['approval', 'deal', 'criterion', 'asked by', 'state', 'note'], answer.data.map(rowOf)),
    )
  },
}

const rowOf = ({ approval, deal, criterion, asked_by, note }: AnswerOf<'gate_approvals.list'>['data'][number]) => [
  approval.id,
  deal.key,
  criterion,
  asked_by.name,
  approval.state,
  note,
]

export const voteOnApproval: Command = {
  name: 'gate-approvals vote',
  summary: 'Approve or reject; a rejection says why',
  usage: 'APPROVAL approve|reject [--reason TEXT] [--json]',
  flags: { reason: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const [approval_id = '', vote = ''] = call.words
    if (vote !== 'approve' && vote !== 'reject') throw usageFault(`${vote}: expected approve or reject`)
    const answer = await call.client.approval_votes.create({ approval_id, vote, reason: textOf(call, 'reason') })
    call.out.data(answer, () => `${answer.title}: ${answer.state}`)
  },
}
