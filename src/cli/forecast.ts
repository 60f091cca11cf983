import type { Client } from '../client/client.ts'
import { type Call, type Command, textOf } from './command.ts'
import { type Cell, moneyText, type Output, table } from './output.ts'

/** What a forecast may be asked for: a period, of all pipelines or of one, as it was known at a moment. */
export const ofPeriod = {
  usage: '[--period PERIOD] [--pipeline KEY] [--as-of MOMENT] [--currency CODE] [--json]',
  flags: {
    period: { type: 'string' },
    pipeline: { type: 'string' },
    'as-of': { type: 'string' },
    currency: { type: 'string' },
  },
} as const

export const askedOf = (call: Call) => ({
  period: textOf(call, 'period'),
  pipeline: textOf(call, 'pipeline'),
  as_of: textOf(call, 'as-of'),
  currency: textOf(call, 'currency'),
})

export const forecast: Command = {
  name: 'forecast',
  summary: 'What a period will bring per pipeline and in all, and how sure that is',
  ...ofPeriod,
  async run(call) {
    const { client, out } = call
    const answer = await client.forecasts.get(askedOf(call))
    out.data(answer, () => textFor(out, answer))
  },
}

type Forecast = Awaited<ReturnType<Client['forecasts']['get']>>
type Part = Forecast['total']

function textFor(out: Output, { period, as_of, currency, total, pipelines, dependence }: Forecast): string {
  const lines = [...pipelines.map((part) => ({ title: part.pipeline, part })), { title: 'total', part: total }]
  const header = ['pipeline', 'closed', 'open', 'new', 'expected', 'low', 'likely', 'high', 'quota', 'chance']
  const said = lines.flatMap(({ title, part }) => notesOn(part).map((note) => ({ title, note })))
  // One pipeline alone is its own total.
  const notes = said.filter(
    ({ title, note }, i) => title !== 'total' || said.findIndex((one) => one.note === note) === i,
  )
  const grouped = [...Map.groupBy(notes, ({ note }) => note)].map(
    ([note, of]) => `${of.map(({ title }) => title).join(', ')}: ${note}`,
  )
  return [
    `${period}, as of ${as_of}, in ${currency}`,
    table(
      out,
      header,
      lines.map(({ title, part }) => [title, ...cellsOf(part)]),
    ),
    ...grouped,
    'Expected values add up over pipelines; likely values, low and high do not. Chance: to reach the quota.',
    `For the total, ${dependence}.`,
  ].join('\n')
}

const cellsOf = (part: Part): Cell[] => [
  amount(part.closed),
  amount(part.open),
  amount(part.new_business),
  amount(part.expected),
  amount(part.p10),
  amount(part.p50),
  amount(part.p90),
  amount(part.quota),
  part.chance === null ? null : `${Math.round(100 * part.chance)}%`,
]

const amount = (money: { amount: string } | null): Cell => money && money.amount

function notesOn({ note, unconverted, distribution, open_without_amount }: Part): string[] {
  // Of a period that is over, or without a forecast, there is no spread, and open deals do not matter.
  const blank = distribution.length > 1 && open_without_amount > 0
  return [
    ...(note === null ? [] : [note]),
    ...(blank ? [blankNote(open_without_amount)] : []),
    ...(unconverted.length === 0 ? [] : [`left out for want of a rate: ${unconverted.map(moneyText).join(', ')}`]),
  ]
}

const blankNote = (count: number): string =>
  count === 1
    ? '1 open deal has no amount yet, and counts with what a win of its pipeline brings'
    : `${count} open deals have no amount yet, and count with what a win of their pipeline brings`
