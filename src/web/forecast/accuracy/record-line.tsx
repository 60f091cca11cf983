import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe, useMoment, usePeriod } from '../../data.ts'
import { daysBetween } from '../../format.ts'
import { daysOf } from '../../period.ts'
import { type Record, recordQuery } from './accuracy-data.ts'
import { shortFinding } from './accuracy-words.ts'

/** The record of every pipeline and of `total`, of that many days ahead which come nearest to the end of the period. */
export function useRecords(): Map<string, Record> {
  const { data } = useQuery(recordQuery)
  const { workspace } = useMe()
  const { now } = useMoment()
  const { until } = daysOf(usePeriod(), workspace)
  const left = Math.max(0, daysBetween(now.slice(0, 10), until))
  const all = data?.data ?? []
  const [nearest] = [...new Set(all.map(({ horizon_days }) => horizon_days))].toSorted(
    (a, b) => Math.abs(a - left) - Math.abs(b - left),
  )
  return new Map(all.filter(({ horizon_days }) => horizon_days === nearest).map((record) => [record.scope, record]))
}

/** In one line how good the method would have been; it leads to all the others. Nothing where there is no record. */
export function RecordLine({ record, className = '' }: { record: Record | undefined; className?: string }) {
  const words = record && shortFinding(record)
  if (!record || !words) return null
  return (
    <Link
      className={`block text-xs text-mute hover:underline ${className}`}
      search={{ scope: record.scope, horizon: String(record.horizon_days) }}
      to="/forecast/accuracy"
    >
      {words}
    </Link>
  )
}
