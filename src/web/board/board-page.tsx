import { useParams } from '@tanstack/react-router'
import { useMoment, usePipelines } from '../data.ts'
import { EmptyState } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { AllBoard } from './all-board.tsx'
import { PipelineBoard } from './pipeline-board.tsx'

/** The board of one pipeline, or all pipelines side by side by phase. */
export function BoardPage() {
  const { pipeline: key = 'all' } = useParams({ strict: false })
  const { as_of } = useMoment()
  const { list, byKey } = usePipelines()
  if (list.length === 0)
    return (
      <EmptyState title={i18n.t('There is no pipeline yet')}>
        {i18n.t('Create one from a definition file: tributary pipelines create motions/enterprise.yaml')}
      </EmptyState>
    )
  if (key === 'all') return <AllBoard as_of={as_of} />
  const pipeline = byKey.get(key)
  if (!pipeline)
    return (
      <EmptyState title={i18n.t('There is no pipeline “{key}”', { key })}>
        {i18n.t('It may be archived, or the address is mistyped.')}
      </EmptyState>
    )
  return <PipelineBoard as_of={as_of} key={`${key}${as_of}`} pipeline={pipeline} />
}
