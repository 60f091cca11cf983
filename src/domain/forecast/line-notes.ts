import type { Bet } from '../../stats/bet.ts'
import { everDays } from '../../stats/win-probability.ts'
import { methodNote } from '../forecast-methods/index.ts'
import type { Prospect } from './forecast.ts'
import type { Stakes } from './stakes.ts'
import { historyNote } from './win-model.ts'

export type PastOutcomes = Parameters<typeof historyNote>[0]

/**
 * What a reader must know about the line of a pipeline; null where there is nothing.
 *
 * @param astray open deals in stages that the pipeline no longer has
 */
export function noteOn(
  { quota_without_rate: quota, method }: Prospect['pipelines'][number],
  { history, stakes, astray }: { history: PastOutcomes; stakes: Stakes; astray: number },
  { until, missing }: { until: number; missing: string | null },
): string | null {
  // A period that is over, or out of sight, rests on no history.
  const rests = until > 0 && until <= everDays
  const notes = [
    until > everDays ? missing : null,
    rests ? historyNote(history) : null,
    rests && method ? methodNote(method) : null,
    giantNote(stakes.bets),
    rests && astray > 0 ? `left out: open deals in stages that the pipeline no longer has (${astray})` : null,
    quota === null ? null : `its quota of ${quota.amount} ${quota.currency} has no rate`,
  ].filter((note) => note !== null)
  return notes.length === 0 ? null : notes.join('; ')
}

/** With fewer open deals than this everybody sees each of them. */
const fewBets = 5

/** One deal that carries more than half of what open deals are expected to bring: the range says what happens without it. */
export function giantNote(bets: readonly Bet[]): string | null {
  if (bets.length < fewBets) return null
  const worth = bets.map(({ chance, amount }) => chance * amount)
  const share = Math.max(...worth) / worth.reduce((sum, one) => sum + one, 0)
  if (!(share > 0.5)) return null
  return `one of ${bets.length} open deals carries ${Math.round(100 * share)} % of what they are expected to bring`
}
