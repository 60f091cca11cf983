import { Link } from '@tanstack/react-router'
import { useHitRates } from '../forecast/accuracy/hit-rate-data.ts'
import { percent, wholeNumber } from '../format.ts'
import { sizeOf } from '../money.ts'
import type { HitRates } from '../wire.ts'
import { i18n } from '../words.ts'

export type CallRecord = HitRates['submissions'][number]

/** How what was submitted compared with what was won: by pipeline, `total` for all of them. */
export function useCallRecords(): { records: Map<string, CallRecord>; needed: number } | undefined {
  const { data } = useHitRates('quarter', 'pipeline')
  return data && { records: new Map(data.submissions.map((one) => [one.key, one])), needed: data.periods_needed }
}

/** How far people were off in a pipeline, or what is missing before that can be said. */
export const calledWords = ({ periods, distance, won }: CallRecord, needed: number): string =>
  offBy({ periods, distance, won }, needed)

/** How far the model was off for the same deals at the same moments. */
export const modelWords = ({ against_model: { periods, distance_model, won } }: CallRecord, needed: number): string =>
  offBy({ periods, distance: distance_model, won }, needed)

function offBy({ periods, distance, won }: Pick<CallRecord, 'periods' | 'distance' | 'won'>, needed: number): string {
  if (periods < needed)
    return i18n.t('not enough yet: has {n}, needs {needed}', { n: wholeNumber(periods), needed: wholeNumber(needed) })
  // What lay between, as a share of what was won.
  const share = sizeOf(won) === 0 ? '–' : percent(sizeOf(distance) / sizeOf(won))
  return i18n.t('{share} off in {n} periods', { share, n: wholeNumber(periods) })
}

/** Who was nearer in all, with the interval; it leads to the record behind it. */
export function NearerLine({ record, needed }: { record: CallRecord | undefined; needed: number }) {
  if (!record) return null
  const { periods, nearer } = record.against_model
  const words =
    periods < needed || nearer.rate === null
      ? i18n.t(
          'Whether people or the model are nearer cannot be told yet: {n, plural, one {# period that is over has} other {# periods that are over have}} a word of both, {needed} are needed.',
          { n: periods, needed },
        )
      : i18n.t(
          'Of {n} periods that are over people were nearer than the model in {count}: {rate}, 95 % interval {low} to {high}.',
          {
            n: wholeNumber(nearer.n),
            count: wholeNumber(Math.round(nearer.rate * nearer.n)),
            rate: percent(nearer.rate),
            low: percent(nearer.low),
            high: percent(nearer.high),
          },
        )
  return (
    <p className="mt-2 text-mute" data-nearer>
      {words}{' '}
      <Link className="text-accent underline" to="/forecast/accuracy">
        {i18n.t('Both records')}
      </Link>
    </p>
  )
}
