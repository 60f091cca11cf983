import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ChangeSummary } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { ago, exactMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { Mark } from '../ui/mark.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { type ChangeState, stateLooks, stateNames } from './change-words.ts'
import { changesQuery, useFreshChanges } from './changes-data.ts'

/** What was proposed to change, newest first, and what became of it. */
export function ChangesTab() {
  const { pipeline, state } = useSearch({ strict: false }) as { pipeline?: string; state?: ChangeState }
  const navigate = useNavigate()
  const { list } = usePipelines()
  const query = useInfiniteQuery(changesQuery(pipeline, state))
  useFreshChanges()
  const changes = query.data?.pages.flatMap(({ data }) => data) ?? []
  const filter = (next: { pipeline?: string | undefined; state?: string | undefined }) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...next }) as never, replace: true })
  const filtered = pipeline !== undefined || state !== undefined
  return (
    <div className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-end gap-3">
        <p className="min-w-0 grow basis-60 text-mute">
          {i18n.t('A pipeline changes by a request: what it would do is seen before it is decided.')}
        </p>
        <Select
          empty={i18n.t('all pipelines')}
          label={i18n.t('Pipeline')}
          onChange={({ target }) => filter({ pipeline: target.value || undefined })}
          options={list.map(({ key, name }) => ({ value: key, label: name }))}
          value={pipeline ?? ''}
        />
        <Select
          empty={i18n.t('every state')}
          label={i18n.t('State')}
          onChange={({ target }) => filter({ state: target.value || undefined })}
          options={Object.entries(stateNames()).map(([value, label]) => ({ value, label }))}
          value={state ?? ''}
        />
      </header>
      {query.isPending && (
        <Loading label={i18n.t('Loading the change requests')}>
          <Skeleton className="h-60" />
        </Loading>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && changes.length === 0 && (
        <EmptyState
          action={
            filtered ? (
              <Button onClick={() => filter({ pipeline: undefined, state: undefined })}>{i18n.t('Show all')}</Button>
            ) : (
              <Link className="text-accent underline" to="/pipelines">
                {i18n.t('Go to the pipelines')}
              </Link>
            )
          }
          title={filtered ? i18n.t('None of this kind') : i18n.t('Nothing was proposed yet')}
        >
          {!filtered && i18n.t('Design a pipeline, and ask for the change from there.')}
        </EmptyState>
      )}
      {changes.length > 0 && (
        <ul className="panel divide-y divide-line">
          {changes.map((change) => (
            <Row change={change} key={change.id} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {i18n.t('Older ones')}
        </Button>
      )}
    </div>
  )
}

function Row({ change }: { change: ChangeSummary }) {
  const mark = usePipelines().marks.get(change.pipeline.key)
  const now = new Date().toISOString()
  return (
    <li>
      <Link
        className="flex flex-wrap items-start gap-x-3 gap-y-1 p-4 hover:bg-sunken/60"
        params={{ change: change.id }}
        to="/governance/changes/$change"
      >
        <Mark mark={mark} size="small" />
        <span className="min-w-0 grow basis-64">
          <span className="block font-medium wrap-anywhere">
            <span className="num text-mute">{change.key}</span> {change.title}
          </span>
          <span className="block text-xs text-mute">{change.summary}</span>
          <span className="block text-xs text-mute">
            {i18n.t('by {name}, {when}', { name: change.created_by.name, when: ago(change.created_at, now) })}
            {change.state === 'approved' &&
              change.effective_at !== null &&
              ` · ${i18n.t('from {when} on', { when: exactMoment(change.effective_at) })}`}
            {change.rollback_of !== null && ` · ${i18n.t('takes an earlier one back')}`}
          </span>
        </span>
        <span className={`rounded px-2 py-0.5 text-xs font-medium ${stateLooks[change.state]}`}>
          {stateNames()[change.state]}
        </span>
      </Link>
    </li>
  )
}
