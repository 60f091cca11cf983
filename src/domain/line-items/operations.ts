import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { isKeepable, minorOf, MoneySchema, moneyOf } from '../../values/money.ts'
import { DealId, lockedDeal, saveChange } from '../ledger/index.ts'
import { type Line, amountsOf } from './amounts.ts'
import { Amounts, LineItem } from './line-item.ts'
import * as store from './store.ts'

const isRounding = (minor: bigint, periods: number) => minor > -BigInt(periods) && minor < BigInt(periods)

const NewLine = z
  .strictObject({
    product_id: Id('prd'),
    kind: z.enum(['one_time', 'recurring']),
    quantity: z.int().min(1).max(1_000_000).default(1),
    unit_price: MoneySchema,
    period: z.enum(['month', 'quarter', 'year']).nullable().default(null),
    term: z.int().min(1).max(600).nullable().default(null),
    /** Of a recurring line whose agreed total does not divide into its periods: what is left over, less than one minor unit a period. */
    rounding: MoneySchema.nullable().default(null),
    /** Of a recurring line: the first day of its term; the day of the win where nothing is said. */
    starts_on: DaySchema.nullable().default(null),
  })
  .refine(({ kind, period, term }) => (kind === 'recurring') === (period !== null && term !== null), {
    path: ['period'],
    error: 'a recurring line needs a period and a term in periods; a one-time line has neither',
  })
  .refine(({ kind, rounding, starts_on }) => kind === 'recurring' || (rounding === null && starts_on === null), {
    path: ['starts_on'],
    error: 'only a recurring line has a rounding and a first day',
  })
  .refine(({ rounding, unit_price }) => rounding === null || rounding.currency === unit_price.currency, {
    path: ['rounding'],
    error: 'expected the currency of the unit price',
  })
  .refine(({ rounding, term }) => rounding === null || isRounding(minorOf(rounding), term ?? 0), {
    path: ['rounding'],
    error: 'expected less than one minor unit for each period; change the unit price instead',
  })
  .meta({ id: 'NewLineItem' })

export const setLineItems = operation({
  name: 'line_items.set',
  http: 'PUT /deals/{deal_id}/line-items',
  access: 'deals:work',
  effect: 'write',
  summary: 'Put these line items in the place of all that a deal has; its amount follows them',
  input: z.strictObject({ deal_id: DealId, deal_version: z.int().min(1).optional(), items: z.array(NewLine).max(200) }),
  output: z
    .object({ data: z.array(LineItem), amounts: Amounts.nullable(), deal_version: z.int() })
    .meta({ id: 'LineItems' }),
  version: ({ deal_version }) => deal_version,
  async run(context, { deal_id, deal_version, items }) {
    const { tx, workspace_id, newId, unchanged } = context
    const deal = await lockedDeal(context, deal_id)
    if (deal_version !== undefined && deal_version !== deal.version)
      throw new Problem(
        'stale',
        `Someone changed this deal meanwhile; it is at version ${deal.version} now.`,
        'deal-changed',
      )
    if (deal.outcome !== null)
      throw new Problem(
        'conflict',
        `This deal is ${deal.outcome}; reopen it before changing its line items.`,
        'deal-closed',
      )
    const currency = items[0]?.unit_price.currency ?? deal.currency
    const foreign = items.findIndex(({ unit_price }) => unit_price.currency !== currency)
    if (foreign >= 0)
      throw invalid(
        `/items/${foreign}/unit_price`,
        'currency',
        `The lines of one deal are in one currency; here ${currency}.`,
      )
    const products = await store.readProductIds(tx, workspace_id)
    const unknown = items.findIndex(({ product_id }) => !products.has(product_id))
    if (unknown >= 0)
      throw invalid(`/items/${unknown}/product_id`, 'unknown', 'There is no such product in this workspace.')

    const lines = items.map(({ unit_price, rounding, ...item }, position) => ({
      ...item,
      rounding_minor: rounding === null ? 0n : minorOf(rounding),
      id: newId('lin'),
      unit_price_minor: minorOf(unit_price),
      position,
    }))
    const amounts = amountsOf(lines)
    if (!Object.values(amounts).every((minor) => isKeepable(minor, currency)))
      throw invalid(
        '/items',
        'too-large',
        'These lines add up to more than can be kept; are quantities and terms right?',
      )
    const earlier = await store.readLines(tx, workspace_id, deal.id)
    if (lines.length === 0 && earlier.length === 0) {
      unchanged()
      return { data: [], amounts: null, deal_version: deal.version }
    }
    await store.replaceLines(tx, workspace_id, deal.id, lines)
    const now = await store.readLines(tx, workspace_id, deal.id)
    // Without lines the amount stays as it was last known, and may be typed in again.
    const amount_minor = lines.length > 0 ? amounts[deal.amount_measure] : deal.amount_minor
    const after = { ...deal, version: deal.version + 1, amount_minor, currency }
    await saveChange(context, {
      before: deal,
      after,
      kind: 'edited',
      type: 'deal.edited',
      also: {
        before: { line_items: linesOf(earlier, deal.currency).data },
        after: { line_items: linesOf(now, currency).data },
      },
    })
    return { ...linesOf(now, currency), deal_version: after.version }
  },
})

/** Line items and what they add up to, as the wire shows them. */
export function linesOf(rows: readonly store.LineRow[], currency: string) {
  const data = rows.map(
    ({ product_id, product_key, product_name, unit_price_minor, rounding_minor, deal_id: _, ...row }) => ({
      ...row,
      product: { id: product_id, key: product_key, name: product_name },
      unit_price: moneyOf(unit_price_minor, currency),
      rounding: rounding_minor === 0n ? null : moneyOf(rounding_minor, currency),
    }),
  )
  if (rows.length === 0) return { data, amounts: null }
  const { total_contract_value, annual, first_year, one_time } = amountsOf(rows satisfies readonly Line[])
  const money = (minor: bigint) => moneyOf(minor, currency)
  const amounts = {
    total_contract_value: money(total_contract_value),
    annual: money(annual),
    first_year: money(first_year),
    one_time: money(one_time),
  }
  return { data, amounts }
}
