import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../api.ts'
import { useMe, usePipelines } from '../data.ts'
import { shortDay } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { PickMenu } from '../ui/menu.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import type { GateOverride } from '../wire.ts'
import { i18n } from '../words.ts'
import { type Chosen, TallyTable } from './tally-table.tsx'

type Standing = GateOverride['standing']

/** Gates that were passed by an override: how often each rule is, and every case with its reason and its end. */
export function ExceptionsSection() {
  const { list } = usePipelines()
  const [pipeline, setPipeline] = useState<string | undefined>()
  const [standing, setStanding] = useState<Standing | undefined>()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const tally = useQuery({
    queryKey: ['overrides', 'tally', pipeline],
    queryFn: async () => (await client.gate_overrides.tally({ pipeline })).data,
  })
  const filter = {
    pipeline: chosen?.pipeline ?? pipeline,
    criterion: chosen?.criterion,
    month: chosen?.month,
    standing,
  }
  const query = useInfiniteQuery({
    queryKey: ['overrides', filter],
    queryFn: ({ pageParam }) => client.gate_overrides.list({ ...filter, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  const any = '*'
  const pipelines: Record<string, string> = {
    [any]: i18n.t('all'),
    ...Object.fromEntries(list.map(({ key, name }) => [key, name])),
  }
  const standings: Record<string, string> = { [any]: i18n.t('any'), ...standingWords() }
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <div className="flex flex-wrap gap-2">
        <PickMenu
          choices={Object.entries(pipelines).map(([value, label]) => ({ value, label }))}
          label={i18n.t('Pipeline')}
          onPick={(value) => {
            setPipeline(value === any ? undefined : value)
            setChosen(null)
          }}
          shown={pipelines[pipeline ?? any] ?? ''}
          value={pipeline ?? any}
        />
        <PickMenu
          choices={Object.entries(standings).map(([value, label]) => ({ value, label }))}
          label={i18n.t('State')}
          onPick={(value) => setStanding(value === any ? undefined : (value as Standing))}
          shown={standings[standing ?? any] ?? ''}
          value={standing ?? any}
        />
        {chosen && <Button onClick={() => setChosen(null)}>{i18n.t('All months and rules')}</Button>}
      </div>
      {tally.data && tally.data.length > 0 && <TallyTable chosen={chosen} onChoose={setChosen} tally={tally.data} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the exceptions')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={i18n.t('No gate was passed by an override')}>
          {i18n.t('Whoever holds the right may pass one from the window that says what is missing.')}
        </EmptyState>
      )}
      {rows.length > 0 && <Cases rows={rows} />}
      {query.hasNextPage && (
        <Button className="justify-self-center" onClick={() => void query.fetchNextPage()}>
          {i18n.t('Show more')}
        </Button>
      )}
    </div>
  )
}

const standingWords = (): Record<Standing, string> => ({
  in_force: i18n.t('in force'),
  lapsed: i18n.t('lapsed'),
  withdrawn: i18n.t('undone'),
})

function Cases({ rows }: { rows: GateOverride[] }) {
  const { marks } = usePipelines()
  const { today } = useMe().workspace
  return (
    <ul className="panel divide-y divide-line px-4" data-exceptions>
      {rows.map((row) => (
        <li className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[1fr_auto]" key={row.id}>
          <div className="min-w-0">
            <p className="flex items-center gap-2">
              <Mark mark={marks.get(row.pipeline.key)} size="small" />
              <span className="min-w-0 font-medium">{row.label}</span>
            </p>
            <p className="text-mute">
              <Link className="text-ink underline" params={{ deal: row.deal.key }} to="/deals/$deal">
                {row.deal.name} <span className="num text-mute">{row.deal.key}</span>
              </Link>{' '}
              · {row.granted_by.name}, {shortDay(row.granted_at, today)}: “{row.reason}”
            </p>
          </div>
          <p className="flex items-baseline gap-2 text-xs whitespace-nowrap sm:flex-col sm:items-end sm:gap-0">
            <Standing row={row} />
            <span className="text-mute">
              {row.met === null
                ? i18n.t('no longer asked for')
                : row.met
                  ? i18n.t('met by now')
                  : i18n.t('still missing')}
            </span>
          </p>
        </li>
      ))}
    </ul>
  )
}

function Standing({ row }: { row: GateOverride }) {
  const { today } = useMe().workspace
  const day = shortDay(row.expires_on, today)
  if (row.standing === 'withdrawn') return <span className="text-mute">{i18n.t('undone with its move')}</span>
  if (row.standing === 'in_force') return <span>{i18n.t('holds until {day}', { day })}</span>
  const bad = row.met === false
  return <span className={bad ? 'font-medium text-lost' : ''}>{i18n.t('lapsed on {day}', { day })}</span>
}
