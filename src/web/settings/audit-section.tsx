import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnswerOf, InputOf } from '../../client/client.ts'
import { api } from '../api.ts'
import { exactMoment, wholeNumber } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'

type Event = AnswerOf<'audit_events.list'>['data'][number]
type Filter = Pick<InputOf<'audit_events.list'>, 'actor_id' | 'channel' | 'type' | 'subject' | 'from' | 'before'>
type Entered = { actor_id: string; channel: string; type: string; subject: string; from: string; before: string }

const nothing: Entered = { actor_id: '', channel: '', type: '', subject: '', from: '', before: '' }

const channels = (): Record<Event['channel'], string> => ({
  screen: i18n.t('Screen'),
  api: i18n.t('API'),
  cli: i18n.t('Command line'),
  mcp: i18n.t('Agent (MCP)'),
  import: i18n.t('Import'),
  system: i18n.t('Tributary itself'),
})

/** Who did what, through what, before and after; as a file; and whether the chain that proves it holds. */
export function AuditSection() {
  // Where something points to its event, the address says which.
  const asked = useSearch({ strict: false }) as { subject?: string; event?: string }
  const [entered, enter] = useState<Entered>({ ...nothing, subject: asked.subject ?? '' })
  const filter = filterOf(entered)
  const people = useQuery({ queryKey: ['people'], queryFn: () => api.people() })
  const events = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => api.audit({ ...filter, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })
  const set = (member: keyof Entered) => (event: { target: { value: string } }) =>
    enter({ ...entered, [member]: event.target.value })
  const shown = events.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className="grid gap-4">
      <ChainState />
      <form className="grid grid-cols-2 gap-3 lg:grid-cols-6" onSubmit={(event) => event.preventDefault()}>
        <Select
          empty={i18n.t('Anybody')}
          label={i18n.t('Who')}
          onChange={set('actor_id')}
          options={(people.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={entered.actor_id}
        />
        <Select
          empty={i18n.t('Anything')}
          label={i18n.t('Through')}
          onChange={set('channel')}
          options={Object.entries(channels()).map(([value, label]) => ({ value, label }))}
          value={entered.channel}
        />
        <TextField label={i18n.t('What')} onChange={set('type')} placeholder="deal.moved" value={entered.type} />
        <TextField label={i18n.t('Subject')} onChange={set('subject')} placeholder="D-1042" value={entered.subject} />
        <TextField label={i18n.t('From')} onChange={set('from')} type="date" value={entered.from} />
        <TextField label={i18n.t('Before')} onChange={set('before')} type="date" value={entered.before} />
      </form>
      <div className="flex flex-wrap items-center gap-2">
        <ExportLink filter={filter} format="csv" />
        <ExportLink filter={filter} format="jsonl" />
        {JSON.stringify(entered) !== JSON.stringify(nothing) && (
          <Button look="quiet" onClick={() => enter(nothing)}>
            {i18n.t('Clear filters')}
          </Button>
        )}
      </div>
      {events.isError && <ErrorState error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && (
        <Loading label={i18n.t('Reading the audit')}>
          <Skeleton className="h-80" />
        </Loading>
      )}
      {events.isSuccess && shown.length === 0 && (
        <EmptyState title={i18n.t('Nothing that happened fits')}>{i18n.t('Widen or clear the filters.')}</EmptyState>
      )}
      {shown.length > 0 && (
        <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
          {shown.map((event) => (
            <EventRow event={event} key={event.id} meant={event.id === asked.event} />
          ))}
        </ol>
      )}
      {events.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={events.isFetching}
          onClick={() => void events.fetchNextPage()}
        >
          {i18n.t('Show earlier')}
        </Button>
      )}
    </div>
  )
}

/** What is still being typed and no type yet is not asked for. */
function filterOf({ actor_id, channel, type, subject, from, before }: Entered): Filter {
  return {
    ...(actor_id ? { actor_id } : {}),
    ...(channel ? { channel: channel as Event['channel'] } : {}),
    ...(/^[a-z_]+\.?[a-z_]*$/.test(type) ? { type } : {}),
    ...(subject.trim() ? { subject: subject.trim() } : {}),
    ...(from ? { from: `${from}T00:00:00Z` } : {}),
    ...(before ? { before: `${before}T00:00:00Z` } : {}),
  }
}

