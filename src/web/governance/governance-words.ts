import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'
import type { DesignFinding, Upkeep } from './governance-data.ts'

export const lifecycleNames = (): Record<Upkeep['lifecycle'], string> => ({
  draft: i18n.t('Draft'),
  active: i18n.t('Active'),
  sunset: i18n.t('Sunset: no new deals'),
  archived: i18n.t('Archived'),
})

export const severityNames = (): Record<DesignFinding['severity'], string> => ({
  error: i18n.t('Error'),
  warning: i18n.t('Warning'),
  advice: i18n.t('Advice'),
})

export const candidateNames = (): Record<Upkeep['candidates'][number]['what'], string> => ({
  merge: i18n.t('Merge?'),
  sunset: i18n.t('Retire?'),
  archive: i18n.t('Archive?'),
})

/** When a review is due, with how late it is. */
export function dueWords(
  { due_on, days_late }: { due_on: string | null; days_late: number | null },
  now: string,
): string {
  if (due_on === null || days_late === null) return i18n.t('no review due')
  const day = shortDay(due_on, now)
  if (days_late > 0)
    return i18n.t('review due {day}, {n, plural, one {# day} other {# days}} late', { day, n: days_late })
  if (days_late === 0) return i18n.t('review due today')
  return i18n.t('review due {day}, in {n, plural, one {# day} other {# days}}', { day, n: -days_late })
}

/** Overdue is a risk; what is due within two weeks is worth a look. */
export const dueLook = (days_late: number | null): string =>
  days_late !== null && days_late >= 0 ? 'bg-risk-soft text-risk' : 'bg-sunken text-mute'
