import { useQuery } from '@tanstack/react-query'
import { FindingsList } from '../governance/findings-list.tsx'
import { RehearsalPanel } from '../rehearsals/rehearsal-panel.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { lintQuery } from './design-data.ts'
import type { Written } from './design-edits.ts'

/** Whether the draft is well designed: what the linter finds in it, and what it would have done to past deals. */
export function HealthPane({ settled, ok }: { settled: Written; ok: boolean }) {
  const { pipeline, editable } = useDesign()
  const findings = useQuery({ ...lintQuery(settled.source), enabled: ok })
  if (!ok)
    return (
      <p className="p-4 text-mute">{i18n.t('As soon as the draft holds, what is said of its design stands here.')}</p>
    )
  return (
    <div className="grid gap-6">
      <div>
        <h3 className="font-semibold">{i18n.t('Findings')}</h3>
        {findings.isPending && (
          <Loading label={i18n.t('Looking at its deals')}>
            <Skeleton className="mt-2 h-32" />
          </Loading>
        )}
        {findings.isError && <ErrorState error={findings.error} onRetry={() => void findings.refetch()} />}
        {findings.data && <FindingsList findings={findings.data.data} n_deals={findings.data.n_deals} />}
      </div>
      {editable && <RehearsalPanel of={{ pipeline: pipeline.key, ...settled }} />}
    </div>
  )
}
