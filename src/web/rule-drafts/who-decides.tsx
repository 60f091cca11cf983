import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { refreshGovernance, routingPolicyQuery } from '../governance/governance-data.ts'
import { PolicyForm } from '../governance/policy-form.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx'
import { i18n } from '../words.ts'

/** Who decides on sets of rules, routing and hand-offs alike, for whoever may say so. */
export function WhoDecides() {
  const [open, setOpen] = useState(false)
  if (!useMe().access.includes('rights:administer')) return null
  return (
    <>
      <Button onClick={() => setOpen(true)} size="small">
        {i18n.t('Who decides')}
      </Button>
      {open && <RulesPolicyDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function RulesPolicyDialog({ onClose }: { onClose: () => void }) {
  const policy = useQuery(routingPolicyQuery)
  return (
    <Dialog
      description={i18n.t('On routing rules and on hand-off rules alike. It holds for what is asked from now on.')}
      onClose={onClose}
      open
      title={i18n.t('Who decides on rules')}
    >
      {policy.isPending && (
        <Loading label={i18n.t('Loading who decides')}>
          <Skeleton className="h-32" />
        </Loading>
      )}
      {policy.isError && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data && (
        <PolicyForm
          key={policy.data.valid_from}
          of={policy.data}
          onClose={onClose}
          refresh={refreshGovernance}
          remove={() => client.routing_policy.remove()}
          set={(given) => client.routing_policy.set(given)}
          unsaid={i18n.t(
            'As usual: one of those who design pipelines and see every deal, and not the one who asks while there are others.',
          )}
        />
      )}
    </Dialog>
  )
}
