import { z } from 'zod'
import { MoneySchema } from '../../values/money.ts'
import { Line, Ours } from '../../values/text.ts'

export const fieldTypes = ['text', 'number', 'money', 'date', 'boolean', 'choice', 'link', 'person'] as const
export type FieldType = (typeof fieldTypes)[number]

export const fieldSubjects = ['deal', 'account', 'contact'] as const
export type FieldSubject = (typeof fieldSubjects)[number]

const Option = z.strictObject({ key: Line(60), label: Line(160) }).meta({ id: 'FieldOption' })

/** A field of the workspace's library. `options` only for a choice. */
export const Field = z
  .object({
    subject: z.enum(fieldSubjects),
    key: Ours,
    label: z.string(),
    type: z.enum(fieldTypes),
    options: z.array(Option),
  })
  .meta({ id: 'Field' })
export type LibraryField = z.infer<typeof Field>

/** A merge patch; key, subject and type of a field never change. */
export const FieldChange = z.strictObject({
  subject: z.enum(fieldSubjects),
  key: z.string().max(60),
  label: Line(120).optional(),
  /** All options in their order. */
  options: z.array(Option).min(1, 'a choice needs options').max(200).optional(),
})

/** What a field may hold; null clears it. A choice holds an option's key, a person an id, a date `YYYY-MM-DD`. */
const FieldValue = z.union([z.string(), z.number(), z.boolean(), MoneySchema]).nullable()
export type FieldValue = z.infer<typeof FieldValue>
export type FieldValues = Record<string, FieldValue>

/** Values as they are kept and answered: those that are not empty, by key. */
export const FieldsSchema = z.record(z.string(), FieldValue.unwrap()).meta({ id: 'Fields' })

const mostGiven = 500

/** Values on their way in; what a field accepts is for the library to say. */
export const GivenFields = z
  .record(z.string(), z.unknown())
  .refine((given) => Object.keys(given).length <= mostGiven, `at most ${mostGiven} fields at once`)
  .meta({ id: 'GivenFields' })
