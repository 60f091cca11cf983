import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Handoff } from '../../client/schema.ts'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { Due } from './due.tsx'
import { isOpen } from './handoff-words.ts'
import { handoffsOfQuery } from './handoffs-data.ts'
import { useDecision } from './use-decision.tsx'

type Props = { deal: DealDetail; canWork: boolean; now: string }

/** On a deal that was opened from another one and waits: what it is, from whom, until when, and what can be said to it. */
export function WaitingBar({ deal, canWork, now }: Props) {
  const { data } = useQuery(handoffsOfQuery(deal.id))
  const handoff = data?.find((one) => one.to.deal?.id === deal.id && isOpen(one))
  return handoff ? <Bar canWork={canWork} handoff={handoff} key={handoff.id} now={now} /> : null
}

function Bar({ handoff, canWork, now }: Omit<Props, 'deal'> & { handoff: Handoff }) {
  const { buttons, windows } = useDecision(handoff)
  const { from, rule, because } = handoff
  const sender = handoff.created_by ?? from?.owner
  return (
    <section
      aria-label={i18n.t('Waits to be accepted')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-risk/40 bg-risk-soft px-4 py-3 lg:col-span-12"
      data-waiting
    >
      <div className="min-w-60 flex-1">
        <p className="font-medium">
          {sender
            ? i18n.t('Handed over by {name}: please accept it, or return it with a reason', { name: sender.name })
            : i18n.t('Handed over by a rule: please accept it, or return it with a reason')}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 text-sm">
          <span>{because}</span>
          {rule && <span>{i18n.t('by the rule “{name}”', { name: rule.name })}</span>}
          {from && (
            <Link className="underline-offset-2 hover:underline" params={{ deal: from.key }} to="/deals/$deal">
              <span className="num">{from.key}</span> {from.name}
            </Link>
          )}
          <Due handoff={handoff} now={now} />
        </p>
      </div>
      {canWork && buttons(false)}
      {windows}
    </section>
  )
}
