import { useState } from 'react'
import { useMe, usePipelines } from '../../data.ts'
import { wholeNumber } from '../../format.ts'
import { hueColor } from '../../hue.ts'
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { HitRateGroup, HitRates as Rates } from '../../wire.ts'
import { i18n } from '../../words.ts'
import { AdjustmentsTable } from './adjustments-table.tsx'
import { kindNames, type Kind, useHitRates } from './hit-rate-data.ts'
import { PeopleRates } from './people-rates.tsx'
import { RatePlots } from './rate-plots.tsx'
import { hitFinding } from './hit-words.ts'
import { SubmissionsTable } from './submissions-table.tsx'

type By = 'pipeline' | 'team' | 'person'

/** Whether calls hold: of what was called so firmly so long before a period ended, how much was won in it. */
export function HitRates({ className = '' }: { className?: string }) {
  const [kind, setKind] = useState<Kind>('quarter')
  const [by, setBy] = useState<By>('pipeline')
  const [weeks, setWeeks] = useState('4')
  const query = useHitRates(kind, by === 'team' ? 'team' : 'pipeline')
  const { marks } = usePipelines()
  const { workspace } = useMe()
  const colorOf = ({ kind: of, key }: HitRateGroup) =>
    of === 'pipeline' ? hueColor(marks.get(key)?.hue ?? 8) : 'var(--accent)'
  const rates = query.data
  const isEmpty = rates?.groups[0]?.deals === 0
  return (
    <section aria-labelledby="hit-rates" className={`panel min-w-0 p-4 md:p-5 ${className}`}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-80">
          <h2 className="text-[15px] font-semibold" id="hit-rates">
            {rates && !isEmpty ? hitFinding(rates, Number(weeks)) : i18n.t('Do calls hold?')}
          </h2>
          {rates && !isEmpty && <p className="text-mute">{whatOf(rates)}</p>}
        </div>
        <Segments
          label={i18n.t('Periods')}
          onChoose={setKind}
          options={(['month', 'quarter', 'year'] as const).map((value) => ({ value, label: kindNames()[value] }))}
          value={kind}
        />
        <Segments
          label={i18n.t('By')}
          onChoose={setBy}
          options={[
            { value: 'pipeline', label: i18n.t('Pipelines') },
            { value: 'team', label: i18n.t('Teams') },
            { value: 'person', label: i18n.t('People') },
          ]}
          value={by}
        />
      </div>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading label={i18n.t('Counting what was called')}>
          <Skeleton className="h-64" />
        </Loading>
      )}
      {rates && isEmpty && <Nothing kind={kind} notes={rates.notes} />}
      {rates && !isEmpty && (
        <>
          <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-mute">{i18n.t('Weeks before the end')}</span>
            <Segments
              label={i18n.t('Weeks before the end')}
              onChoose={setWeeks}
              options={rates.weeks_before.map((one) => ({ value: String(one), label: wholeNumber(one) }))}
              value={weeks}
            />
          </div>
          {by === 'person' ? (
            <PeopleRates allowed={workspace.figures_about_people} colorOf={colorOf} kind={kind} weeks={Number(weeks)} />
          ) : (
            <RatePlots colorOf={colorOf} groups={rates.groups} rates={rates} weeks={Number(weeks)} />
          )}
          {by !== 'person' && rates.notes.length > 0 && (
            <p className="mt-2 text-xs text-mute first-letter:uppercase">{rates.notes.join('; ')}</p>
          )}
        </>
      )}
      {rates && (
        <>
          <SubmissionsTable rates={rates} />
          <AdjustmentsTable rates={rates} />
        </>
      )}
    </section>
  )
}

const whatOf = ({ periods, kind }: Rates) =>
  i18n.t(
    'Deals that stood open at that time and were to close in the period, {from} to {to}; those won in it are hits. Bars are 95 % intervals, hatched is what a call is taken to mean.',
    { from: periods[0] ?? kind, to: periods.at(-1) ?? kind },
  )

function Nothing({ kind, notes }: { kind: Kind; notes: readonly string[] }) {
  const which: Record<Kind, string> = {
    week: i18n.t('Nothing was called for a week that is over.'),
    month: i18n.t('Nothing was called for a month that is over.'),
    quarter: i18n.t('Nothing was called for a quarter that is over.'),
    year: i18n.t('Nothing was called for a year that is over.'),
  }
  // A past that was brought in says nothing of calls; whoever wonders where it is reads why.
  const why = notes.filter((note) => note.startsWith('left out'))
  return (
    <>
      <p className="mt-2 text-mute">
        {which[kind]}{' '}
        {i18n.t(
          'A deal is called on its page, and counts here once the period of its close date has ended; shorter periods end sooner.',
        )}
      </p>
      {why.length > 0 && <p className="mt-2 text-xs text-mute first-letter:uppercase">{why.join('; ')}</p>}
    </>
  )
}
