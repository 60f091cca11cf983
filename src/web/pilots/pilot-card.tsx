import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { stateNames } from '../changes/change-words.ts'
import { usePipelines } from '../data.ts'
import { exactNumber, percent, shortDay, wholeNumber } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { EndPilot } from './end-pilot.tsx'
import { pilotLooks, pilotStates } from './pilot-words.ts'
import { pilotQuery, type PilotSummary } from './pilots-data.ts'

/** One pilot: what goes which way, until when, and what can be said of it so far. */
export function PilotCard({ of, mayDecide }: { of: PilotSummary; mayDecide: boolean }) {
  const { marks } = usePipelines()
  const [ending, end] = useState<'stop' | 'adopt' | null>(null)
  const open = of.state === 'running' || of.state === 'ended'
  const [shown, show] = useState(open)
  const heading = `pilot-${of.id}`
  const names = { tried: of.pilot_pipeline.name, rest: of.pipeline.name }
  return (
    <li aria-labelledby={heading} className="panel min-w-0 p-4" id={of.id}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Mark mark={marks.get(of.pilot_pipeline.key)} size="small" />
        <h2 className="min-w-0 text-[15px] font-semibold wrap-anywhere" id={heading}>
          {of.name}
        </h2>
        <span className={`rounded px-2 py-0.5 text-xs font-medium ${pilotLooks[of.state]}`}>
          {pilotStates()[of.state]}
        </span>
        {mayDecide && open && (
          <span className="ml-auto flex gap-2">
            <Button onClick={() => end('adopt')} size="small">
              {i18n.t('Adopt')}
            </Button>
            <Button onClick={() => end('stop')} size="small">
              {i18n.t('Stop')}
            </Button>
          </span>
        )}
      </div>
      <p className="mt-1 text-mute">
        {of.team === null
          ? i18n.t('{share} of the new deals of {rest} go to {tried}, drawn by lot.', {
              share: percent(of.share ?? 0),
              ...names,
            })
          : i18n.t('New deals of {rest} that belong to the team {team} go to {tried}.', {
              team: of.team.name,
              ...names,
            })}
      </p>
      <Facts of={of} />
      {of.ended_why !== null && <p className="mt-2 whitespace-pre-line">{of.ended_why}</p>}
      {shown ? (
        <Compared id={of.id} names={names} />
      ) : (
        <Button className="mt-3" onClick={() => show(true)} size="small">
          {i18n.t('Show the comparison')}
        </Button>
      )}
      {ending && <EndPilot how={ending} of={of} onClose={() => end(null)} />}
    </li>
  )
}

/** A difference of shares is told in points of a hundred; a percentage of one would be something else. */
const pointsOf = (share: number) => exactNumber(String(Math.round(share * 1000) / 10))

function Facts({ of }: { of: PilotSummary }) {
  const now = new Date().toISOString()
  const { stop_rule: rule, change_request: change } = of
  const facts: [string, ReactNode][] = [
    [i18n.t('Begun'), i18n.t('{day} by {name}', { day: shortDay(of.started_at, now), name: of.started_by.name })],
    [i18n.t('Last day'), shortDay(of.ends_on, now)],
    [
      i18n.t('Deals so far'),
      i18n.t('{pilot} in the pilot, {rest} the old way', {
        pilot: wholeNumber(of.deals.pilot),
        rest: wholeNumber(of.deals.rest),
      }),
    ],
    [
      i18n.t('Stops by itself'),
      rule === null
        ? i18n.t('on its last day only')
        : rule.figure === 'won'
          ? i18n.t('where it wins fewer by more than {points} points', { points: pointsOf(rule.worse_by) })
          : i18n.t('where it loses more by more than {points} points', { points: pointsOf(rule.worse_by) }),
    ],
    ...(change === null
      ? []
      : [
          [
            i18n.t('Asked for as'),
            <Link
              className="text-accent hover:underline"
              key="change"
              params={{ change: change.id }}
              to="/governance/changes/$change"
            >
              <span className="num">{change.key}</span>{' '}
              {stateNames()[change.state as keyof ReturnType<typeof stateNames>]}
            </Link>,
          ] as [string, ReactNode],
        ]),
  ]
  return (
    <dl className="mt-3 grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-5">
      {facts.map(([term, said]) => (
        <div className="min-w-0" key={term}>
          <dt className="text-xs text-mute">{term}</dt>
          <dd className="num wrap-anywhere">{said}</dd>
        </div>
      ))}
    </dl>
  )
}

function Compared({ id, names }: { id: string; names: { tried: string; rest: string } }) {
  const pilot = useQuery(pilotQuery(id))
  if (pilot.isPending)
    return (
      <Loading label={i18n.t('Comparing the two ways')}>
        <Skeleton className="mt-3 h-40" />
      </Loading>
    )
  if (pilot.isError) return <ErrorState error={pilot.error} onRetry={() => void pilot.refetch()} />
  const { comparison } = pilot.data
  if (comparison === null)
    return (
      <p className="mt-3 text-mute">
        {i18n.t('The comparison is for those who see every deal of both pipelines; of some it would say nothing.')}
      </p>
    )
  return <ComparisonTable names={names} of={comparison} />
}
