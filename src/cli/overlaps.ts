import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { moneyText, printList } from './output.ts'
import { listed, pageFlags } from './pages.ts'

export const listOverlaps: Command = {
  name: 'overlaps',
  summary: 'Pairs of deals that may be one, the newest first',
  usage: '[--state open|same_deal|co_sell|different|any] [--deal DEAL] [--limit N | --all] [--json|--csv]',
  flags: { state: { type: 'string' }, deal: { type: 'string' }, ...pageFlags },
  async run(call) {
    const filter = { state: textOf(call, 'state') as InputOf<'overlaps.list'>['state'], deal: textOf(call, 'deal') }
    const answer = await listed(call, (page) => call.client.overlaps.list({ ...filter, ...page }))
    printList(call.out, answer, {
      id: ({ id }) => id,
      state: ({ state }) => state,
      deal: ({ deal }) => `${deal.key} ${deal.name}`,
      amount: ({ deal }) => moneyText(deal.amount),
      other: ({ other }) => `${other.key} ${other.name}`,
      other_amount: ({ other }) => moneyText(other.amount),
      account: ({ other }) => other.account?.name,
      why: ({ reasons }) => reasons.join(', '),
    })
  },
}

export const resolveOverlap: Command = {
  name: 'overlaps resolve',
  summary: 'Say what two deals are: the same deal, a co-sell of which one is counted, or different',
  usage: 'OVERLAP same_deal|co_sell|different [--keep DEAL] [--take NAME …] [--note TEXT] [--json]',
  flags: { keep: { type: 'string' }, take: { type: 'string', multiple: true }, note: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const [overlap_id = '', as = ''] = call.words
    const keep = textOf(call, 'keep')
    if (as !== 'different' && keep === undefined)
      throw usageFault('Say with --keep which of the two lives on, or is counted.')
    const { take } = call.flags
    const pair = await call.client.overlaps.resolve({
      overlap_id,
      as: as as InputOf<'overlaps.resolve'>['as'],
      keep,
      note: textOf(call, 'note'),
      ...(Array.isArray(take) ? { take: take as InputOf<'overlaps.resolve'>['take'] } : {}),
    })
    call.out.data(pair, () => sentenceOf(pair))
  },
}

export const undoOverlap: Command = {
  name: 'overlaps undo',
  summary: 'Undo what two deals were said to be, within 30 days',
  usage: 'OVERLAP [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const pair = await client.overlaps.reverse({ overlap_id: words[0] ?? '' })
    out.data(pair, () => sentenceOf(pair))
  },
}

function sentenceOf({ deal, other, state, resolution }: AnswerOf<'overlaps.get'>): string {
  const kept = [deal, other].find(({ id }) => id === resolution?.kept)?.key
  const pair = `${deal.key} and ${other.key}`
  if (state === 'same_deal') return `${pair} are the same deal; ${kept} lives on`
  if (state === 'co_sell') return `${pair} are a co-sell; ${kept} is counted`
  return state === 'different' ? `${pair} are different` : `${pair} may be the same`
}
