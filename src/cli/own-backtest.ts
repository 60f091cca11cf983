import type { AnswerOf } from '../client/client.ts'
import { type Call, textOf, usageFault } from './command.ts'
import { jobDone } from './jobs.ts'
import { type Cell, type Output, table } from './output.ts'

type Backtest = AnswerOf<'backtests.get'>
type Record = Backtest['results'][number]['records'][number]
type Score = Backtest['results'][number]['scores'][number]

/** The backtest that the server keeps of its own history: the last one, or with --run one that is begun now. */
export async function ownBacktest(call: Call): Promise<number> {
  const { client, out } = call
  const id = call.flags['run'] === true ? await begun(call) : await lastOf(call)
  if (id === undefined) {
    out.say('No backtest has come to an end yet. Begin one with tributary backtest --run, or name a file with --data.')
    return 3
  }
  const found = await client.backtests.get({ backtest_id: id })
  out.data(found, () => textFor(out, found))
  return found.results.some(({ scores }) => scores.length > 0) ? 0 : 6
}

async function begun(call: Call): Promise<string> {
  const { client, out } = call
  const horizon = textOf(call, 'horizon')
  const origins = textOf(call, 'origins')
  const pipelines = [call.flags['pipeline'] ?? []].flat().map(String)
  const one = await client.backtests.create({
    ...(horizon === undefined ? {} : { horizon_days: horizon.split(',').map(daysIn) }),
    ...(origins === undefined ? {} : { origins: origins.split(',').map((day) => day.trim()) }),
    ...(pipelines.length === 0 ? {} : { pipelines }),
  })
  const job = await jobDone(client, one.job_id, out, 'Looking back')
  if (job.status !== 'done') throw new Error(job.error ?? `The backtest was ${job.status}.`)
  return one.id
}

async function lastOf({ client, flags }: Call): Promise<string | undefined> {
  const alone = ['horizon', 'origins', 'pipeline'].find((name) => flags[name] !== undefined)
  if (alone) throw usageFault(`--${alone} is for --data or --run; without them the last backtest is shown`)
  const { data } = await client.backtests.list({ limit: 200 })
  return data.find(({ finished_at }) => finished_at !== null)?.id
}

function daysIn(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days)) return days
  throw usageFault(`--horizon is ${text}; expected whole days from 7 to 366, with commas between`)
}

function textFor(out: Output, { results, note, as_of, currency, deals, closed_deals }: Backtest): string {
  const head = `As known on ${as_of}: ${deals} deals, ${closed_deals} of them closed, amounts in ${currency}`
  if (note !== null) return [head, note].join('\n')
  return [
    head,
    ...results.flatMap((one) => [
      '',
      `${one.horizon_days} days ahead, ${one.origins.length} origins`,
      ...(one.note === null ? [recordsIn(out, one.records, one.scores)] : [one.note]),
    ]),
    '',
    'All wins in the days after, deals yet to come included. windows: forecasts whose days do not overlap.',
  ].join('\n')
}

const recordsIn = (out: Output, records: readonly Record[], scores: readonly Score[]): string =>
  table(
    out,
    ['scope', 'method', 'verdict', 'against stage weighting', 'CRPS', 'bias', 'covers 80%', 'windows'],
    records.map(({ scope, method, verdict, against_stage_weighted, bias, coverage80, windows }): Cell[] => [
      scope,
      method,
      verdict.replaceAll('_', ' '),
      signed(against_stage_weighted),
      rounded(scores.find((one) => one.target === 'all' && one.scope === scope && one.method === method)?.crps ?? null),
      signed(bias),
      coverage80 === null ? null : `${Math.round(100 * coverage80)}%`,
      windows,
    ]),
  )

const signed = (share: number | null): Cell =>
  share === null ? null : `${share > 0 ? '+' : ''}${Math.round(100 * share)}%`
const rounded = (value: number | null): Cell => (value === null ? null : value.toFixed(0))
