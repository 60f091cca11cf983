import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { notFound, Problem, unwrap } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { readPeople } from '../people/index.ts'
import { decideDeclaration, decideFieldChange } from './decide-declaration.ts'
import { checkFields, peopleIn, pointerOf } from './decide-fields.ts'
import { Field, FieldChange, type FieldSubject, type FieldValues, fieldSubjects, type LibraryField } from './field.ts'
import * as store from './store.ts'

export const listFields = operation({
  name: 'fields.list',
  http: 'GET /fields',
  access: 'pipelines:read',
  effect: 'read',
  summary: "The workspace's library of fields on deals, accounts and contacts",
  input: z.strictObject({ subject: z.enum(fieldSubjects).optional() }),
  output: z.object({ data: z.array(Field) }),
  async run({ tx, workspace_id }, { subject }) {
    const library = await store.readLibrary(tx, workspace_id)
    return { data: library.filter((field) => subject === undefined || field.subject === subject) }
  },
})

export const updateField = operation({
  name: 'fields.update',
  http: 'PATCH /fields/{subject}/{key}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Give a field another label, or a choice more options',
  input: FieldChange,
  output: Field,
  async run({ tx, workspace_id, record, unchanged }, { subject, key, ...patch }) {
    const before = await store.lockField(tx, workspace_id, subject, key)
    if (!before) throw notFound('field')
    const after = unwrap(decideFieldChange(before, patch))
    const difference = differenceOf(before, after)
    if (difference === null) {
      unchanged()
      return before
    }
    await store.updateField(tx, workspace_id, after)
    record({ type: 'field.updated', subject: `${subject}.${key}`, version: 1, data: difference })
    return after
  },
})

/** Adds the fields that the library lacks; refuses a known one of another type (409 `field-exists`). */
export async function declareFields(
  { tx, workspace_id, now, record }: Context,
  fields: readonly LibraryField[],
): Promise<LibraryField[]> {
  const added = unwrap(decideDeclaration(await store.readLibrary(tx, workspace_id), fields))
  await store.insertFields(tx, workspace_id, added, now)
  for (const field of added)
    record({ type: 'field.declared', subject: `${field.subject}.${field.key}`, version: 1, data: { after: field } })
  return added
}

/** The given values checked by the library, people included. Throws 400 naming every field that does not hold. */
export async function acceptFields(
  { tx, workspace_id }: Pick<Context, 'tx' | 'workspace_id'>,
  subject: FieldSubject,
  given: Record<string, unknown> | undefined,
): Promise<FieldValues> {
  if (given === undefined || Object.keys(given).length === 0) return {}
  const library = await store.readLibrary(tx, workspace_id)
  const people = async () => new Set((await readPeople(tx, workspace_id)).map(({ id }) => id))
  const checked = checkedBy(library, subject, given)
  return peopleIn(library, subject, checked).length === 0
    ? checked
    : withoutStrangers(library, subject, checked, await people())
}

export type Known = { library: LibraryField[]; people: ReadonlySet<string> }

/** As `acceptFields`, for many of them: by a library and people that were read once. */
export function acceptKnownFields({ library, people }: Known, subject: FieldSubject, given: Given): FieldValues {
  if (given === undefined || Object.keys(given).length === 0) return {}
  return withoutStrangers(library, subject, checkedBy(library, subject, given), people)
}

type Given = Record<string, unknown> | undefined

function checkedBy(library: LibraryField[], subject: FieldSubject, given: Record<string, unknown>): FieldValues {
  const checked = checkFields(library, subject, given)
  if (checked.ok) return checked.value
  throw new Problem('invalid', checked.refusal.message, 'fields-invalid', checked.refusal.details)
}

function withoutStrangers(
  library: LibraryField[],
  subject: FieldSubject,
  values: FieldValues,
  people: ReadonlySet<string>,
): FieldValues {
  const named = peopleIn(library, subject, values)
  const strangers = named.filter(({ person_id }) => !people.has(person_id))
  if (strangers.length === 0) return values
  const detail = 'There is no such person in this workspace.'
  const errors = strangers.map(({ key }) => ({ pointer: pointerOf(key), code: 'person', detail }))
  throw new Problem('invalid', detail, 'fields-invalid', { errors })
}
