import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useMe } from '../data.ts'
import { percent, shortDay, wholeNumber } from '../format.ts'
import { Loading, Skeleton } from '../ui/states.tsx'
import type { DealDetail, WinChance } from '../wire.ts'
import { i18n } from '../words.ts'

/** How likely the deal is won by its close date, and on what that rests. */
export function ChancePanel({ deal, now }: { deal: DealDetail; now: string }) {
  const maySee = useMe().access.includes('forecast:read')
  const query = useQuery({
    queryKey: ['chance', deal.id, deal.version],
    queryFn: () => api.chance(deal.id),
    enabled: maySee && !deal.outcome,
  })
  if (deal.outcome || !maySee) return null
  return (
    <section className="panel p-4">
      <h2 className="text-[15px] font-semibold">
        {query.data ? findingOf(query.data, now) : i18n.t('Chance to be won')}
      </h2>
      {query.isPending && (
        <Loading label={i18n.t('Loading the chance')}>
          <Skeleton className="mt-2 h-24" />
        </Loading>
      )}
      {query.data?.note && <p className="mt-1 text-mute">{query.data.note}</p>}
      {query.data && query.data.ever !== null && <Chance chance={query.data} />}
    </section>
  )
}

/** A percentage on a deal always says of what and by when. */
function findingOf({ by_close_date, close_date, ever }: WinChance, now: string): string {
  if (by_close_date !== null && close_date)
    return i18n.t('Won by {day}: {chance}', { day: shortDay(close_date, now), chance: percent(by_close_date) })
  if (ever !== null) return i18n.t('Won ever: {chance}', { chance: percent(ever) })
  return i18n.t('No chance can be given')
}

function Chance({ chance }: { chance: WinChance }) {
  const { by_close_date, ever, reasons, n, pooled } = chance
  return (
    <>
      <Bar by={by_close_date} ever={ever ?? 0} />
      {by_close_date !== null && (
        <p className="num mt-1 text-mute">
          {i18n.t('won ever, that is within two years: {chance}', { chance: percent(ever ?? 0) })}
        </p>
      )}
      <ol className="mt-3 grid gap-1.5">
        {reasons.map((reason, index) => (
          <li className="flex items-baseline gap-2" key={reason.about}>
            <span className="grow">{reason.sentence}</span>
            <span className="num text-xs whitespace-nowrap text-mute">
              {signed(reason.chance, reasons[index - 1]?.chance)}
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-xs text-mute">
        {pooled
          ? i18n.t('This pipeline has too little history of its own: all pipelines speak for it.')
          : i18n.t('From {n} stays that ended in this stage of this pipeline.', { n: wholeNumber(n) })}
      </p>
    </>
  )
}

/** By the close date solid, ever lighter. */
function Bar({ by, ever }: { by: number | null; ever: number }) {
  return (
    <div aria-hidden="true" className="relative mt-2 h-2.5 overflow-hidden rounded-sm bg-sunken">
      <div className="absolute inset-y-0 left-0 bg-accent/35" style={{ width: `${ever * 100}%` }} />
      <div className="absolute inset-y-0 left-0 bg-accent" style={{ width: `${(by ?? 0) * 100}%` }} />
    </div>
  )
}

function signed(chance: number, before: number | undefined): string {
  if (before === undefined) return ''
  const points = Math.round((chance - before) * 100)
  if (points === 0) return i18n.t('no change')
  return i18n.t('{sign}{points} points', { sign: points < 0 ? '−' : '+', points: Math.abs(points) })
}
