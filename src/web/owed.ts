import type { Owed } from './wire.ts'

/** What is due of a deal's debts: an override that still runs excuses one. */
export const dueOf = (owed: readonly Owed[], now: string): Owed[] =>
  owed.filter(({ excused_until }) => excused_until === undefined || excused_until < now.slice(0, 10))
