import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Call, type Command, textOf, usageFault } from './command.ts'
import { type Output, table } from './output.ts'

export const hitRates: Command = {
  name: 'forecast hit-rates',
  summary: 'Of the deals called commit, best case or pipeline for periods that are over, how many were won in them',
  usage:
    '[--pipeline KEY] [--by pipeline|team] [--kind week|month|quarter|year] [--periods N] [--as-of MOMENT] [--people] [--json]',
  flags: {
    pipeline: { type: 'string' },
    by: { type: 'string' },
    kind: { type: 'string' },
    periods: { type: 'string' },
    'as-of': { type: 'string' },
    people: { type: 'boolean' },
  },
  async run(call) {
    const { client, out } = call
    const scope = { pipeline: textOf(call, 'pipeline'), kind: kindIn(call) }
    const periods = textOf(call, 'periods')
    const some = periods === undefined ? {} : { periods: Number(periods) }
    if (call.flags.people === true) {
      const look = await client.hit_rates.look({ ...scope, ...some })
      out.data(look, () => textFor(out, { ...look, groups: [...look.teams, ...look.groups] }))
      return
    }
    const rates = await client.hit_rates.get({ ...scope, ...some, by: byIn(call), as_of: textOf(call, 'as-of') })
    out.data(rates, () => [textFor(out, rates), submissionText(out, rates), adjustmentText(out, rates)].join('\n'))
  },
}

type Rates = AnswerOf<'hit_rates.get'>
type Asked = InputOf<'hit_rates.get'>

const oneOf = <T extends string>(call: Call, flag: string, allowed: readonly T[]): T | undefined => {
  const text = textOf(call, flag)
  const found = allowed.find((one) => one === text)
  if (text !== undefined && !found) throw usageFault(`--${flag} is ${allowed.join(', ')}`)
  return found
}
const kindIn = (call: Call): Asked['kind'] => oneOf(call, 'kind', ['week', 'month', 'quarter', 'year'])
const byIn = (call: Call): Asked['by'] => oneOf(call, 'by', ['pipeline', 'team'])

function textFor(
  out: Output,
  { periods, as_of, meant, groups, notes }: Omit<Rates, 'adjustments' | 'submissions' | 'periods_needed' | 'currency'>,
): string {
  const rows = groups.flatMap(({ name, rates }) =>
    rates
      .filter(({ n, moved_out }) => n + moved_out > 0)
      .map(({ category, weeks_before, n, won, rate, low, high, verdict }) => [
        name,
        category,
        weeks_before,
        n,
        won,
        rate === null ? null : percent(rate),
        `${percent(low)} to ${percent(high)}`,
        verdict,
      ]),
  )
  const header = ['group', 'category', 'weeks before', 'called', 'won', 'rate', '95%', 'verdict']
  return [
    `${periods.at(0)} to ${periods.at(-1)}, as known ${as_of}`,
    ...(rows.length === 0 ? [] : [table(out, header, rows)]),
    `Meant: ${meant.map(({ category, from, to }) => `${category} ${percent(from)} to ${percent(to)}`).join(', ')}.`,
    ...notes,
  ].join('\n')
}

/** What was submitted beside the model of that time, where anybody submitted for a period that is over. */
function submissionText(out: Output, { submissions, currency }: Rates): string {
  const made = submissions.filter(({ periods }) => periods > 0)
  if (made.length === 0) return 'Nothing was submitted for a period that is over.'
  return table(
    out,
    ['submitted', 'periods', 'reached', '95%', `off by, ${currency}`, 'nearer than the model', '95%'],
    made.map(({ name, periods, reached, distance, against_model: { nearer } }) => [
      name,
      periods,
      percent(reached.rate ?? 0),
      spread(reached),
      distance.amount,
      nearer.rate === null ? null : `${percent(nearer.rate)} of ${nearer.n}`,
      nearer.rate === null ? null : spread(nearer),
    ]),
  )
}

const spread = ({ low, high }: { low: number; high: number }): string => `${percent(low)} to ${percent(high)}`

function adjustmentText(out: Output, { adjustments, currency }: Rates): string {
  const made = adjustments.filter(({ n, even }) => n + even > 0)
  if (made.length === 0) return 'No adjustment of a period that is over.'
  return table(
    out,
    ['adjusted by', 'entries', 'helped', 'share', '95%', `off by, ${currency}`, 'before'],
    made.map((one) => [
      one.level,
      one.n + one.even,
      one.helped,
      one.rate === null ? null : percent(one.rate),
      `${percent(one.low)} to ${percent(one.high)}`,
      one.distance_adjusted.amount,
      one.distance_before.amount,
    ]),
  )
}

const percent = (share: number): string => `${Math.round(100 * share)}%`
