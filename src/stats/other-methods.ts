import { spanOf } from './backtest/origins.ts'
import { stageShares, winRate } from './backtest/shares.ts'
import { atOnce, type InPieces } from './gently.ts'
import type { StagePlan } from './hazards.ts'
import { countingHistory, fittingMotions, type MotionModel, type Share } from './motion-model.ts'
import type { Stay } from './stay.ts'

/** Methods that give every open deal a chance, so that a forecast can be made of them; the first is the usual one. */
export const chanceMethods = ['model', 'partial', 'pooled', 'per_pipeline', 'horizon_share', 'win_rate'] as const
export type ChanceMethod = (typeof chanceMethods)[number]

const poolings = ['partial', 'pooled', 'per_pipeline'] as const
const isPooling = (method: ChanceMethod): method is (typeof poolings)[number] =>
  (poolings as readonly string[]).includes(method)

/**
 * A model in which some pipelines go by another method, just as a backtest tries it: hazards of another pooling without
 * sizes, the share of open deals of a stage that was won in as many days, or the win rate. What comes in later, and a
 * period that begins later, no share knows: there the model's own tables stay.
 *
 * @param stays what was known at `as_of`, those of all pipelines
 * @param methods by the pipeline's key; whoever is not named keeps the model
 */
export function* withMethods(
  model: MotionModel,
  { stays, plans, as_of }: { stays: readonly Stay[]; plans: readonly StagePlan[]; as_of: number },
  methods: ReadonlyMap<string, ChanceMethod>,
): InPieces<MotionModel> {
  const others = [...methods].filter(([, method]) => method !== 'model')
  if (others.length === 0) return model
  const hazards = new Map(model.pipelines.map((one) => [one.key, one]))
  const sizes = new Map(model.sizes)
  for (const pooling of poolings) {
    const keys = others.flatMap(([key, method]) => (method === pooling ? [key] : []))
    if (keys.length === 0) continue
    const history = yield* countingHistory(stays, plans, { as_of, common: pooling === 'pooled', sized: false })
    const fit = yield* fittingMotions(history, plans, { pooling, levels: false })
    for (const one of fit.pipelines) if (keys.includes(one.key)) hazards.set(one.key, one)
    for (const key of keys) sizes.delete(key)
  }
  const shares = new Map<string, Share>()
  for (const [key, method] of others) {
    if (isPooling(method)) continue
    if (method === 'win_rate') {
      const rate = (yield* winRate({ stays }))({ pipeline: key })
      shares.set(key, { method, making: null, of: () => rate })
    } else shares.set(key, { method: 'horizon_share', ...shareWithin(stays, as_of) })
  }
  return { ...model, pipelines: model.pipelines.map((one) => hazards.get(one.key) ?? one), sizes, shares }
}

/** Shares by the days ahead, each counted once. Where no window of so many days is over yet there is none. */
function shareWithin(stays: readonly Stay[], origin: number): Pick<Share, 'making' | 'of'> {
  const known = new Map<number, (stage: string) => number | undefined>()
  const { from: recorded_from } = spanOf(stays)
  function* making(horizon: number): InPieces<void> {
    if (!known.has(horizon)) known.set(horizon, yield* stageShares({ stays, origin, horizon, recorded_from }))
  }
  return {
    making,
    of({ stage }, horizon) {
      atOnce(making(horizon))
      return known.get(horizon)?.(stage) ?? null
    },
  }
}
