import { z } from 'zod'
import { invalid } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, minorOf } from '../../values/money.ts'
import { Page, pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { agedStates } from '../ageing/index.ts'
import { categories, outcomes } from '../ledger/index.ts'
import { Deal } from './deal.ts'

/** An amount to compare with, in whole units of the currency that is named. */
const Bound = z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, 'expected an amount such as 1000 or 1000.50')

const latest = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a > b ? a : (b ?? a)
const earliest = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a < b ? a : (b ?? a)

/** A person, or the one who asks. */
export const Owner = z.union([z.literal('me'), Id('per')], 'expected me or the id of a person')

/** What a list of deals may be asked for. */
export const query = {
  pipeline: z.string().max(100).optional(),
  stage: z.string().max(100).optional(),
  owner: Owner.optional(),
  account_id: Id('acc').optional(),
  category: z.enum(categories).optional(),
  outcome: z.enum(['open', ...outcomes, 'any']).default('open'),
  q: Line(200).optional(),
  close_from: DaySchema.optional(),
  close_before: DaySchema.optional(),
  close_date_gte: DaySchema.optional(),
  close_date_lt: DaySchema.optional(),
  /** Of deals in this currency; amounts in others cannot be compared with a number. */
  currency: CurrencySchema.optional(),
  amount_gte: Bound.optional(),
  amount_lt: Bound.optional(),
  closed_from: InstantSchema.optional(),
  closed_before: InstantSchema.optional(),
  owed: z.literal('true').optional(),
  /** Long in their stage (`flagged`: slow or stuck), or waiting for a day. */
  ageing: z.enum(agedStates).optional(),
  sort: z
    .enum(['created', '-created', 'close_date', '-close_date', 'amount', '-amount', 'updated', '-updated'])
    .default('-created'),
  count: z.literal('exact').optional(),
  ...pageQuery(z.tuple([z.string().max(100), Id('deal')])),
}
export const Query = z.strictObject(query)

/** `count` where it was asked for: how many there are on all pages. */
export const DealPage = Page(Deal).extend({ count: z.int().optional() }).meta({ id: 'DealPage' })

type Bounds = Pick<
  z.output<typeof Query>,
  'amount_gte' | 'amount_lt' | 'close_date_gte' | 'close_date_lt' | 'close_from' | 'close_before' | 'currency'
>

/** Both spellings of the days as one span, and amounts in minor units of the currency that was named. */
export function boundsOf<A extends Bounds>({ amount_gte, amount_lt, close_date_gte, close_date_lt, ...rest }: A) {
  if (rest.currency === undefined && (amount_gte ?? amount_lt) !== undefined)
    throw invalid('/currency', 'missing', 'amounts are compared in one currency; say which, such as currency=EUR')
  const inMinor = (amount: string | undefined) => {
    const { currency = '' } = rest
    return amount === undefined ? undefined : String(minorOf({ amount, currency }))
  }
  return {
    ...rest,
    close_from: latest(rest.close_from, close_date_gte),
    close_before: earliest(rest.close_before, close_date_lt),
    amount_gte: inMinor(amount_gte),
    amount_lt: inMinor(amount_lt),
  }
}
