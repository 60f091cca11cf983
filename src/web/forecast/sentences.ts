import { compactMoney, percent } from '../format.ts'
import { minus, sizeOf } from '../money.ts'
import type { ForecastPart, Money, PipelineForecast } from '../wire.ts'
import { i18n } from '../words.ts'

/** Nothing is open any more that could close in the period: what is won is what it brought. */
export const isOver = ({ p10, p50, p90, closed }: ForecastPart): boolean =>
  p10 !== null && p10.amount === p90?.amount && p50?.amount === closed.amount

/** The finding about a period in one sentence: how far the likely end, or the end, is from the quota. */
export function findingOf(part: ForecastPart, period: string): string {
  const { p50, quota } = part
  if (isOver(part)) return endOf(part, period)
  if (!p50) return i18n.t('There is not enough history for a forecast of {period}', { period })
  if (!quota) return i18n.t('{period} will likely end at {amount}', { period, amount: compactMoney(p50) })
  const gap = minus(p50, quota)
  if (!gap || sizeOf(gap) === 0) return i18n.t('{period} will likely end at the quota', { period })
  const amount = compactMoney(absolute(gap))
  return sizeOf(gap) < 0
    ? i18n.t('{period} will likely end {amount} below the quota', { period, amount })
    : i18n.t('{period} will likely end {amount} above the quota', { period, amount })
}

function endOf({ closed, quota }: ForecastPart, period: string): string {
  const gap = quota && minus(closed, quota)
  if (!gap) return i18n.t('{period} ended at {amount}', { period, amount: compactMoney(closed) })
  const amount = compactMoney(absolute(gap))
  return sizeOf(gap) < 0
    ? i18n.t('{period} ended {amount} below the quota', { period, amount })
    : i18n.t('{period} ended {amount} above the quota', { period, amount })
}

/** Low and high as a person reads them; null without a forecast, and of a period that is over. */
export const spanOf = (part: ForecastPart): string | null =>
  part.p10 && part.p90 && !isOver(part)
    ? i18n.t('low {low}, high {high}: 8 of 10 such quarters end between them', {
        low: compactMoney(part.p10),
        high: compactMoney(part.p90),
      })
    : null

export const chanceOf = (part: ForecastPart): string | null => {
  const { chance, quota, closed } = part
  if (!quota) return null
  if (isOver(part))
    return sizeOf(closed) < sizeOf(quota)
      ? i18n.t('The quota of {quota} was missed', { quota: compactMoney(quota) })
      : i18n.t('The quota of {quota} was reached', { quota: compactMoney(quota) })
  return chance === null
    ? null
    : i18n.t('{chance} chance to reach the quota of {quota}', { chance: percent(chance), quota: compactMoney(quota) })
}

/** Which pipeline makes the total uncertain. */
export function spreadFinding(pipelines: PipelineForecast[], nameOf: (key: string) => string): string {
  const widths = pipelines.map((part) => ({ key: part.pipeline, width: sizeOf(part.p90) - sizeOf(part.p10) }))
  const all = widths.reduce((sum, { width }) => sum + width, 0)
  const [widest] = widths.toSorted((left, right) => right.width - left.width)
  const [largest] = pipelines.toSorted((left, right) => sizeOf(right.closed) - sizeOf(left.closed))
  if (largest && sizeOf(largest.closed) > 0 && pipelines.every(isOver))
    return i18n.t('{name} brought the most', { name: nameOf(largest.pipeline) })
  if (!widest || all <= 0) return i18n.t('No pipeline has a forecast yet')
  const name = nameOf(widest.key)
  if (widths.length === 1) return i18n.t('{name} is the only pipeline', { name })
  return widest.width / all > 0.5
    ? i18n.t('{name} carries most of the uncertainty', { name })
    : i18n.t('{name} carries the largest part of the uncertainty', { name })
}

/** Shown beside the pipelines' likely values, which a reader would else add up. */
export function notAddingUp(total: ForecastPart, pipelines: PipelineForecast[]): string | null {
  const sum = pipelines.reduce((all, part) => all + sizeOf(part.p50), 0)
  if (!total.p50 || sum === 0) return null
  const added = compactMoney({ amount: String(sum), currency: total.p50.currency })
  if (added === compactMoney(total.p50))
    return i18n.t('Expected values add up over pipelines. Low, likely and high do not.')
  return i18n.t(
    'Expected values add up over pipelines. Low, likely and high do not: the likely values add up to {added}, the total is likely {total}.',
    { added, total: compactMoney(total.p50) },
  )
}

/** What a reader must know about a line of the forecast. */
export function notesOf(part: ForecastPart): string[] {
  const { note, open_without_amount, unconverted } = part
  return [
    ...(note ? [note] : []),
    ...(open_without_amount > 0 && !isOver(part)
      ? [
          i18n.t(
            '{count, plural, one {# open deal has no amount yet and counts with what a win here brings} other {# open deals have no amount yet and count with what a win here brings}}',
            { count: open_without_amount },
          ),
        ]
      : []),
    ...(unconverted.length > 0
      ? [i18n.t('no rate for {amounts}: left out', { amounts: unconverted.map(compactMoney).join(', ') })]
      : []),
  ]
}

/** Closed won over quota, and nothing else. */
export const attainmentOf = ({ closed, quota }: ForecastPart): number | null =>
  sizeOf(quota) > 0 ? sizeOf(closed) / sizeOf(quota) : null

/** Open value over what is still missing to the quota; null when nothing is missing. */
export function coverageOf({ open_value, quota, closed }: ForecastPart): number | null {
  const missing = sizeOf(quota) - sizeOf(closed)
  return quota && missing > 0 ? sizeOf(open_value) / missing : null
}

const absolute = (money: Money): Money => ({ ...money, amount: money.amount.replace(/^-/, '') })
