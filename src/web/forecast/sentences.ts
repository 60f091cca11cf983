import { compactMoney, percent } from '../format.ts'
import { minus, sizeOf } from '../money.ts'
import type { ForecastPart, Money, PipelineForecast } from '../wire.ts'
import { i18n } from '../words.ts'

/** The finding about a period in one sentence: how far the likely end is from the quota. */
export function findingOf({ p50, quota }: ForecastPart, period: string): string {
  if (!p50) return i18n.t('There is not enough history for a forecast of {period}', { period })
  if (!quota) return i18n.t('{period} will likely end at {amount}', { period, amount: compactMoney(p50) })
  const gap = minus(p50, quota)
  if (!gap || sizeOf(gap) === 0) return i18n.t('{period} will likely end at the quota', { period })
  const amount = compactMoney(absolute(gap))
  return sizeOf(gap) < 0
    ? i18n.t('{period} will likely end {amount} below the quota', { period, amount })
    : i18n.t('{period} will likely end {amount} above the quota', { period, amount })
}

/** Low and high as a person reads them; null without a forecast. */
export const spanOf = ({ p10, p90 }: ForecastPart): string | null =>
  p10 && p90
    ? i18n.t('low {low}, high {high}: 8 of 10 such quarters end between them', {
        low: compactMoney(p10),
        high: compactMoney(p90),
      })
    : null

export const chanceOf = ({ chance, quota }: ForecastPart): string | null =>
  chance === null || !quota
    ? null
    : i18n.t('{chance} chance to reach the quota of {quota}', { chance: percent(chance), quota: compactMoney(quota) })

/** Which pipeline makes the total uncertain. */
export function spreadFinding(pipelines: PipelineForecast[], nameOf: (key: string) => string): string {
  const widths = pipelines.map((part) => ({ key: part.pipeline, width: sizeOf(part.p90) - sizeOf(part.p10) }))
  const all = widths.reduce((sum, { width }) => sum + width, 0)
  const [widest] = widths.toSorted((left, right) => right.width - left.width)
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
  return i18n.t(
    'Expected values add up over pipelines. Low, likely and high do not: the likely values add up to {added}, the total is likely {total}.',
    { added, total: compactMoney(total.p50) },
  )
}

/** What a reader must know about a line of the forecast. */
export function notesOf({ note, open_without_amount, unconverted }: ForecastPart): string[] {
  return [
    ...(note ? [note] : []),
    ...(open_without_amount > 0
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
