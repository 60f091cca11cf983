import type { Motion } from './motion.ts'

export type City = 'Jakarta' | 'Berlin'

/** How a pipeline of the demo company sells: a motion without stages (those come from the pipeline's definition). */
export type DemoMotion = Omit<Motion, 'key' | 'stages'> & {
  pipeline: string
  /** Share of its deals made in Jakarta, in rupiah. */
  jakarta: number
  sources: readonly string[]
  /** Values given to every deal of the motion on creation. */
  fields?: Record<string, string>
}

/**
 * The truth behind the demo company: about 3.4 new deals a day and 14 M EUR won in a quarter. `hardware` holds two
 * motions in one pipeline, big considered purchases and small repeat orders, told apart by `order_type` alone.
 */
export const demoMotions: readonly DemoMotion[] = [
  {
    pipeline: 'enterprise',
    per_day: 0.32,
    cycle_days: 115,
    shape: 3,
    win: 0.25,
    amount_median: 420_000,
    amount_log_sd: 0.75,
    skip: 0.04,
    jakarta: 0.45,
    sources: ['outbound', 'referral', 'event', 'inbound'],
  },
  {
    pipeline: 'transactional',
    per_day: 0.8,
    cycle_days: 42,
    shape: 2,
    win: 0.3,
    amount_median: 66_000,
    amount_log_sd: 0.6,
    skip: 0.06,
    jakarta: 0.5,
    sources: ['inbound', 'outbound', 'event', 'referral'],
  },
  {
    pipeline: 'partner',
    per_day: 0.34,
    cycle_days: 70,
    shape: 2,
    win: 0.36,
    amount_median: 170_000,
    amount_log_sd: 0.7,
    skip: 0.05,
    jakarta: 0.65,
    sources: ['partner'],
  },
  {
    pipeline: 'renewal',
    per_day: 0.5,
    cycle_days: 32,
    shape: 4,
    win: 0.84,
    amount_median: 62_000,
    amount_log_sd: 0.55,
    skip: 0.08,
    jakarta: 0.45,
    sources: ['renewal'],
  },
  {
    pipeline: 'self-service',
    per_day: 0.85,
    cycle_days: 13,
    shape: 1.3,
    win: 0.27,
    amount_median: 9_000,
    amount_log_sd: 0.55,
    skip: 0.1,
    jakarta: 0.55,
    sources: ['product', 'inbound'],
  },
  {
    pipeline: 'hardware',
    per_day: 0.2,
    cycle_days: 105,
    shape: 3,
    win: 0.25,
    amount_median: 260_000,
    amount_log_sd: 0.6,
    jakarta: 0.5,
    sources: ['outbound', 'event', 'inbound'],
    fields: { order_type: 'considered' },
  },
  {
    pipeline: 'hardware',
    per_day: 0.42,
    cycle_days: 8,
    shape: 1.5,
    win: 0.66,
    amount_median: 21_000,
    amount_log_sd: 0.5,
    skip: 0.45,
    jakarta: 0.5,
    sources: ['inbound', 'referral'],
    fields: { order_type: 'repeat' },
  },
]
