import { i18n } from './words.ts'
import type { Day, Instant, Money } from './wire.ts'

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>()

/** `€1.25M`: for cards and headings; widths vary by language, so nothing may be laid out on a fixed width. */
export function compactMoney(money: Money): string {
  const digits = Math.abs(Number(money.amount)) >= 1000 ? 3 : 2
  return moneyFormat(money.currency, { notation: 'compact', maximumSignificantDigits: digits }).format(
    Number(money.amount),
  )
}

/** `€1,250,000.00`, exact: the decimal text goes to Intl as text, so no cent is lost to a float. */
export const exactMoney = (money: Money): string =>
  moneyFormat(money.currency, {}).format(money.amount as unknown as number)

export const oneDecimal = (value: number): string => numberFormat({ maximumFractionDigits: 1 }).format(value)

/** A number given as decimal text, with all its decimals. */
export const exactNumber = (value: string): string =>
  numberFormat({ maximumFractionDigits: 20 }).format(value as unknown as number)

export const wholeNumber = (value: number): string => numberFormat({ maximumFractionDigits: 0 }).format(value)

/** A share of one as `47%`; very small and very large shares never read as never or always. */
export function percent(share: number): string {
  const format = numberFormat({ style: 'percent', maximumFractionDigits: 0 })
  if (share > 0 && share < 0.005) return `< ${format.format(0.01)}`
  if (share < 1 && share > 0.995) return `> ${format.format(0.99)}`
  return format.format(share)
}

/** A share that is a fact and no estimate, to the last hundredth of a per cent. */
export const exactPercent = (share: number): string =>
  numberFormat({ style: 'percent', maximumFractionDigits: 2 }).format(share)

/** `12 Dec`, with the year when it is not this one. */
export function shortDay(day: Day | Instant, now: Instant): string {
  const year = day.slice(0, 4) === now.slice(0, 4) ? {} : { year: 'numeric' as const }
  return dateFormat({ day: 'numeric', month: 'short', ...year, timeZone: 'UTC' }).format(Date.parse(day.slice(0, 10)))
}

/** `24 Nov 2026, 14:02` in the time zone of the reader. */
export const exactMoment = (instant: Instant): string =>
  dateFormat({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
    Date.parse(instant),
  )

export const clock = (instant: Instant): string =>
  dateFormat({ hour: '2-digit', minute: '2-digit' }).format(Date.parse(instant))

/** Whole days, `18 days`; less than one reads `today`'s length, `under a day`. */
export function days(count: number): string {
  if (count < 1) return i18n.t('under a day')
  return numberFormat({ style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 }).format(count)
}

export const shortDays = (count: number): string =>
  numberFormat({ style: 'unit', unit: 'day', unitDisplay: 'narrow', maximumFractionDigits: 0 }).format(count)

/** `3 days ago`, `in 2 hr.`: short enough for a column. */
export function ago(instant: Instant, now: Instant): string {
  const seconds = (Date.parse(instant) - Date.parse(now)) / 1000
  const format = relativeFormat()
  const size = Math.abs(seconds)
  if (size < 60) return i18n.t('just now')
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour')
  return format.format(Math.round(seconds / 86_400), 'day')
}

/** Days from one moment or day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

export const initials = (name: string): string =>
  name
    .split(/[\s.@-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .join('')

const moneyFormat = (currency: string, options: Intl.NumberFormatOptions) =>
  numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...options })

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(`n${JSON.stringify(options)}`, () => new Intl.NumberFormat(i18n.locale || 'en', options))
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // British order for English: the day before the month reads the same in Jakarta and Berlin.
  const locale = i18n.locale === 'en' || !i18n.locale ? 'en-GB' : i18n.locale
  return kept(`d${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options))
}

const relativeFormat = () =>
  kept('r', () => new Intl.RelativeTimeFormat(i18n.locale || 'en', { numeric: 'auto', style: 'short' }))

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: () => T) {
  const whole = `${i18n.locale}:${key}`
  const found = cache.get(whole) as T | undefined
  if (found) return found
  const made = make()
  cache.set(whole, made)
  return made
}
