import { z } from 'zod'
import { Decimal } from 'decimal.js'

/** Money on the wire and in the code: exact decimal text and an ISO 4217 code. In SQL: bigint minor units. */
export type Money = { amount: string; currency: string }

const known = new Set(Intl.supportedValuesOf('currency'))
/**
 * Decimals by ISO 4217 where there are not two. What `Intl` says is how people write prices: it has none for IDR or HUF,
 * and changes with the version of Node, which would change what is stored in minor units.
 */
const decimals: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}
const digits = new Map(
  Object.entries(decimals).flatMap(([places, codes]) => codes.split(' ').map((code) => [code, Number(places)])),
)

/** Decimals of a currency by ISO 4217: 2 for EUR and IDR, 0 for JPY, 3 for KWD. */
export const digitsOf = (currency: string): number => digits.get(currency) ?? 2

/** `240000.00 EUR` → 24000000n. Throws on more decimals than the currency has: the schema refuses those first. */
export function minorOf({ amount, currency }: Money): bigint {
  const places = digitsOf(currency)
  const negative = amount.startsWith('-')
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  if (fraction.length > places && /[1-9]/.test(fraction.slice(places)))
    throw new RangeError(`${currency} has ${places} decimals`)
  const minor = BigInt(whole + fraction.padEnd(places, '0').slice(0, places))
  return negative ? -minor : minor
}

/** 24000000n, `EUR` → `240000.00 EUR`. */
export function moneyOf(minor: bigint, currency: string): Money {
  const places = digitsOf(currency)
  const text = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0')
  const amount = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`
  return { amount: minor < 0n ? `-${amount}` : amount, currency }
}

/** The 20 digits that it has by itself would round the cents of a large amount away. */
const Precise = Decimal.clone({ precision: 80 })

/** Converts at a rate given as exact decimal text (units of `to` for one unit of the money); rounds half to even. */
export function converted(money: Money, to: string, rate: string): Money {
  const value = new Precise(money.amount).times(rate).times(new Precise(10).pow(digitsOf(to)))
  return moneyOf(BigInt(value.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toFixed(0)), to)
}

/** Schema of a currency code on the wire. */
export const CurrencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'expected an ISO 4217 code such as EUR', abort: true })
  .refine((code) => known.has(code), 'not a currency in use; expected an ISO 4217 code such as EUR')

/** Whether an amount can be kept: no more digits than somebody could type in, which a bigint column holds. */
export const isKeepable = (minor: bigint, currency: string): boolean =>
  String(minor).replace('-', '').length <= Math.min(15 + digitsOf(currency), 18)

/** Schema of one amount of money on the wire. Up to 15 digits before the point, so that minor units fit a bigint column. */
export const MoneySchema = z
  .strictObject(
    {
      amount: z
        .string('expected a decimal as text, such as "240000.00"')
        .regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'expected a decimal such as 240000.00'),
      currency: CurrencySchema,
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'expected money such as {"amount": "240000.00", "currency": "EUR"}' : undefined,
    },
  )
  .refine(({ amount, currency }) => fits(amount, currency), {
    path: ['amount'],
    error: 'more decimals than this currency has',
  })
  .meta({ id: 'Money' })

/** Schema of a sum of money on the wire: of any size, since it is only told and never kept. */
export const SumSchema = z
  .strictObject({ amount: z.string().regex(/^-?\d+(\.\d{1,4})?$/), currency: CurrencySchema })
  .meta({ id: 'Sum' })

function fits(amount: string, currency: string): boolean {
  if (!known.has(currency)) return true
  return !/[1-9]/.test((amount.split('.')[1] ?? '').slice(digitsOf(currency)))
}
