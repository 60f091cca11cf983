import { useMutation } from '@tanstack/react-query'
import { client } from '../api.ts'
import type { ChangeRequest } from '../../client/schema.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'

type Props = { change: ChangeRequest; changes: readonly string[]; mayPlan: boolean }

/** What was planned is not what would happen now: what changed, and how to go on. */
export function StaleNotice({ change, changes, mayPlan }: Props) {
  const plan = useMutation({
    mutationFn: () => client.change_requests.replan({ change_request_id: change.id }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['changes'] })
      say({ title: i18n.t('Planned anew; whoever decides is asked about this plan') })
    },
  })
  return (
    <section
      aria-label={i18n.t('The plan is out of date')}
      className="flex flex-wrap items-start gap-3 rounded-md bg-risk-soft px-4 py-3"
    >
      <Icon className="mt-0.5 size-4 shrink-0 text-risk" name="warn" />
      <div className="min-w-0 grow basis-64">
        <h2 className="font-semibold">{i18n.t('This is not any more what was shown when it was asked for')}</h2>
        <ul className="list-inside list-disc">
          {changes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p className="text-mute">
          {i18n.t(
            'The plan below is of now. Look again: then those who decide are asked about it, and earlier approvals no longer count.',
          )}
        </p>
        {plan.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(plan.error)}
          </p>
        )}
      </div>
      {mayPlan && (
        <Button disabled={plan.isPending} look="main" onClick={() => plan.mutate()}>
          {i18n.t('Look again')}
        </Button>
      )}
    </section>
  )
}
