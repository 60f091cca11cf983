import type { InPieces } from '../../stats/gently.ts'
import type { History, MotionModel } from '../../stats/motion-model.ts'
import { learningLuck, type PastLuck } from '../../stats/past-luck.ts'
import { type Instant, instantOf } from '../../values/instant.ts'
import { dayNumber, type StayRow } from '../history/index.ts'
import { type Basis, basisOf, type Facts, keyingStays, type Plan } from './situation.ts'
import { fittingWinModel } from './win-model.ts'
import { sizingOn } from './worth.ts'

/**
 * What was made of a history, for as long as that very history is kept: a plan asks twice, and is asked for again and
 * again. Of 150,000 deals about 40 MB, and a second of work each time that nothing has changed.
 */
type Learnt = { changed: number; basis: { of: string; basis: Basis } | undefined; models: Map<string, MotionModel> }
const learnt = new WeakMap<readonly StayRow[], Learnt>()
const mostModels = 8

const learntFrom = (rows: readonly StayRow[]): Learnt =>
  learnt.getOrInsertComputed(rows, () => ({ changed: lastChange(rows), basis: undefined, models: new Map() }))

const lastChange = (rows: readonly StayRow[]) =>
  rows.reduce((last, { occurred }) => Math.max(last, occurred), -Infinity)

/** `basisOf`, made once for each history, period and rates. */
export function knownBasis(facts: Facts): Basis {
  const { period, plans, exchange, stays } = facts
  const known = learntFrom(stays)
  const named = plans.map(({ id, key }) => [id, key])
  const of = JSON.stringify([period, named, { ...exchange, rates: [...exchange.rates] }])
  if (known.basis?.of !== of) known.basis = { of, basis: basisOf(facts) }
  return known.basis.basis
}

/**
 * The model that history gives for these plans as of its last change, or of the hour that has begun since: only the age
 * of what stands still is up to an hour short, and the same ledger gives the same answer in every process.
 */
export function* learningModel({
  stays,
  plans,
  as_of,
  exchange,
}: Pick<Facts, 'stays' | 'plans' | 'as_of' | 'exchange'>): InPieces<MotionModel> {
  const { changed, models } = learntFrom(stays)
  const moment = momentOf(as_of, changed)
  const sizing = sizingOn(exchange)
  const of = JSON.stringify([moment, readingOf(plans), sizing.by])
  const known = models.get(of)
  if (known) return known
  const model = yield* fittingWinModel(yield* keyingStays(stays, plans, sizing), plans, moment)
  if (models.size >= mostModels) models.delete(models.keys().next().value ?? '')
  models.set(of, model)
  return model
}

/** All of the plans that history is read by. */
const readingOf = (plans: readonly Plan[]) =>
  plans.map(({ id, key, stages, places, method }) => [
    id,
    key,
    method?.method ?? null,
    stages.map((one) => [one.key, one.phase]),
    places,
  ])

/** What past forecasts taught, by all that it depends on; learning it takes eighteen fits. */
const lucks = new Map<string, PastLuck>()
const mostLucks = 50

/**
 * How much luck the deals of these plans shared, learnt from the past until the last border of a calendar slice. As long
 * as nothing from before that border changes, it is not learnt again, whatever happened since.
 *
 * @param history counted from the very rows, in the stages of the plans
 */
export function* learningShared(
  { stays: rows, plans, as_of, exchange }: Pick<Facts, 'stays' | 'plans' | 'as_of' | 'exchange'>,
  history: History,
): InPieces<PastLuck> {
  const border = Math.floor(dayNumber(as_of) / daysOfSlice) * daysOfSlice
  const of = JSON.stringify([border, pastOf(rows, border), readingOf(plans), sizingOn(exchange).by])
  const known = lucks.get(of)
  if (known) return known
  const luck = yield* learningLuck(history, yield* keyingStays(rows, plans, sizingOn(exchange)), plans)
  if (lucks.size >= mostLucks) lucks.delete(lucks.keys().next().value ?? '')
  lucks.set(of, luck)
  return luck
}

const daysOfSlice = 28

/** Rows until a day, by how many they are and when they were, of each pipeline, stage and outcome: other rows, other sums. */
function pastOf(rows: readonly StayRow[], until: number): [string, number, number][] {
  const sums = new Map<string, { n: number; days: number }>()
  for (const { pipeline_id, stage, outcome, occurred, closed } of rows) {
    if (occurred > until) continue
    const sum = sums.getOrInsertComputed(`${pipeline_id} ${stage} ${outcome}`, () => ({ n: 0, days: 0 }))
    sum.n++
    sum.days += closed ?? occurred
  }
  return [...sums].map(([of, { n, days }]) => [of, n, days])
}

function momentOf(as_of: Instant, changed: number): Instant {
  const hour = `${as_of.slice(0, 13)}:00:00.000Z`
  if (changed <= dayNumber(hour)) return hour
  const then = instantOf(Math.ceil(changed * 86_400_000))
  return then < as_of ? then : as_of
}
