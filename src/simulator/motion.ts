/** A way of selling with known truth: what the statistics are measured against. */
export type Motion = {
  key: string
  /** Keys of the pipeline's stages in order. */
  stages: readonly string[]
  /** New deals a day. */
  per_day: number
  /** Mean days from creation to winning, spread evenly over the stages; each stay is Gamma with this shape. */
  cycle_days: number
  shape: number
  /** Chance that a deal is ever won (0 … 1), before any shock. */
  win: number
  /** Lognormal amount: median in major units, standard deviation of its logarithm. */
  amount_median: number
  amount_log_sd: number
  /** Share of stages passed over. */
  skip?: number
}

const stages = ['qualify', 'evaluate', 'propose', 'negotiate'] as const

/** The five motions by which the forecast is judged; 0.85-chance renewals beside 120-day considered purchases. */
export const fiveMotions: readonly Motion[] = [
  {
    key: 'self-service',
    stages,
    per_day: 3,
    cycle_days: 12,
    shape: 1.2,
    win: 0.22,
    amount_median: 2_000,
    amount_log_sd: 0.6,
  },
  {
    key: 'transactional',
    stages,
    per_day: 1.2,
    cycle_days: 45,
    shape: 2,
    win: 0.28,
    amount_median: 18_000,
    amount_log_sd: 0.8,
  },
  {
    key: 'enterprise',
    stages,
    per_day: 0.45,
    cycle_days: 120,
    shape: 3,
    win: 0.2,
    amount_median: 120_000,
    amount_log_sd: 1,
  },
  {
    key: 'partner',
    stages,
    per_day: 0.12,
    cycle_days: 70,
    shape: 2,
    win: 0.4,
    amount_median: 30_000,
    amount_log_sd: 0.8,
  },
  {
    key: 'renewal',
    stages,
    per_day: 0.5,
    cycle_days: 30,
    shape: 4,
    win: 0.85,
    amount_median: 25_000,
    amount_log_sd: 0.6,
  },
]
