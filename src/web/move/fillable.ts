import type { DealPatch } from '../api.ts'
import type { Field, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

/** The field that a criterion names: one of the pipeline's, or one of the deal's own that a move may fill in. */
export const fieldNamed = (pipeline: Pipeline | undefined, key: string | null): Field | undefined =>
  pipeline?.fields.find((field) => field.subject === 'deal' && field.key === key) ??
  ownFields().find((field) => field.key === key)

/** Values as a patch of the deal wants them: its own beside the rest, which stand under `fields`. */
export function patchOf(values: Record<string, unknown>): DealPatch {
  const own = new Set(ownFields().map(({ key }) => key))
  const entries = Object.entries(values)
  const fields = entries.filter(([key]) => !own.has(key))
  return {
    ...Object.fromEntries(entries.filter(([key]) => own.has(key))),
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
  }
}

const ownFields = (): Field[] => [
  own('amount', 'money', i18n.t('Amount')),
  own('close_date', 'date', i18n.t('Close date')),
  own('next_step', 'text', i18n.t('Next step')),
  own('source', 'text', i18n.t('Source')),
]

const own = (key: string, type: Field['type'], label: string): Field => ({
  key,
  type,
  label,
  subject: 'deal',
  options: [],
  required_from: null,
  read: null,
  write: null,
})
