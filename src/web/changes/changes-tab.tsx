import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ChangeSummary } from '../../client/schema.ts'
import { usePipelines } from '../data.ts'
import { ago, exactMoment } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { Mark } from '../ui/mark.tsx'
import { PagedList } from '../ui/paged-list.tsx'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { type ChangeState, stateLooks, stateNames } from './change-words.ts'
import { changesQuery, useFreshChanges, waitingChangesQuery } from './changes-data.ts'

/** What was proposed to change, newest first, and what became of it. */
export function ChangesTab() {
  const { pipeline, state } = useSearch({ strict: false }) as { pipeline?: string; state?: ChangeState }
  const navigate = useNavigate()
  const { list } = usePipelines()
  const query = useInfiniteQuery(changesQuery(pipeline, state))
  const undecided = useQuery(waitingChangesQuery).data?.filter((change) => change.state === 'open').length
  useFreshChanges()
  const filter = (next: { pipeline?: string | undefined; state?: string | undefined }) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...next }) as never, replace: true })
  const filtered = pipeline !== undefined || state !== undefined
  return (
    <div className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 grow basis-60">
          <h2 className="text-lg font-semibold">
            {undecided !== undefined &&
              i18n.t(
                '{count, plural, =0 {No change waits for a decision} one {# change waits for a decision} other {# changes wait for a decision}}',
                { count: undecided },
              )}
          </h2>
          <p className="text-mute">
            {i18n.t('A pipeline changes by a request: what it would do is seen before it is decided.')}
          </p>
        </div>
        <Select
          className="min-w-0 max-md:grow max-md:basis-36"
          empty={i18n.t('all pipelines')}
          label={i18n.t('Pipeline')}
          onChange={({ target }) => filter({ pipeline: target.value || undefined })}
          options={list.map(({ key, name }) => ({ value: key, label: name }))}
          value={pipeline ?? ''}
        />
        <Select
          className="min-w-0 max-md:grow max-md:basis-36"
          empty={i18n.t('every state')}
          label={i18n.t('State')}
          onChange={({ target }) => filter({ state: target.value || undefined })}
          options={Object.entries(stateNames()).map(([value, label]) => ({ value, label }))}
          value={state ?? ''}
        />
      </header>
      <PagedList
        empty={
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
        }
        label={i18n.t('Loading the change requests')}
        query={query}
        row={(change) => <Row change={change} />}
      />
    </div>
  )
}

function Row({ change }: { change: ChangeSummary }) {
  const mark = usePipelines().marks.get(change.pipeline.key)
  const now = new Date().toISOString()
  return (
    <Link
      className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-1 p-4 hover:bg-sunken/60 md:grid-cols-[auto_minmax(0,1fr)_auto]"
      params={{ change: change.id }}
      to="/governance/changes/$change"
    >
      <Mark mark={mark} size="small" />
      <span className="min-w-0">
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
      <span
        className={`justify-self-start rounded px-2 py-0.5 text-xs font-medium max-md:col-start-2 ${stateLooks[change.state]}`}
      >
        {stateNames()[change.state]}
      </span>
    </Link>
  )
}
