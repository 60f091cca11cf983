import { accept, type Decision, refuse } from '../../values/decision.ts'
import { type Day, instantOf, type Instant } from '../../values/instant.ts'
import { digitsOf } from '../../values/money.ts'
import type { DateFormat, Mapping } from './mapping.ts'

export type Format = Mapping['format']

/** A cell with a day, and perhaps a time. `day` is as it is written, `at` that moment; a day alone begins at midnight. */
export type Moment = { at: Instant; day: Day }

/** Reads a day or a moment as the file writes it; ISO 8601 is read whatever the format. */
export function readMoment(text: string, { dates, time_zone }: Format): Decision<Moment> {
  const parts = isoParts(text) ?? partsOf(text, dates)
  if (parts === undefined) return refuse('date', `${quoted(text)} is no day of the form ${dates}.`)
  const { year, month, day, clock, offset } = parts
  const time = clock === undefined ? [0, 0, 0, 0] : timeOf(clock)
  const calendar = Date.UTC(year, month - 1, day)
  const real = new Date(calendar)
  const exists = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day
  if (time === undefined || !exists)
    return refuse('date', `${quoted(text)} is no moment that exists, read as ${dates}.`)
  const [hour = 0, minute = 0, second = 0, millisecond = 0] = time
  const wall = calendar + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
  const at = offset === undefined ? inZone(wall, time_zone) : wall - minutesOf(offset) * 60_000
  return accept({ at: instantOf(at), day: instantOf(calendar).slice(0, 10) })
}

type Parts = { year: number; month: number; day: number; clock: string | undefined; offset: string | undefined }

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/

function isoParts(text: string): Parts | undefined {
  const found = iso.exec(text)
  if (!found) return undefined
  const [, year, month, day, clock, offset] = found
  return { year: Number(year), month: Number(month), day: Number(day), clock, offset }
}

/**
 * `03/10/2016` is in March or in October: only the mapping knows. Another sign between the numbers is another form, and
 * with it perhaps another order: it is refused rather than guessed.
 */
function partsOf(text: string, format: DateFormat): Parts | undefined {
  const found = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?))?$/.exec(
    text,
  )
  if (!found || format === 'iso') return undefined
  const sign = /[./-]/.exec(format)?.[0] ?? ''
  if (text.split(sign).length < 3) return undefined
  const numbers = found.slice(1, 4)
  const order = format.split(/[./-]/).map((part) => part.charAt(0))
  const of = (letter: string) => numbers[order.indexOf(letter)] ?? ''
  if (of('y').length !== 4) return undefined
  return { year: Number(of('y')), month: Number(of('m')), day: Number(of('d')), clock: found[4], offset: undefined }
}

function timeOf(clock: string): [number, number, number, number] | undefined {
  const [, hours = '', minutes = '', seconds = '0', fraction = '', half] =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*([AaPp])?/.exec(clock) ?? []
  const twelve = half === undefined ? undefined : Number(hours) % 12
  const hour = twelve === undefined ? Number(hours) : twelve + (half?.toLowerCase() === 'p' ? 12 : 0)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || (half && Number(hours) > 12)) return undefined
  return [hour, Number(minutes), Number(seconds), Number(fraction.padEnd(3, '0').slice(0, 3))]
}

const minutesOf = (offset: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

/** Milliseconds since 1970 of what a clock on the wall showed in a time zone; an hour that was skipped goes forward. */
function inZone(wall: number, time_zone: string): number {
  if (time_zone === 'UTC') return wall
  const shown = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  return shown.toZonedDateTime(time_zone).epochMilliseconds
}

const largest = 15

/** Reads an amount as people write it (`1,054`, `€ 1.054,00`, `1054.00 EUR`) into minor units of its currency. */
export function readAmount(text: string, currency: string, { decimal }: Format): Decision<bigint> {
  const number = plainNumber(text, decimal)
  if (number === undefined)
    return refuse('amount', `${quoted(text)} is no amount with ${quoted(decimal)} before the decimals.`)
  const [whole = '', fraction = ''] = number.replace('-', '').split('.')
  if (whole.length > largest) return refuse('amount', `${quoted(text)} is larger than an amount can be.`)
  const digits = digitsOf(currency)
  if (/[1-9]/.test(fraction.slice(digits)))
    return refuse('amount', `${quoted(text)} has more decimals than ${currency} has.`)
  const minor = BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits))
  return accept(number.startsWith('-') ? -minor : minor)
}

/** A number as text with a point before the decimals; undefined where the cell holds none. */
export function plainNumber(text: string, decimal: Format['decimal']): string | undefined {
  const bare = text
    .replace(/^\p{L}{1,3}\.?(?=[\s\d-])/u, '')
    .replace(/(?<=[\d\s])[A-Z]{3}$/, '')
    .replaceAll(/[\p{Sc}\s']/gu, '')
  const grouping = decimal === ',' ? '.' : ','
  const grouped = new RegExp(`^-?\\d{1,3}(?:\\${grouping}\\d{3})+(?:\\${decimal}\\d+)?$`)
  const plain = new RegExp(`^-?\\d+(?:\\${decimal}\\d*)?$`)
  if (!grouped.test(bare) && !plain.test(bare)) return undefined
  return bare
    .replaceAll(grouping, '')
    .replace(decimal, '.')
    .replace(/\.$/, '')
    .replace(/^(-?)0+(?=\d)/, '$1')
}

const truths: Record<string, boolean> = {
  true: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  '0': false,
}

export const readTruth = (text: string): boolean | undefined => truths[text.toLowerCase()]

/** A cell in a sentence: in quotes, and not all of a novel. */
export const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`
