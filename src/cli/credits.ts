import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { moneyText, table } from './output.ts'

export const showCredits: Command = {
  name: 'deals credits',
  summary: 'Who is credited with a deal: its money in shares, overlay apart, who brought it and who had a part in it',
  usage: 'DEAL [--json|--csv]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const credits = await client.credits.get({ deal_id: words[0] ?? '' })
    out.data(credits, () => tableOf(out, credits))
  },
}

export const setCredits: Command = {
  name: 'deals credit',
  summary: 'Say who is credited with a deal; shares in per cent, those of revenue together 100',
  usage: 'DEAL [--revenue PERSON=PERCENT …] [--overlay PERSON=PERCENT …] [--sourced ID] [--influenced ID …] [--json]',
  flags: {
    revenue: { type: 'string', multiple: true },
    overlay: { type: 'string', multiple: true },
    sourced: { type: 'string' },
    influenced: { type: 'string', multiple: true },
  },
  words: { least: 1, most: 1 },
  async run(call) {
    const sourced = textOf(call, 'sourced')
    const credits = await call.client.credits.set({
      deal_id: call.words[0] ?? '',
      revenue: sharesIn(call, 'revenue'),
      overlay: sharesIn(call, 'overlay'),
      sourced: sourced === undefined ? null : partyOf(sourced),
      influenced: listOf(call, 'influenced').map(partyOf),
    })
    call.out.data(credits, () => tableOf(call.out, credits))
  },
}

const listOf = ({ flags }: Call, name: string): string[] => {
  const value = flags[name]
  return Array.isArray(value) ? value.map(String) : []
}

function sharesIn(call: Call, name: string) {
  return listOf(call, name).map((said) => {
    const [, person_id = '', percent = ''] = /^(.+)=(\d{1,3}(?:\.\d{1,2})?)$/.exec(said) ?? []
    if (person_id === '') throw usageFault(`--${name} wants PERSON=PERCENT, such as per_01…=60`)
    return { person_id, share: Math.round(Number(percent) * 100) }
  })
}

type Party = NonNullable<InputOf<'credits.set'>['sourced']>
const partyOf = (id: string): Party => (id.startsWith('acc_') ? { partner_account_id: id } : { person_id: id })

function tableOf(out: Call['out'], { revenue, overlay, sourced, influenced }: AnswerOf<'credits.get'>): string {
  const shares = (kind: string, list: typeof revenue) =>
    list.map(({ person, share, amount }) => [kind, person.name, `${share / 100} %`, moneyText(amount)])
  const parties = (kind: string, list: typeof influenced) =>
    list.map(({ person, partner }) => [kind, person?.name ?? partner?.name ?? '', '', ''])
  return table(
    out,
    ['credit', 'who', 'share', 'amount'],
    [
      ...shares('revenue', revenue),
      ...shares('overlay', overlay),
      ...parties('sourced', sourced ? [sourced] : []),
      ...parties('influenced', influenced),
    ],
  )
}
