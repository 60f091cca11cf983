import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { AmountMeasure } from '../pipelines/index.ts'
import { type Line, periodsPerYear } from './amounts.ts'

export type Term = { period: 'month' | 'quarter' | 'year'; term: number }
export type Priced = Term & { unit_price_minor: bigint; rounding_minor: bigint }

/**
 * The recurring line of one unit that brings exactly an amount (minor units, 0 or more) in the measure that the amount is
 * said in: its price for each period, and what of a whole term does not divide. Refused as `term_uneven` where a year's
 * amount does not, and as `term_one_time` where amounts are of what is sold once.
 */
export function lineOfAmount(amount_minor: bigint, measure: AmountMeasure, { period, term }: Term): Decision<Priced> {
  if (measure === 'one_time')
    return refuse('term_one_time', 'Amounts of this pipeline are of what is sold once; leave the term empty here.')
  const [all, year] = [BigInt(term), periodsPerYear[period]]
  const periods = measure === 'total_contract_value' || all < year ? all : year
  const [unit_price_minor, rest] = [amount_minor / periods, amount_minor % periods]
  if (measure === 'total_contract_value') return accept({ period, term, unit_price_minor, rounding_minor: rest })
  if (rest === 0n) return accept({ period, term, unit_price_minor, rounding_minor: 0n })
  return refuse(
    'term_uneven',
    `The amount of a year does not divide into ${periods} equal parts; bill it by a longer period, such as year.`,
  )
}

/** Whether lines are the same, whoever wrote them down. */
export const sameLine = (a: Kept, b: Kept): boolean =>
  said.every((name) => String(a[name] ?? '') === String(b[name] ?? ''))

type Kept = Line & { product_id: string; starts_on: string | null }
const said = [
  'product_id',
  'kind',
  'quantity',
  'unit_price_minor',
  'period',
  'term',
  'rounding_minor',
  'starts_on',
] as const
