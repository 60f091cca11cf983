import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { Line, Ours } from '../../values/text.ts'
import { TimeZoneSchema } from '../people/index.ts'

export const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type WeekDay = (typeof weekDays)[number]

/** Of a day: hours and minutes, up to the midnight at its end. */
const ClockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time such as 09:00')
const Opening = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'ends before it begins; say the later time' })
  .meta({ id: 'Opening' })

/** The hours of one day, one after the other; none on a day that nobody works. */
const DayHours = z
  .array(Opening)
  .max(6, 'at most 6 in a day')
  .refine((openings) => openings.every(({ from }, i) => i === 0 || from >= (openings[i - 1]?.to ?? '')), {
    error: 'they overlap, or do not stand in their order',
  })

export const Hours = z
  .strictObject({
    monday: DayHours.default([]),
    tuesday: DayHours.default([]),
    wednesday: DayHours.default([]),
    thursday: DayHours.default([]),
    friday: DayHours.default([]),
    saturday: DayHours.default([]),
    sunday: DayHours.default([]),
  })
  .refine((hours) => Object.values(hours).some((day) => day.length > 0), 'nobody works on any day; say some hours')
  .meta({ id: 'Hours' })
export type Hours = z.infer<typeof Hours>

/** Whose holidays: a country, or a part of one, as ISO 3166 writes them. */
export const Region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'expected a region such as ID or DE-BE')

export const CalendarKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected a key such as berlin')

const said = {
  name: Line(80),
  time_zone: TimeZoneSchema,
  hours: Hours,
  regions: z
    .array(Region)
    .max(10, 'at most 10 regions')
    .refine((all) => new Set(all).size === all.length, 'names a region twice')
    .default([]),
}

export const Calendar = z
  .object({
    id: Id('cal'),
    key: Ours,
    version: z.int(),
    name: z.string(),
    time_zone: Ours,
    hours: Hours,
    regions: z.array(Ours),
    /** Since when these hours hold. */
    valid_from: InstantSchema,
  })
  .meta({ id: 'Calendar' })
export type Calendar = z.infer<typeof Calendar>

export const NewCalendar = z.strictObject({ calendar: CalendarKey, ...said })

export const Holiday = z
  .object({ region: Ours, day: DaySchema, name: z.string(), valid_from: InstantSchema })
  .meta({ id: 'Holiday' })
export type Holiday = z.infer<typeof Holiday>

export const HolidayQuery = z.strictObject({
  region: Region.optional(),
  from: DaySchema.optional(),
  to: DaySchema.optional(),
  ...pageQuery(z.tuple([DaySchema, z.string().max(6)])),
})

export const NewHolidays = z.strictObject({
  region: Region,
  days: z
    .array(z.strictObject({ day: DaySchema, name: Line(120) }).meta({ id: 'NewHoliday' }))
    .max(400, 'at most 400 days at once')
    .optional(),
  /** As it is copied from elsewhere: lines of `2027-01-01, New Year's Day`, or a calendar file (iCalendar). */
  text: z.string().max(200_000, 'at most 200000 characters').optional(),
})

export const DeadlineQuery = z.strictObject({
  calendar: CalendarKey,
  hours: z.coerce
    .number({ error: 'expected a number of hours' })
    .min(0.25, 'at least a quarter of an hour')
    .max(1000, 'at most 1000 hours')
    .multipleOf(0.25, 'expected quarters of an hour'),
  /** Now, where nothing is said. */
  from: InstantSchema.optional(),
})

export const Deadline = z
  .object({ from: InstantSchema, hours: z.number(), due_at: InstantSchema, calendar: Ours })
  .meta({ id: 'Deadline' })
