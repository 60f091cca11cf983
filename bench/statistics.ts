import { parseArgs } from 'node:util'
import { fiveMotions, type Motion } from '../src/simulator/motion.ts'
import { simulateDeals } from '../src/simulator/simulate.ts'
import { halfLives } from '../src/stats/backtest/matured.ts'
import { type ExposureCounts, exposureOf } from '../src/stats/exposure.ts'
import { atOnce } from '../src/stats/gently.ts'
import type { StagePlan } from '../src/stats/hazards.ts'
import { countingHistory, fittingMotions, type History } from '../src/stats/motion-model.ts'
import { bandOf } from '../src/stats/size-bands.ts'
import { knownAt, type Stay } from '../src/stats/stay.ts'
import { put, type Tally, type TallyCell, tallying } from '../src/stats/tally.ts'
import { makingWinTable } from '../src/stats/win-probability.ts'
import { measureSpeed } from './forecast/speed.ts'

/**
 * What the statistics take of one core: `npm run bench:statistics -- [--deals 1000000]`. Processor time of this process, so
 * that others on the machine count little; each figure beside its goal and beside a yardstick of the same run.
 *
 * F5: the distributions of twelve pipelines of 100,000 open deals and of their total, under shared luck.
 * F6: every model from the counts of a million closed deals in twelve pipelines, and then one more day, counted by itself
 * and put to what was counted before.
 */
const { values } = parseArgs({ options: { deals: { type: 'string', default: '1000000' } } })
const wanted = Number(values.deals)
if (!(wanted >= 1_000)) throw new Error(`--deals is ${values.deals}; expected a number from 1000 up`)
const days = 760
const plans: StagePlan[] = Array.from({ length: 12 }, (_, i) => ({
  key: `pipeline-${i + 1}`,
  stages: (fiveMotions[0]?.stages ?? []).map((stage) => ({ key: stage, phase: stage })),
}))

const speed = measureSpeed()
for (const { what, ms, goal_ms, error, goal_error } of speed)
  say(
    `F5 ${what}`,
    ms,
    goal_ms,
    `5/50/95 % off by ${(100 * error).toFixed(3)} %${goal_error === null ? '' : ` (goal ${100 * goal_error} %)`}`,
  )

const { history: few } = counted(wanted / 100)
const { history, closed, since, took, tally } = counted(wanted)
if (closed < wanted / 2) throw new Error(`only ${closed} of ${wanted} deals were closed: nothing is measured`)
say(`F6 counting ${closed} closed deals for the first time`, took, null, '')
const [smaller, fit] = [clocked(() => fitAll(few)), clocked(() => fitAll(history))]
say(
  `F6 all ${halfLives.length + 2} models from the counts of ${closed} closed deals`,
  fit,
  20_000,
  `${(fit / smaller).toFixed(2)} × of a hundredth of the deals`,
)
say('F6 win tables of twelve pipelines, a quarter ahead', clocked(tables), null, '')
const again = clocked(() => {
  put(tally, cellsOf(since, history, days + 1))
  fitOne({ ...history, as_of: days + 1, counts: exposureOf(tally.values(), history.counts.edges) })
})
say(
  `F6 one more day: ${since.length} stays that were there, and the model anew`,
  again,
  1_000,
  `${(again / took).toFixed(4)} × of counting all`,
)

function say(what: string, ms: number, goal: number | null, more: string): void {
  const of = goal === null ? '' : `goal ${goal} ms, ${(ms / goal).toFixed(2)} × of it`
  console.log([what, `${ms.toFixed(0)} ms`, of, more].filter(Boolean).join(' · '))
}

function clocked(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function fitAll(of: History): void {
  for (const half_life_days of halfLives) atOnce(fittingMotions(of, plans, { half_life_days }))
  for (const pooling of ['pooled', 'per_pipeline'] as const) atOnce(fittingMotions(of, plans, { pooling }))
}

function fitOne(of: History) {
  return atOnce(fittingMotions(of, plans))
}

function cellsOf(stays: readonly Stay[], { counts, sizes }: History, as_of: number): TallyCell[] {
  const groupOf = ({ pipeline, amount }: Stay) => bandOf(sizes[pipeline], amount)
  return atOnce(tallying(stays, { as_of, edgesOf: (pipeline) => counts.edges[pipeline], groupOf }))
}

function tables(): void {
  for (const hazards of fitOne(history).pipelines) atOnce(makingWinTable(hazards, 91, [91]))
}

/** Pipeline by pipeline: the stays of a million deals need not be there all at once, only their counts. */
function counted(many: number) {
  const parts: History[] = []
  const since: Stay[] = []
  const tally: Tally = new Map()
  let closed = 0
  let took = 0
  plans.forEach((plan, i) => {
    const motion = fiveMotions[i % fiveMotions.length] as Motion
    // What is still under way on the last day is not closed: some more are begun.
    const per_day = (1.25 * many) / plans.length / days
    const deals = simulateDeals({ motions: [{ ...motion, key: plan.key, per_day }], seed: 500 + i, from_day: 0, days })
    const all = deals.flatMap(({ amount, stays }) => stays.map((stay): Stay => ({ ...stay, amount })))
    closed += deals.filter((deal) => deal.closed !== null && deal.closed <= days).length
    const stays = knownAt(all, days)
    let part: History | undefined
    took += clocked(() => (part = atOnce(countingHistory(stays, [plan], { as_of: days }))))
    if (part === undefined) throw new Error('nothing was counted')
    parts.push(part)
    put(tally, cellsOf(stays, part, days))
    for (const stay of knownAt(all, days + 1))
      if (stay.left === null || stay.left > days) since.push({ ...stay, observed_from: Math.max(days, stay.entered) })
  })
  const counts: ExposureCounts = {
    slice_days: parts[0]?.counts.slice_days ?? 28,
    edges: Object.assign({}, ...parts.map((part) => part.counts.edges)),
    cells: parts.flatMap((part) => part.counts.cells),
  }
  const history: History = { as_of: days, counts, sizes: Object.assign({}, ...parts.map(({ sizes }) => sizes)) }
  return { history, closed, since, took, tally }
}
