import { readFileSync } from 'node:fs'
import { type Backtest, backtesting } from '../stats/backtest/backtest.ts'
import { spanOf, usualOrigins } from '../stats/backtest/origins.ts'
import { plansFrom } from '../stats/backtest/plans.ts'
import type { Score } from '../stats/backtest/score.ts'
import { gently } from '../stats/gently.ts'
import type { StagePlan } from '../stats/hazards.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { type Cell, type Output, table } from './output.ts'
import { ownBacktest } from './own-backtest.ts'
import { dayOf, readStays, type StaysFile } from './stays-file.ts'

export const backtest: Command = {
  name: 'backtest',
  summary:
    'How good every method of forecasting would have been: the last backtest of the server (--run begins one), or with --data on a file of stays, without a server',
  usage:
    '[--data FILE.csv|- --horizon DAYS [--origins DAY,DAY…]] | [--run [--horizon DAYS,DAYS] [--origins DAY,DAY…] [--pipeline KEY]…] [--json]',
  flags: {
    data: { type: 'string' },
    run: { type: 'boolean' },
    horizon: { type: 'string' },
    origins: { type: 'string' },
    pipeline: { type: 'string', multiple: true },
  },
  async run(call) {
    const { out } = call
    if (textOf(call, 'data') === undefined) return ownBacktest(call)
    if (call.flags['run'] === true || call.flags['pipeline'] !== undefined)
      throw usageFault('--run and --pipeline are for the history of a server, and --data is a file')
    const horizon = horizonOf(required(call, 'horizon'))
    const text = textFrom(required(call, 'data'))
    if (text === undefined) {
      out.say(`There is no file ${textOf(call, 'data')}.`)
      return 3
    }
    const file = readStays(text)
    sayRefused(out, file)
    const { stays } = file
    const span = spanOf(stays)
    const origins = originsOf(call, span, horizon) ?? usualOrigins(span, horizon)
    if (origins.length === 0) {
      out.say(tooShort(file, span, horizon))
      return 6
    }
    const plans = plansFrom(stays)
    const many = tooMany(plans)
    if (many !== null) {
      out.say(many)
      return 6
    }
    const progress = (done: number, of: number) => out.progress(done < of ? `origin ${done} of ${of}` : '')
    const work = backtesting({ stays, plans, until: span.until }, { horizon, origins, progress })
    const found = await gently(work, breath())
    out.data(documentOf(found, file), () => textFor(out, found, file))
    return file.refused.length > 0 ? 6 : 0
  },
}

/** Lets a signal in now and then; a turn of the event loop for every piece would cost more than the piece. */
function breath(): () => Promise<unknown> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 50) return
    await new Promise((done) => setImmediate(done))
    last = performance.now()
  }
}

function horizonOf(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 730) return days
  throw usageFault(`--horizon is ${text}; expected a whole number of days from 1 to 730`)
}

