import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '../api.ts'
import { waitingChangesQuery } from '../changes/changes-data.ts'
import { useContext, useMe } from '../data.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { PipelineRow } from './pipeline-row.tsx'
import { everyPipelineQuery } from './pipelines-data.ts'

const NewPipelineDialog = lazy(() =>
  import('./new-pipeline-dialog.tsx').then((m) => ({ default: m.NewPipelineDialog })),
)

/** Every pipeline and how it is doing: what it holds, whose it is, when it is looked at, and what is about to change. */
export function PipelinesPage() {
  const { as_of, ccy } = useContext()
  const mayDesign = useMe().access.includes('pipelines:configure')
  const pipelines = useQuery(everyPipelineQuery)
  const totals = useQuery({ queryKey: ['totals', as_of, ccy], queryFn: () => api.totals({ as_of, currency: ccy }) })
  const changes = useQuery(waitingChangesQuery)
  const [creating, create] = useState(false)
  const add = mayDesign && (
    <Button look="main" onClick={() => create(true)}>
      {i18n.t('New pipeline')}
    </Button>
  )
  const list = pipelines.data ?? []
  const proposed = new Set(changes.data?.map(({ pipeline }) => pipeline.key)).size
  return (
    <div className="mx-auto grid max-w-[1300px] gap-4 p-3 md:p-5">
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow">
          <h1 className="text-lg font-semibold">
            {i18n.t(
              '{count, plural, one {# pipeline} other {# pipelines}}, {proposed, plural, =0 {none about to change} one {# about to change} other {# about to change}}',
              {
                count: list.length,
                proposed,
              },
            )}
          </h1>
          <p className="max-w-prose text-mute">
            {i18n.t(
              'A pipeline is the way one motion is worked. It changes by a request that shows first what it would do.',
            )}
          </p>
        </div>
        {list.length > 0 && (
          <Link
            className="inline-flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
            to="/pipelines/map"
          >
            {i18n.t('Map')}
          </Link>
        )}
        {list.length > 1 && (
          <Link
            className="inline-flex h-8 items-center rounded-md border border-line bg-panel px-3 hover:bg-sunken"
            to="/pipelines/lineages"
          >
            {i18n.t('Split or merge')}
          </Link>
        )}
        {list.length > 0 && add}
      </header>
      {pipelines.isPending && (
        <Loading label={i18n.t('Loading the pipelines')}>
          <Skeleton className="h-80" />
        </Loading>
      )}
      {pipelines.isError && <ErrorState error={pipelines.error} onRetry={() => void pipelines.refetch()} />}
      {pipelines.isSuccess && list.length === 0 && (
        <EmptyState action={add} title={i18n.t('There is no pipeline yet')}>
          {i18n.t('Begin with one of the eleven that ship, or with a file of your own.')}
        </EmptyState>
      )}
      {list.length > 0 && (
        <ul className="panel divide-y divide-line">
          {list.map((pipeline) => (
            <PipelineRow
              changes={changes.data?.filter((change) => change.pipeline.key === pipeline.key) ?? []}
              key={pipeline.key}
              mayDesign={mayDesign}
              pipeline={pipeline}
              total={totals.data?.data.find((total) => total.pipeline.key === pipeline.key)}
            />
          ))}
        </ul>
      )}
      <Suspense>{creating && <NewPipelineDialog onClose={() => create(false)} />}</Suspense>
    </div>
  )
}
