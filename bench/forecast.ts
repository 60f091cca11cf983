import { parseArgs } from 'node:util'
import { lossOf } from './forecast/figures.ts'
import { judgeSet, judgeSimulated } from './forecast/one-or-two.ts'
import { runAll } from './forecast/pool.ts'
import { against, backtestSet, readSets } from './forecast/real.ts'
import type { Job, Row } from './forecast/simulated.ts'
import { measureSpeed } from './forecast/speed.ts'
import { type Line, linesOf, printLines } from './forecast/table.ts'

/**
 * How good the forecast is, beside the goals: `npm run bench:forecast -- [--seeds 101-140] [--threads 2] [--data DIR] [--keep FILE] [--labelings 200]`.
 *
 * Simulated companies whose truth is known; real sets where a folder of them is named, by `--data` or
 * FORECAST_DATA; and how fast and how exact the sums are. What was measured is kept in a file where one is named, so that
 * a run that was cut off goes on where it was. Tuned on seeds 1–40, reported on 101–140.
 * Whether deals behave as one motion or as several is asked of known motions, of what the real sets know about their
 * deals, and of so many labelings by chance.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101-140' },
    threads: { type: 'string', default: '2' },
    keep: { type: 'string', default: '' },
    labelings: { type: 'string', default: '200' },
    data: { type: 'string', default: process.env.FORECAST_DATA ?? '' },
  },
})
const [first = 101, last = first] = values.seeds.split('-').map(Number)
const seeds = Array.from({ length: last - first + 1 }, (_, i) => first + i)
const horizons = [30, 90]

/** Sixteen pipelines take as long as five times five, and their log-loss rests on many more deals. */
const mostSixteens = 4

const jobs: Job[] = seeds.flatMap((seed) =>
  [false, true].flatMap((shocked) => horizons.map((horizon): Job => ({ kind: 'five', seed, shocked, horizon }))),
)
const sixteens = seeds
  .slice(0, mostSixteens)
  .flatMap((seed) => (['alike', 'unlike'] as const).map((kind): Job => ({ kind, seed, shocked: false, horizon: 30 })))
const rows = await runAll([...jobs, ...sixteens], { threads: Number(values.threads), keep: values.keep })
console.log(`Seeds ${first} to ${last} (${seeds.length} companies of each kind)\n`)
printLines([...linesOf(rows.filter(({ kind }) => kind === 'five')), ...sixteen(rows), ...speed()])
console.log('\nOne motion or several, where the truth is known (20 seeds)')
printLines(judgeSimulated(Array.from({ length: 20 }, (_, i) => first + i)))
if (values.data === '') console.log('\nNo folder of real sets was named (--data, or FORECAST_DATA): none was measured.')
else for (const set of readSets(values.data)) showSet(set)

/** Sixteen small pipelines: pooling must not cost anything where they are alike, and help where they are not. */
function sixteen(all: readonly Row[]): Line[] {
  return (['alike', 'unlike'] as const).map((kind) => {
    const loss = (method: string) =>
      lossOf(
        all.filter(
          (row) => row.kind === kind && row.method === method && row.target === 'open' && row.scope !== 'total',
        ),
      )
    const ratio = (method: string) => loss(method) / loss('pooled')
    return {
      what: `16 pipelines of ~100 deals, ${kind}: log-loss against pooled`,
      goal: '≤ 1.00 ×',
      got: `${ratio('model').toFixed(3)} × (each alone ${ratio('per_pipeline').toFixed(3)} ×; who knows the truth ${ratio('truth').toFixed(3)} ×)`,
      reached: Number(ratio('model').toFixed(3)) <= 1,
    }
  })
}

function speed(): Line[] {
  return measureSpeed().map(({ what, ms, goal_ms, error, goal_error }) => ({
    what: `distribution: ${what}`,
    goal: `${goal_ms === null ? '' : `≤ ${goal_ms} ms, `}${goal_error === null ? '' : `5/50/95 % within ${100 * goal_error} %`}`,
    got: `${ms.toFixed(1)} ms${goal_ms === null ? '' : ` (${(ms / goal_ms).toFixed(2)} × the goal)`}, ${(100 * error).toFixed(3)} %`,
    reached: (goal_ms === null || ms <= goal_ms) && (goal_error === null || error <= goal_error),
  }))
}

function showSet(set: ReturnType<typeof readSets>[number]): void {
  const goals: Record<string, Record<number, { pipelines: number; total: number }>> = {
    olist: { 30: { pipelines: 0.59, total: 0.75 }, 90: { pipelines: 0.7, total: 0.84 } },
  }
  const lines = horizons.flatMap((horizon): Line[] => {
    const { origins, scores } = backtestSet(set, horizon)
    if (origins === 0) return []
    return (['open', 'all'] as const).flatMap((target) =>
      ['horizon_share', 'pooled'].map((other): Line => {
        const { pipelines, total } = against(scores, target, 'model', other)
        const goal = target === 'open' && other === 'horizon_share' ? goals[set.name]?.[horizon] : undefined
        const own = scores.find((one) => one.target === target && one.method === 'model' && one.scope === 'total')
        const share = (value: number | null | undefined) =>
          value === null || value === undefined ? '–' : `${(100 * value).toFixed(0)} %`
        return {
          what: `${set.name}, ${horizon} days, ${target}: CRPS against ${other}`,
          goal: goal ? `≥ ${100 * goal.pipelines} / ${100 * goal.total} %` : '',
          got: `${share(-pipelines)} less per pipeline, ${share(-total)} in total; bias ${share(own?.bias)}, covers ${share(own?.coverage80)}, ${own?.windows} independent windows`,
          reached: goal ? -pipelines >= goal.pipelines && -total >= goal.total : null,
        }
      }),
    )
  })
  console.log(`\n${set.name} by ${set.pipeline}: ${set.deals.length} deals; ${set.said}`)
  printLines([...lines, ...judgeSet(set, Number(values.labelings))])
}
