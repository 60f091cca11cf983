import type { Calendar } from '../../client/schema.ts'
import { i18n } from '../words.ts'

export const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type WeekDay = (typeof weekDays)[number]
type DayHours = Calendar['hours'][WeekDay]

export const dayNames = (): Record<WeekDay, string> => ({
  monday: i18n.t('Monday'),
  tuesday: i18n.t('Tuesday'),
  wednesday: i18n.t('Wednesday'),
  thursday: i18n.t('Thursday'),
  friday: i18n.t('Friday'),
  saturday: i18n.t('Saturday'),
  sunday: i18n.t('Sunday'),
})

/** The hours of a day as they are typed: `09:00–12:00, 13:00–17:00`. */
export const hoursText = (hours: DayHours): string => hours.map(({ from, to }) => `${from}–${to}`).join(', ')

/** What somebody typed as the wire wants it; `9-17` is read too. What is no time stays as it is, and is refused by name. */
export const typedHours = (text: string): DayHours =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [from = '', to = ''] = part.split(/\s*[-–—]\s*/)
      return { from: clockOf(from), to: clockOf(to) }
    })

function clockOf(text: string): string {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text.trim()) ?? []
  return hour === undefined ? text : `${hour.padStart(2, '0')}:${minute}`
}
