import type { Day } from '../values/instant.ts'
import type { DemoMotion } from './demo-motions.ts'

export type DemoQuota = { pipeline: string; period: string; amount: string; currency: 'EUR' }

/** A little above what the motion brings in an ordinary quarter, so that reaching it is neither sure nor hopeless. */
const ambition: Record<string, number> = {
  enterprise: 1.02,
  transactional: 0.97,
  partner: 1.05,
  renewal: 0.98,
  hardware: 1.03,
}

/**
 * A quota per pipeline and calendar quarter, from the quarter the history begins in to the one after today's.
 * Expected wins = rate · 91 days · win · mean amount, rounded to 50,000 (10,000 below a million).
 */
export function demoQuotas(motions: readonly DemoMotion[], today: Day, history_days: number): DemoQuota[] {
  const start = new Date(Date.parse(today) - history_days * 86_400_000)
  const end = new Date(today)
  const first = start.getUTCFullYear() * 4 + Math.floor(start.getUTCMonth() / 3)
  const last = end.getUTCFullYear() * 4 + Math.floor(end.getUTCMonth() / 3) + 1
  const expected = new Map<string, number>()
  for (const { pipeline, per_day, win, amount_median, amount_log_sd } of motions) {
    const quarter = per_day * 91 * win * amount_median * Math.exp(amount_log_sd ** 2 / 2)
    expected.set(pipeline, (expected.get(pipeline) ?? 0) + quarter)
  }
  const quotas: DemoQuota[] = []
  for (let quarter = first; quarter <= last; quarter++)
    for (const [pipeline, amount] of expected) {
      const aim = amount * (ambition[pipeline] ?? 1)
      const step = aim >= 1_000_000 ? 50_000 : 10_000
      const period = `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`
      quotas.push({ pipeline, period, amount: `${Math.round(aim / step) * step}.00`, currency: 'EUR' })
    }
  return quotas
}
