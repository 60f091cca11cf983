import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { FieldSubject, FieldType, LibraryField } from '../fields/index.ts'
import type { Definition, FieldUse } from './definition.ts'

export type { LibraryField }

/** What a deal has of its own; a gate may ask for these as for a field, and no field may take their names. */
export const ownFields: Record<string, { label: string; type: FieldType }> = {
  name: { label: 'Name', type: 'text' },
  amount: { label: 'Amount', type: 'money' },
  close_date: { label: 'Close date', type: 'date' },
  owner: { label: 'Owner', type: 'person' },
  account: { label: 'Account', type: 'text' },
  partner: { label: 'Partner', type: 'text' },
  source: { label: 'Source', type: 'text' },
  next_step: { label: 'Next step', type: 'text' },
}

export type FieldConflict = { index: number; part: 'key' | 'type' | 'options'; message: string; remedy: string }

/**
 * Fits a definition's fields into the library: `fields` are those the pipeline uses, `added` those the library did
 * not have. A type never changes, since older deals hold values of the old one.
 */
export function fieldsOf(
  definition: Pick<Definition, 'fields'>,
  library: LibraryField[],
): Decision<{ fields: LibraryField[]; added: LibraryField[] }> {
  const conflicts = definition.fields.flatMap((use, index) => conflictsOf(use, index, library))
  if (conflicts.length > 0) return refuse('fields-conflict', 'The fields do not fit the library.', { conflicts })
  const fields = definition.fields.map((use) => inLibrary(use, library) ?? declared(use))
  return accept({ fields, added: fields.filter((field) => !inLibrary(field, library)) })
}

const inLibrary = (use: { key: string; subject: FieldSubject }, library: LibraryField[]) =>
  library.find((field) => field.key === use.key && field.subject === use.subject)

const declared = ({ key, subject, label, type, options }: FieldUse): LibraryField => ({
  key,
  subject,
  label: label ?? key,
  type: type ?? 'text',
  options: options ?? [],
})

function conflictsOf(use: FieldUse, index: number, library: LibraryField[]): FieldConflict[] {
  const conflict = (part: FieldConflict['part'], message: string, remedy: string): FieldConflict[] => [
    { index, part, message, remedy },
  ]
  if (use.subject === 'deal' && Object.hasOwn(ownFields, use.key))
    return conflict('key', `Every deal has ${use.key} of its own.`, 'Leave this field out, or choose another key.')

  const known = inLibrary(use, library)
  if (!known && use.type === undefined)
    return conflict('key', `The library has no field ${use.key} of the ${use.subject}.`, declareIt)
  if (!known || use.type === undefined) return []
  if (known.type !== use.type)
    return conflict('type', `${use.key} is of type ${known.type} in the library.`, 'Use that type or another key.')

  const missing = (use.options ?? []).filter(({ key }) => !known.options.some((option) => option.key === key))
  if (missing.length === 0) return []
  const names = missing.map(({ key }) => key).join(', ')
  return conflict('options', `The library's ${use.key} has no option ${names}.`, 'Add it to the library first.')
}

const declareIt = 'Declare it here with label and type, or define it in the library first.'
