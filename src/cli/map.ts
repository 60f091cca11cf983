import type { AnswerOf } from '../client/client.ts'
import { type Command, textOf } from './command.ts'
import { moneyText, type Output, table } from './output.ts'

export const showMap: Command = {
  name: 'map',
  summary: 'How pipelines connect: what went each way, how much of it was accepted, how long it took, what waits',
  usage: '[--from MOMENT] [--to MOMENT] [--as-of MOMENT] [--json]',
  flags: { from: { type: 'string' }, to: { type: 'string' }, 'as-of': { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const period = { from: textOf(call, 'from'), to: textOf(call, 'to'), as_of: textOf(call, 'as-of') }
    const map = await client.pipeline_map.get(period)
    out.data(map, () => textFor(out, map))
  },
}

type Map = AnswerOf<'pipeline_map.get'>
const kinds: Record<Map['edges'][number]['kind'], string> = {
  route: 'begins',
  handoff: 'hand-off',
  transfer: 'transfer',
  lineage: 'split or merge',
}

function textFor(out: Output, { nodes, edges }: Map): string {
  if (edges.length === 0) return `${nodes.length} pipelines, and nothing went between them.`
  const lines = edges.map(({ kind, from, to, deals, amounts, acceptance, lag, waiting, declared }) => [
    from,
    to,
    kinds[kind],
    String(deals),
    amounts.map(moneyText).join(' + '),
    acceptance ? `${acceptance.accepted} of ${acceptance.decided}` : '',
    lag ? `${lag.days.toFixed(1)} d` : '',
    waiting === 0 ? '' : String(waiting),
    declared.map(({ rule, in: set }) => rule ?? set.replace('_', ' ')).join(', '),
  ])
  return table(out, ['from', 'to', 'how', 'deals', 'worth', 'accepted', 'usually', 'waiting', 'rules'], lines)
}
