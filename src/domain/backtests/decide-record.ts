import type { Method } from '../../stats/backtest/history.ts'
import { independentOrigins } from '../../stats/backtest/origins.ts'

/** A method's CRPS at every origin of one scope and horizon. */
export type Tried = { method: Method; losses: ReadonlyMap<number, number> }

export const verdicts = ['model_best', 'model_not_beaten', 'other_better', 'too_few_windows', 'too_few_deals'] as const

export type Decided = {
  verdict: (typeof verdicts)[number]
  /** The method that a forecast should be made by here. */
  method: Method
  /** The method with the lowest CRPS; null where none was tried. */
  best: Method | null
}

/** Fewer windows that do not overlap say nothing for sure. */
export const fewestWindows = 6
/** Whoever is to take the place of the model has a CRPS lower by this share. */
export const leastGain = 0.05
export const enoughDeals = 30

/**
 * The method that earned its place in a scope: the model, unless another one has the lowest CRPS, lower by at least a
 * twentieth over all origins, and was also ahead at those origins whose windows do not overlap, by more than luck: the
 * mean of the differences over its standard error is past the 99 % quantile of Student's t, one-sided, which leaves a
 * chance of some 8 % that any of eight methods without merit takes the place.
 */
export function decideRecord(
  tried: readonly Tried[],
  { horizon, closed }: { horizon: number; closed: number },
): Decided {
  const ranked = tried
    .filter(({ losses }) => losses.size > 0)
    .map((one) => ({ ...one, mean: meanOf([...one.losses.values()]) }))
    .toSorted((a, b) => a.mean - b.mean)
  const [best] = ranked
  const model = ranked.find(({ method }) => method === 'model')
  const stays = (verdict: Decided['verdict']): Decided => ({ verdict, method: 'model', best: best?.method ?? null })
  if (closed < enoughDeals) return stays('too_few_deals')
  if (best === undefined || model === undefined) return stays('too_few_windows')
  const windows = independentOrigins([...model.losses.keys()], horizon)
  if (windows.length < fewestWindows) return stays('too_few_windows')
  if (best.method === 'model') return stays('model_best')
  if (best.mean > (1 - leastGain) * model.mean) return stays('model_not_beaten')
  const gains = windows.map((origin) => (model.losses.get(origin) ?? 0) - (best.losses.get(origin) ?? 0))
  if (!isMoreThanLuck(gains)) return stays('model_not_beaten')
  return { verdict: 'other_better', method: best.method, best: best.method }
}

function isMoreThanLuck(gains: readonly number[]): boolean {
  const mean = meanOf(gains)
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1)
  return mean > tQuantile99(gains.length - 1) * Math.sqrt(variance / gains.length) && mean > 0
}

/** Abramowitz and Stegun 26.7.5, within 2 % from five degrees of freedom on. */
function tQuantile99(degrees: number): number {
  const z = 2.326347874
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  return z + first / degrees + second / degrees ** 2
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
