import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PlanView } from '../changes/plan-view.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { impactQuery } from './design-data.ts'
import type { Written } from './design-edits.ts'

type Props = { settled: Written; ok: boolean; faults: number }

/** What the draft would do if it were published now: asked of the server as soon as the draft holds. */
export function ImpactPane({ settled, ok, faults }: Props) {
  const { pipeline, outline } = useDesign()
  // What was shown last stays, paler, while the next is worked out, so that nothing jumps under what is being read.
  const plan = useQuery({ ...impactQuery(settled, 'all'), enabled: ok, placeholderData: keepPreviousData })
  if (faults > 0)
    return (
      <p className="p-4 text-mute">
        {i18n.t(
          '{count, plural, one {# thing is wrong; put it right to see what the draft would do.} other {# things are wrong; put them right to see what the draft would do.}}',
          { count: faults },
        )}
      </p>
    )
  // As long as it is being checked, nothing is asked for yet: that is pending too.
  if (plan.isPending)
    return (
      <Loading label={i18n.t('Working out what it would do')}>
        <Skeleton className="h-64" />
      </Loading>
    )
  if (plan.isError) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
  if (plan.data.change === 'none')
    return <p className="p-4 text-mute">{i18n.t('The draft is the same as the published version.')}</p>
  const names = Object.fromEntries(outline.stages.map(({ key, name }) => [key, name]))
  // The draft itself refers to the version that it would follow; that is no news here.
  const references = plan.data.references.filter(({ kind }) => kind !== 'draft')
  return (
    <div aria-busy={plan.isPlaceholderData} className={`grid gap-4 ${plan.isPlaceholderData ? 'opacity-60' : ''}`}>
      {plan.data.requested !== null && (
        <p className="rounded-md bg-accent-soft px-3 py-2">
          {i18n.t('This is asked for already:')}{' '}
          <Link
            className="text-accent underline"
            params={{ change: plan.data.requested }}
            to="/governance/changes/$change"
          >
            {i18n.t('open the change request')}
          </Link>
        </p>
      )}
      <PlanView names={names} pipeline={pipeline} plan={{ ...plan.data, references }} />
    </div>
  )
}
