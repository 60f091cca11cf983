import { accept, type Decision, refuse } from '../../values/decision.ts'
import { type Patch, patched } from '../../values/merge-patch.ts'
import type { LibraryField } from './field.ts'

/**
 * Fits fields into the library and answers those that it lacks. A field never changes its type, since what deals,
 * accounts and contacts already hold is of the old one; and an option that the library lacks would be refused on the
 * first write.
 */
export function decideDeclaration(
  library: readonly LibraryField[],
  wanted: readonly LibraryField[],
): Decision<LibraryField[]> {
  const added: LibraryField[] = []
  for (const field of wanted) {
    const known = [...library, ...added].find(({ subject, key }) => subject === field.subject && key === field.key)
    if (!known) {
      added.push(field)
      continue
    }
    if (known.type !== field.type)
      return refuse(
        'field-exists',
        `The library's ${field.subject} field ${field.key} is of type ${known.type}, not ${field.type}. Use that type or another key.`,
        { field: known },
      )
    const missing = field.options.filter(({ key }) => !known.options.some((option) => option.key === key))
    if (missing.length > 0)
      return refuse(
        'field-exists',
        `The library's ${field.subject} field ${field.key} has no option ${missing.map(({ key }) => key).join(', ')}. Add it there first.`,
        { field: known },
      )
  }
  return accept(added)
}

/** A field with another label or other options. No option goes away: what has been chosen must keep its name. */
export function decideFieldChange(
  field: LibraryField,
  patch: Patch<Pick<LibraryField, 'label' | 'options'>>,
): Decision<LibraryField> {
  const { options } = patch
  if (options === undefined) return accept(patched<LibraryField>(field, patch))
  if (field.type !== 'choice')
    return refuse('field-not-choice', `${field.label} is of type ${field.type}; only a choice has options.`)
  const keys = options.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) return refuse('option-twice', `The option ${twice} is given twice; keys tell options apart.`)
  const dropped = field.options.filter(({ key }) => !keys.includes(key)).map(({ key }) => key)
  if (dropped.length > 0)
    return refuse('option-dropped', `The options ${dropped.join(', ')} may be in use; keep them in the list.`)
  return accept(patched<LibraryField>(field, patch))
}
