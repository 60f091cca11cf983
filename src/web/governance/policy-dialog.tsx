import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApprovalPolicy } from '../../client/schema.ts'
import { client } from '../api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/field.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'
import { policyQuery, refreshGovernance } from './governance-data.ts'
import { PolicyForm } from './policy-form.tsx'

type Kind = ApprovalPolicy['subject_kind']
type Named = { key: string; name: string }

const kindWords = (): Record<Kind, string> => ({
  change_request: i18n.t('Changes of its definition'),
  gate: i18n.t('Approvals that its gates ask for'),
  sunset: i18n.t('That it takes no new deals'),
  archive: i18n.t('That it is archived'),
})

/** Who decides on what of a pipeline, and how many must agree; what was asked before keeps its policy. */
export function PolicyDialog({ pipeline, onClose }: { pipeline: Named; onClose: () => void }) {
  const [kind, pick] = useState<Kind>('change_request')
  const policy = useQuery(policyQuery(pipeline.key, kind))
  const about = { pipeline: pipeline.key, subject_kind: kind }
  return (
    <Dialog
      description={i18n.t('It holds for what is asked from now on.')}
      onClose={onClose}
      open
      title={i18n.t('Who decides in {pipeline}', { pipeline: pipeline.name })}
    >
      <div className="grid gap-4">
        <Select
          label={i18n.t('On what')}
          onChange={({ target }) => pick(target.value as Kind)}
          options={Object.entries(kindWords()).map(([value, label]) => ({ value, label }))}
          value={kind}
        />
        {policy.isPending && (
          <Loading label={i18n.t('Loading who decides')}>
            <Skeleton className="h-32" />
          </Loading>
        )}
        {policy.isError && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
        {policy.data && (
          <PolicyForm
            key={`${kind} ${policy.data.valid_from}`}
            of={policy.data}
            onClose={onClose}
            refresh={refreshGovernance}
            remove={() => client.approval_policies.remove(about)}
            set={(given) => client.approval_policies.set({ ...about, ...given })}
            unsaid={unsaid(kind)}
          />
        )}
      </div>
    </Dialog>
  )
}

/** What holds where nobody said anything. */
const unsaid = (kind: Kind) =>
  kind === 'sunset' || kind === 'archive'
    ? i18n.t('As usual: whoever may configure the pipeline does it, and nobody is asked.')
    : i18n.t('As usual: one person who holds the right to approve, and not the one who asks while there are others.')