function textFrom(path: string): string | undefined {
  try {
    const bytes = readFileSync(path === '-' ? 0 : path)
    // Spreadsheets that save "Unicode text" mean UTF-16, and put a mark before it.
    const encoding =
      bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : bytes[0] === 0xfe && bytes[1] === 0xff
          ? 'utf-16be'
          : 'utf-8'
    return new TextDecoder(encoding).decode(bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

type Span = ReturnType<typeof spanOf>

function originsOf(call: Call, { from, until }: Span, horizon: number): number[] | undefined {
  const said = textOf(call, 'origins')
  if (said === undefined) return undefined
  return said.split(',').map((text) => {
    const day = dayOf(text.trim())
    if (day === undefined)
      throw usageFault(`--origins names ${text}; expected days such as 2026-03-01, with commas between`)
    if (day > from && day + horizon <= until) return day
    const last = until - horizon
    const can = last > from ? `days from ${dateOf(from + 1)} to ${dateOf(last)} can` : 'no day can'
    throw usageFault(`--origins names ${text}; with a horizon of ${horizon} days ${can} be judged by this file`)
  })
}

const dateOf = (day: number): string => new Date(Math.floor(day) * 86_400_000).toISOString().slice(0, 10)

const mostSaid = 20

function sayRefused(out: Output, { refused, deals_left_out, repeated }: StaysFile): void {
  if (repeated > 0) out.say(`${repeated} rows say once more what an earlier row says, and count once.`)
  for (const { line, column, message } of refused.slice(0, mostSaid)) out.say(`Line ${line}: ${column} ${message}.`)
  if (refused.length > mostSaid) out.say(`… and ${refused.length - mostSaid} more.`)
  if (refused.length > 0) out.say(`${refused.length} rows refused; ${deals_left_out} deals are left out with all rows.`)
}

function tooShort({ stays }: StaysFile, { from, until }: Span, horizon: number): string {
  if (stays.length === 0) return 'There is not a single stay in the file to forecast from.'
  return (
    `No forecast of ${horizon} days can be judged: the file reaches from ${dateOf(from)} to ${dateOf(until)}, and a start ` +
    'of a month is needed between a third of that and so many days before its end. Take a shorter --horizon, or --origins.'
  )
}

/** Every stage leads to any other; beyond this a table of their chances takes gigabytes. */
const mostStages = 100
/** Each is fitted at every origin by every method: beyond this a run takes hours. */
const mostPipelines = 200

function tooMany(plans: readonly StagePlan[]): string | null {
  const wide = plans.find(({ stages }) => stages.length > mostStages)
  if (wide !== undefined)
    return (
      `Pipeline ${wide.key} has ${wide.stages.length} stages, and a model is made of at most ${mostStages}. ` +
      'Does the column stage hold something that is each deal’s own? Name steps that many deals share.'
    )
  if (plans.length <= mostPipelines) return null
  return (
    `The file has ${plans.length} pipelines, and a backtest takes at most ${mostPipelines}. ` +
    'Does the column pipeline hold something that is each deal’s own? Name ways that many deals share.'
  )
}

function documentOf({ horizon, origins, scores }: Backtest, { rows, refused, repeated, has_amounts }: StaysFile) {
  return {
    horizon,
    origins: origins.map(dateOf),
    unit: has_amounts ? 'amount' : 'deals',
    rows: { read: rows, refused, repeated },
    scores,
  }
}

function textFor(out: Output, { horizon, origins, scores }: Backtest, { has_amounts }: StaysFile): string {
  const header = ['target', 'scope', 'method', 'CRPS', 'WAPE', 'bias', 'covers 80%', 'width', 'log-loss', 'windows']
  const told = scores.filter(({ crps }) => crps !== null)
  const best = bestOf(told)
  const order = told.toSorted((a, b) => targetRank(a) - targetRank(b))
  return [
    `${origins.length} origins from ${dateOf(origins[0] ?? 0)} to ${dateOf(origins.at(-1) ?? 0)}, ${horizon} days ahead, in ${has_amounts ? 'the unit of the amounts' : 'deals, as no row has an amount'}`,
    table(
      out,
      header,
      order.map((score) => [
        score.target,
        score.scope,
        best.has(score) ? `${score.method} *` : score.method,
        ...cellsOf(score),
      ]),
    ),
    '* the lowest CRPS of its target and scope. open: won among deals open at the origin; all: and deals still to come.',
    'windows: origins whose windows do not overlap; forecasts from others repeat the same evidence.',
  ].join('\n')
}

const targetRank = ({ target }: Score) => (target === 'open' ? 0 : 1)

function bestOf(scores: readonly Score[]): Set<Score> {
  const groups = Map.groupBy(scores, ({ target, scope }) => JSON.stringify([target, scope])).values()
  return new Set([...groups].flatMap((some) => some.toSorted((a, b) => (a.crps ?? 0) - (b.crps ?? 0)).slice(0, 1)))
}

const cellsOf = ({ crps, wape, bias, coverage80, width80, log_loss, windows }: Score): Cell[] => [
  rounded(crps),
  percent(wape),
  percent(bias),
  percent(coverage80),
  rounded(width80),
  log_loss === null ? null : log_loss.toFixed(3),
  windows,
]

const percent = (share: number | null): Cell => (share === null ? null : `${Math.round(100 * share)}%`)

/** Three digits say enough of an average. */
const rounded = (value: number | null): Cell =>
  value === null ? null : value >= 100 ? value.toFixed(0) : value.toPrecision(3)
