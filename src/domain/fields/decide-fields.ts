import { z } from 'zod'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { Id } from '../../values/id.ts'
import { DaySchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { Prose } from '../../values/text.ts'
import type { FieldSubject, FieldType, FieldValue, FieldValues, LibraryField } from './field.ts'

export type FieldFault = { pointer: string; code: string; detail: string }

/**
 * Checks values for the fields of a subject by the workspace's library, all faults at once (`details.errors`). A null
 * stays in the answer, since it clears. That a person named is one of the workspace is for the caller to look up.
 */
export function checkFields(
  library: readonly LibraryField[],
  subject: FieldSubject,
  given: Record<string, unknown>,
): Decision<FieldValues> {
  const own = library.filter((field) => field.subject === subject)
  const read = Object.entries(given).map(([key, value]) => readValue(own, subject, key, value))
  const errors = read.flatMap((one) => ('fault' in one ? [one.fault] : []))
  if (errors.length > 0) return refuse('fields-invalid', sentence(errors), { errors })
  return accept(Object.fromEntries(read.flatMap((one) => ('fault' in one ? [] : [[one.key, one.value]]))))
}

/** The values of a subject after a change: what is null is empty from then on. */
export function mergedFields(current: FieldValues, change: FieldValues): Record<string, Exclude<FieldValue, null>> {
  const entries = Object.entries({ ...current, ...change })
  return Object.fromEntries(entries.filter((entry): entry is [string, Exclude<FieldValue, null>] => entry[1] !== null))
}

/** The people that these values name, to look up; by field. */
export function peopleIn(
  library: readonly LibraryField[],
  subject: FieldSubject,
  values: FieldValues,
): { key: string; person_id: string }[] {
  const keys = new Set(
    library.filter((field) => field.subject === subject && field.type === 'person').map((f) => f.key),
  )
  return Object.entries(values).flatMap(([key, value]) =>
    keys.has(key) && typeof value === 'string' ? [{ key, person_id: value }] : [],
  )
}

type Read = { key: string; value: FieldValue } | { fault: FieldFault }

function readValue(own: LibraryField[], subject: FieldSubject, key: string, value: unknown): Read {
  const pointer = pointerOf(key)
  const field = own.find((candidate) => candidate.key === key)
  if (!field) {
    const detail = `The library has no field "${key.slice(0, 60)}" of the ${subject}. ${remedyForName(key, keysOf(own))}`
    return { fault: { pointer, code: 'unknown', detail } }
  }
  if (value === null) return { key, value }
  const read = schemaOf(field).safeParse(value)
  if (read.success) return { key, value: read.data as FieldValue }
  const [issue] = read.error.issues
  return { fault: { pointer, code: field.type, detail: `${field.label}: ${issue?.message ?? 'not accepted'}` } }
}

export const pointerOf = (key: string): string => `/fields/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

const keysOf = (fields: LibraryField[]) => fields.map(({ key }) => key)

function schemaOf(field: LibraryField): z.ZodType {
  if (field.type === 'choice') return choice(field)
  return schemas[field.type]
}

const largest = 1e15

const schemas: Record<Exclude<FieldType, 'choice'>, z.ZodType> = {
  text: Prose(10_000),
  number: z
    .number({ error: 'expected a number such as 12.5' })
    .refine((value) => Math.abs(value) <= largest, 'larger than a field can hold'),
  money: z.unknown().superRefine((value, context) => {
    const [issue] = MoneySchema.safeParse(value).error?.issues ?? []
    if (!issue) return
    const whole = 'expected money such as { "amount": "240000.00", "currency": "EUR" }'
    const message = issue.path.length === 0 ? whole : `${issue.path.join('.')}: ${issue.message}`
    context.addIssue({ code: 'custom', message })
  }),
  date: DaySchema,
  boolean: z.boolean({ error: 'expected true or false' }),
  link: z.url({ protocol: /^https?$/, error: 'expected an address that starts with https:// or http://' }).max(2000),
  person: Id('per'),
}

function choice({ options }: LibraryField): z.ZodType {
  const keys = options.map(({ key }) => key)
  const known = keys.slice(0, 40).join(', ')
  return z.unknown().refine((value) => typeof value === 'string' && keys.includes(value), `expected one of: ${known}`)
}

function sentence(errors: FieldFault[]): string {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return `${errors[0]?.detail}${more}`
}
