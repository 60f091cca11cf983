import {
  edgesIn,
  type FiscalCalendar,
  nextPeriod,
  type Period,
  type PeriodKind,
  periodOf,
  previousPeriod,
} from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import type { SubmissionSettings } from '../pipelines/index.ts'

const slots: Record<SubmissionSettings['cadence'], PeriodKind> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
}

/** From the deadline before to the next one: what is submitted in between counts for that. */
export type Round = { opens_at: Instant | null; due_at: Instant | null; locks_at: Instant }

type Clock = { now: Instant; time_zone: string; calendar: FiscalCalendar }

/**
 * The round that is under way for a period. The last one ends with the period itself, whatever day that is; without a
 * rhythm there is one round, which ends then.
 */
export function roundOf(settings: SubmissionSettings | undefined, period: Period, clock: Clock): Round {
  const { until } = edgesIn(period, clock.time_zone)
  if (settings === undefined) return { opens_at: null, due_at: null, locks_at: until }
  const slot = periodOf(dayIn(clock), slots[settings.cadence], clock.calendar)
  const around = [previousPeriod(slot, clock.calendar), slot, nextPeriod(slot, clock.calendar)]
  const deadlines = around.map((one) => deadlineIn(one, settings, clock.time_zone))
  // Whoever submits at the very moment is in time.
  const next = deadlines.find((at) => at >= clock.now) ?? until
  const due_at = next < until ? next : until
  return { opens_at: deadlines.findLast((at) => at < clock.now) ?? null, due_at, locks_at: due_at }
}

function deadlineIn({ starts }: Period, { day, at }: SubmissionSettings, time_zone: string): Instant {
  return Temporal.PlainDate.from(starts)
    .add({ days: day - 1 })
    .toZonedDateTime({ timeZone: time_zone, plainTime: Temporal.PlainTime.from(at) })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' })
}

const dayIn = ({ now, time_zone }: Clock): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(time_zone).toPlainDate().toString()
