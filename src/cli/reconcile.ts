import type { Client } from '../client/client.ts'
import { type Command, textOf } from './command.ts'
import { moneyText, type Output, table } from './output.ts'

export const reconcile: Command = {
  name: 'reconcile',
  summary: 'Prove that the pipelines add up to the total, in every currency; exit 6 when they do not',
  usage: '[--as-of MOMENT] [--json]',
  flags: { 'as-of': { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const answer = await client.reconciliations.get({ as_of: textOf(call, 'as-of') })
    out.data(answer, () => textFor(out, answer))
    return answer.balanced ? 0 : 6
  },
}

const kinds = ['new', 'expansion', 'renewal'] as const
type Reconciliation = Awaited<ReturnType<Client['reconciliations']['get']>>

function textFor(out: Output, { as_of, balanced, currencies, disagreements, rows }: Reconciliation): string {
  const lines = currencies.flatMap(({ pipelines, total, by_revenue_kind, difference }) => [
    ...pipelines.map(({ pipeline, open, won }) => [pipeline, moneyText(open), moneyText(won), '']),
    ['total', '', moneyText(total), moneyText(difference)],
    ...kinds.map((kind) => [`  of it ${kind}`, '', moneyText(by_revenue_kind[kind]), '']),
  ])
  const faults = disagreements.map(
    ({ pipeline, side, beside, postings, other }) =>
      `${pipeline}, ${side}: the postings say ${moneyText(postings)}, the ${beside === 'board' ? 'board says' : 'deals say'} ${moneyText(other)}.`,
  )
  return [
    `As of ${as_of}, from ${rows} ledger rows`,
    lines.length === 0
      ? 'No deal has an amount yet.'
      : table(out, ['pipeline', 'open', 'won or total', 'difference'], lines),
    ...faults,
    balanced ? 'It balances.' : 'It does NOT balance.',
  ].join('\n')
}
