export { businessHoursBetween, plusBusinessHours, type WorkingTime } from './business-time.ts'
export { CalendarKey } from './calendar.ts'
export { calendarOperations, readWorkingTimes } from './operations.ts'
