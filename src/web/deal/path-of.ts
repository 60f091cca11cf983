import type { PathStep } from '../charts/path-bar.tsx'
import type { Ageing, BoardStage, HistoryRow, Instant, Stage } from '../wire.ts'

type Place = { stage: string; outcome: string | null; ageing?: Ageing | null }
type Pace = Pick<BoardStage, 'key' | 'usual_days' | 'very_slow_days'>

/**
 * The way of a deal through the stages of its pipeline: days spent in each over all stays, from its ledger. A move that
 * was taken back never happened: its time belongs to the stage to which the deal was put back.
 */
export function pathOf(
  stages: Pick<Stage, 'key' | 'name'>[],
  history: HistoryRow[],
  deal: Place,
  paces: Pace[],
  now: Instant,
) {
  const spent = daysSpent(history, now)
  const at = stages.findIndex(({ key }) => key === deal.stage)
  return stages.map(({ key, name }, index): PathStep => {
    const pace = paces.find((one) => one.key === key)
    const days = spent.get(key) ?? null
    const here = index === at && deal.outcome === null
    const state = here ? 'here' : days !== null ? 'done' : index < at ? 'skipped' : 'ahead'
    const pacing = { usual: pace?.usual_days ?? null, long: pace?.very_slow_days ?? null }
    if (!here || !deal.ageing) return { key, name, state, spent: days, ...pacing }
    const { expected_days: usual, maximum_days: long, state: age } = deal.ageing
    return { key, name, state, spent: days, usual, long, age }
  })
}

function daysSpent(history: HistoryRow[], now: Instant): Map<string, number> {
  const putBackTo = new Map(history.flatMap((row) => (row.reversal_of ? [[row.reversal_of, row.stage]] : [])))
  const spent = new Map<string, number>()
  for (const row of history) {
    if (row.outcome !== null && !putBackTo.has(row.id)) continue
    const stage = putBackTo.get(row.id) ?? row.stage
    const days = (Date.parse(row.until ?? now) - Date.parse(row.occurred_at)) / 86_400_000
    spent.set(stage, (spent.get(stage) ?? 0) + Math.max(0, days))
  }
  return spent
}