function ExportLink({ filter, format }: { filter: Filter; format: 'csv' | 'jsonl' }) {
  const query = new URLSearchParams({ ...(filter as Record<string, string>), format })
  return (
    <a
      className="inline-flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
      download
      href={`/api/v1/audit-events/export?${query}`}
    >
      {format === 'csv' ? i18n.t('Export CSV') : i18n.t('Export JSON lines')}
    </a>
  )
}

function EventRow({ event, meant }: { event: Event; meant: boolean }) {
  const { actor, channel, type, subject, occurred_at, position, erased } = event
  return (
    <li className={meant ? 'bg-accent-soft' : ''} {...(meant ? { 'data-meant': event.id, ref: bringIntoView } : {})}>
      <details className="group" open={meant}>
        <summary className="grid cursor-pointer gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken md:grid-cols-[10rem_9rem_1fr_8rem]">
          <span className="text-mute tabular-nums">{exactMoment(occurred_at)}</span>
          <span className="truncate">{actor?.name ?? i18n.t('Nobody')}</span>
          <span className="min-w-0">
            <span className="font-medium">{type}</span>{' '}
            <span className="break-words text-mute">
              {[subject.key, subject.name ?? subject.id].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span className="text-mute">{channels()[channel]}</span>
        </summary>
        <div className="grid gap-3 border-t border-line bg-sunken/40 px-4 py-3">
          <Changes event={event} />
          {erased && <p className="text-sm text-mute">{i18n.t('Personal data was erased from this event.')}</p>}
          <p className="flex flex-wrap gap-x-4 font-mono text-xs break-all text-mute">
            <span>#{position}</span>
            <span>{subject.id}</span>
            {event.request_id && <span>{event.request_id}</span>}
          </p>
          {subject.key && (
            <Link className="justify-self-start text-accent underline" params={{ deal: subject.key }} to="/deals/$deal">
              {i18n.t('Open the deal')}
            </Link>
          )}
        </div>
      </details>
    </li>
  )
}

const bringIntoView = (row: HTMLElement | null) => row?.scrollIntoView({ block: 'center' })

/** Each member that changed, as it was and as it is. */
function Changes({ event: { before, after, details } }: { event: Event }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return <pre className="overflow-x-auto text-xs">{JSON.stringify(details, null, 2)}</pre>
  return (
    <table className="w-full table-fixed text-sm">
      <thead className="text-left text-xs text-mute">
        <tr>
          <th className="w-1/4 py-1 font-medium">{i18n.t('Member')}</th>
          <th className="py-1 font-medium">{i18n.t('Before')}</th>
          <th className="py-1 font-medium">{i18n.t('After')}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr className="border-t border-line align-top" key={name}>
            <th className="py-1 pr-2 text-left font-normal break-words text-mute">{name}</th>
            <td className="py-1 pr-2 break-words text-lost">{textOf(before?.[name])}</td>
            <td className="py-1 break-words text-won">{textOf(after?.[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Whether the chain holds: walked in parts, from here, so that a long one holds up nobody. */
function ChainState() {
  const [reached, reach] = useState(0)
  const walk = useMutation({
    async mutationFn() {
      for (let from: { after?: number; hash?: string } = {}; ; ) {
        const page = await api.verifyAudit(from)
        reach(page.head.position)
        if (page.done || page.fault) return page
        from = { after: page.head.position, hash: page.head.hash }
      }
    },
  })
  const { data } = walk
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-panel p-4" role="status">
      <div className="min-w-0 grow">
        <p className="font-medium">{sentence()}</p>
        <p className="text-sm break-all text-mute">
          {data
            ? `${data.head.position}:${data.head.hash}`
            : i18n.t('Every event is sealed into a chain: nothing can be changed or left out unnoticed.')}
        </p>
      </div>
      <Button disabled={walk.isPending} onClick={() => walk.mutate()}>
        {i18n.t('Verify the chain')}
      </Button>
    </div>
  )

  function sentence(): string {
    if (walk.isError) return sentenceOf(walk.error)
    if (walk.isPending) return i18n.t('Verified up to {position} …', { position: wholeNumber(reached) })
    if (data?.fault)
      return i18n.t('The chain is broken at position {position}: {detail}', {
        position: wholeNumber(data.fault.position),
        detail: data.fault.detail,
      })
    if (data) return i18n.t('The chain holds: {position} events', { position: wholeNumber(data.head.position) })
    return i18n.t('The chain has not been verified here yet')
  }
}
