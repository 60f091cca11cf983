import { percent, wholeNumber } from '../../format.ts'
import type { HitRate, HitRateGroup, HitRates } from '../../wire.ts'
import { i18n } from '../../words.ts'

export const rateIn = (
  { rates }: Pick<HitRateGroup, 'rates'>,
  category: HitRate['category'],
  weeks: number,
): HitRate | undefined => rates.find((one) => one.category === category && one.weeks_before === weeks)

/** What is to be said first: how many of the commitments held. */
export function hitFinding({ groups }: Pick<HitRates, 'groups'>, weeks: number): string {
  const all = groups[0]
  const rate = all && rateIn(all, 'commit', weeks)
  if (!rate || rate.rate === null)
    return i18n.t(
      '{weeks, plural, one {Nothing was committed a week before the end} other {Nothing was committed # weeks before the end}}',
      { weeks },
    )
  return i18n.t(
    '{weeks, plural, one {Of {n} deals committed a week before the end {won} were won in time: {rate}} other {Of {n} deals committed # weeks before the end {won} were won in time: {rate}}}',
    { weeks, n: wholeNumber(rate.n), won: wholeNumber(rate.won), rate: percent(rate.rate) },
  )
}
