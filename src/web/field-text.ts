import { compactMoney, shortDay } from './format.ts'
import type { Field, Money } from './wire.ts'
import { i18n } from './words.ts'

/** The value of a field as a person reads it. */
export function fieldText(value: unknown, field: Pick<Field, 'type' | 'options'> | undefined): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? i18n.t('Yes') : i18n.t('No')
  if (typeof value === 'object' && 'amount' in value) return compactMoney(value as Money)
  if (field?.type === 'date') return shortDay(String(value), '')
  return field?.options.find(({ key }) => key === value)?.label ?? String(value)
}
