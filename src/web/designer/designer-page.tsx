import { useSuspenseQueries } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { usePipelines } from '../data.ts'
import { NotFound } from '../shell/page-states.tsx'
import { Loading, Skeleton } from '../ui/states.tsx'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { draftQuery, sourceQuery } from './design-data.ts'
import { Designer } from './designer.tsx'

/** Changes the definition of a pipeline: form and file side by side, what it would do, and the request for it. */
export function DesignerPage() {
  const { pipeline: key = '' } = useParams({ strict: false })
  const pipeline = usePipelines().byKey.get(key)
  if (!pipeline) return <NotFound />
  return (
    <Suspense fallback={<Waiting />}>
      <Loaded key={pipeline.key} pipeline={pipeline} />
    </Suspense>
  )
}

function Loaded({ pipeline }: { pipeline: Pipeline }) {
  const [{ data: published }, { data: draft }] = useSuspenseQueries({
    queries: [sourceQuery(pipeline.definition.id), draftQuery(pipeline.key)],
  })
  // Another published version begins another page: what was written on the older one is told to be behind.
  return <Designer begun={draft} key={pipeline.definition.id} pipeline={pipeline} published={published.source} />
}

const Waiting = () => (
  <Loading label={i18n.t('Loading the definition')}>
    <div className="grid gap-4 p-5 md:grid-cols-3">
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
      <Skeleton className="h-96" />
    </div>
  </Loading>
)
