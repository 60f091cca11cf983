import { z } from 'zod'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { DaySchema } from '../../values/instant.ts'
import { type Money, MoneySchema, minorOf } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { type FieldValues, mergedFields } from '../fields/index.ts'
import type { DealState } from '../ledger/index.ts'
import { ownFields } from '../pipelines/index.ts'

/** What of its own a deal may be given with a move. */
export type OwnValues = {
  amount?: Money | null
  close_date?: string | null
  next_step?: string | null
  source?: string | null
}
/** Values that were checked: the deal's own, and those of the library's fields. */
export type GivenValues = { own: OwnValues; fields: FieldValues }

const schemas: Record<keyof OwnValues, z.ZodType> = {
  amount: MoneySchema.nullable(),
  close_date: DaySchema.nullable(),
  next_step: Line(500).nullable(),
  source: Line(200).nullable(),
}

/**
 * Takes the deal's own values out of what a move brings along; the rest is for the library to check. A move settles no
 * name, owner, account or partner: those have rules of their own.
 */
export function splitGiven(
  given: Record<string, unknown> | undefined,
): Decision<{ own: OwnValues; rest: Record<string, unknown> }> {
  const entries = Object.entries(given ?? {})
  const read = entries
    .filter(([key]) => Object.hasOwn(ownFields, key))
    .map(([key, value]) => ({ key, result: schemas[key as keyof OwnValues]?.safeParse(value) }))
  const errors = read.flatMap(({ key, result }) => (result?.success ? [] : [faultOf(key, result?.error)]))
  if (errors.length > 0) return refuse('fields-invalid', errors[0]?.detail ?? '', { errors })
  return accept({
    own: Object.fromEntries(read.map(({ key, result }) => [key, result?.data])) as OwnValues,
    rest: Object.fromEntries(entries.filter(([key]) => !Object.hasOwn(ownFields, key))),
  })
}

function faultOf(key: string, error: z.ZodError | undefined) {
  const label = ownFields[key]?.label ?? key
  const detail = error
    ? `${label}: ${error.issues[0]?.message ?? 'not accepted'}.`
    : `${label} is not changed by a move; change it on the deal first.`
  return { pointer: `/fields/${key}`, code: key, detail }
}

/** The deal with the values filled in. */
export function withValues(deal: DealState, { own, fields }: GivenValues): DealState {
  const { amount, ...rest } = own
  const money =
    amount === undefined
      ? {}
      : amount === null
        ? { amount_minor: null }
        : { amount_minor: minorOf(amount), currency: amount.currency }
  return { ...deal, ...rest, ...money, fields: mergedFields(deal.fields as FieldValues, fields) }
}
