import type { AnswerOf, InputOf } from '../../../client/client.ts'
import { exactMoment, percent } from '../../format.ts'
import { i18n } from '../../words.ts'
import { methodNames, windowsOf } from './accuracy-words.ts'

export type MethodInUse = AnswerOf<'forecast_methods.list'>['data'][number]
export type Choosable = InputOf<'forecast_methods.set'>['method']

/** Whose word it is that a pipeline goes by its method, and why. */
export function whyWords({ chosen_by, reason, set_by, valid_from, record }: MethodInUse): string {
  if (chosen_by === 'person')
    return i18n.t('{name} chose it on {moment}: {reason}', {
      name: set_by?.name ?? i18n.t('somebody'),
      moment: valid_from === null ? '–' : exactMoment(valid_from),
      reason: reason ?? '–',
    })
  if (chosen_by === 'record' && record)
    return i18n.t('by the record: {share} nearer to what came than the model, {days} days ahead, {windows}', {
      share: percent(Math.abs(record.against_model)),
      days: record.horizon_days,
      windows: windowsOf(record.windows),
    })
  return i18n.t('as usual: the record speaks for no other')
}

/** What the record says where somebody chose otherwise; null where they are of one mind, or it is silent. */
export function recordWords({ chosen_by, method, record }: MethodInUse): string | null {
  if (chosen_by !== 'person') return null
  const spoken = record?.method ?? 'model'
  return spoken === method
    ? null
    : i18n.t('Left to the record, it would be: {method}', { method: methodNames()[spoken] })
}

/** What leaving it to the record would come to now. */
export const recordHint = ({ record }: MethodInUse): string =>
  i18n.t('{method}, until a backtest finds another clearly better', {
    method: methodNames()[record?.method ?? 'model'],
  })

export const chosenWords = (name: string, method: Choosable): string =>
  method === 'automatic'
    ? i18n.t('{name}: left to the record', { name })
    : i18n.t('{name}: chances by {method}', { name, method: methodNames()[method] })
