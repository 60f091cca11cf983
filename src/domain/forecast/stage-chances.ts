import { type InPieces, piece } from '../../stats/gently.ts'
import { enoughClosed } from '../../stats/hazards.ts'
import { chancesFor, type MotionModel } from '../../stats/motion-model.ts'
import type { Stay } from '../../stats/stay.ts'
import { measuringStays } from '../../stats/stay-lengths.ts'
import { everDays } from '../../stats/win-probability.ts'
import type { StandingChance } from '../ledger/index.ts'
import type { StageStatistic } from '../stage-statistics/index.ts'
import type { Plan } from './situation.ts'

export type StageChances = { statistics: Omit<StageStatistic, 'computed_at'>[]; chances: StandingChance[] }

/** Fewer ended stays than this say nothing of what is usual. */
const fewStays = 8

/** Chances to a hundredth of a per cent: what moves by less is not worth a write. */
const rounded = (chance: number | null): number | null => (chance === null ? null : Math.round(chance * 1e4) / 1e4)

/**
 * What history says of the stages of one pipeline, and the chance of every deal that stands in them, ever to be won.
 * Without 30 closed deals in all pipelines together there is no chance; below that in this one, all speak for it, but
 * for the stages of which the definition says a chance.
 *
 * @param stays those of this pipeline, by its key
 * @param now the day of the model
 * @param sizes how large open deals are, as they stand
 */
export function* stageChances(
  plan: Plan,
  model: MotionModel,
  stays: readonly Stay[],
  { now, sizes }: { now: number; sizes: ReadonlyMap<string, number | null> },
): InPieces<StageChances> {
  const hazards = model.pipelines.find(({ key }) => key === plan.key)
  const chancesOf = chancesFor(model, [everDays])
  const judged = new Map(plan.stages.map(({ key, chance }) => [key, chance]))
  const ever = (stage: string, age_days: number, amount: number | null = null) => {
    const said = judged.get(stage)
    if (said !== undefined && (hazards?.pooled ?? true)) return said
    if (model.n_closed < enoughClosed) return null
    return rounded(chancesOf.chanceOf({ pipeline: plan.key, stage, age_days, amount }, everDays))
  }
  const open = stays.filter(({ left }) => left === null)
  if (model.n_closed >= enoughClosed)
    yield* chancesOf.making(open.map(({ deal, pipeline }) => ({ pipeline, amount: sizes.get(deal) ?? null })))
  const lengths = new Map((yield* measuringStays(stays, now)).map((length) => [length.stage, length]))

  const keys = plan.stages.map((stage) => stage.key)
  const chances: StandingChance[] = []
  let done = 0
  for (const { deal, stage, entered, age_at_entry = 0 } of open) {
    if (++done % piece === 0) yield
    const chance = ever(stage, Math.max(now - entered, 0) + age_at_entry, sizes.get(deal))
    chances.push({ deal_id: deal, pipeline_id: plan.id, stage, chance })
  }
  // Deals that stand in a stage of an older version have the chances of the stage where they belong.
  const older = Object.entries(plan.places).filter(([key]) => !keys.includes(key))

  return {
    statistics: [...keys.map((key) => [key, key] as const), ...older].map(([said, key]) => {
      const { n_ended, p50, p75, p90 } = lengths.get(key) ?? { n_ended: 0, p50: null, p75: null, p90: null }
      const known = n_ended >= fewStays
      return {
        pipeline_id: plan.id,
        stage: said,
        chance: ever(key, 0),
        n_closed: hazards?.n_closed ?? 0,
        usual_days: known ? p50 : null,
        slow_days: known ? p75 : null,
        very_slow_days: known ? p90 : null,
        n_stays: n_ended,
      }
    }),
    chances,
  }
}
