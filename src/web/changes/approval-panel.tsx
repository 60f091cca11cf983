import type { Approval, ChangeRequest } from '../../client/schema.ts'
import { exactMoment } from '../format.ts'
import { roleWords } from '../settings/rights-words.ts'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'

/** As much of a change as is told here, whether of a pipeline or of the routing rules. */
type Asked = Pick<ChangeRequest, 'approvals' | 'rollback_of' | 'self_approved'> & { state: string }

/** Who decides, who has, and in which words; votes on an older plan stay readable. */
export function ApprovalPanel({ change }: { change: Asked }) {
  const { approvals, state, rollback_of } = change
  if (approvals.length === 0)
    return (
      <section className="panel p-4">
        <h2 className="font-semibold">{i18n.t('Approval')}</h2>
        <p className="text-mute">
          {rollback_of !== null
            ? i18n.t('The version before was approved already, so nobody was asked.')
            : i18n.t('Nobody was asked.')}
        </p>
      </section>
    )
  return (
    <section aria-label={i18n.t('Approval')} className="panel self-start p-4">
      <h2 className="font-semibold">{i18n.t('Approval')}</h2>
      {change.self_approved && (
        <p className="mt-1 flex gap-2 rounded-md bg-risk-soft px-3 py-2 text-risk">
          <Icon className="mt-0.5 size-4 shrink-0" name="warn" />
          {i18n.t('Self-approved: whoever asked for it was the only one who could decide. The audit log says so too.')}
        </p>
      )}
      {approvals.map((approval, index) => (
        <div className={index > 0 ? 'mt-3 border-t border-line pt-3' : 'mt-1'} key={approval.id}>
          <p className="text-mute">
            {index > 0 && <>{i18n.t('On an earlier plan:')} </>}
            {whoDecides(approval)}
          </p>
          <ul className="mt-1 grid gap-1.5">
            {approval.votes.map(({ person, vote, reason, own, voted_at }) => (
              <li key={person.id}>
                <span className={vote === 'approve' ? 'font-medium text-won' : 'font-medium text-lost'}>
                  {vote === 'approve' ? i18n.t('Approved') : i18n.t('Rejected')}
                </span>{' '}
                {i18n.t('by {name}, {when}', { name: person.name, when: exactMoment(voted_at) })}
                {own && <span className="text-risk"> · {i18n.t('their own request')}</span>}
                {reason !== null && <span className="block whitespace-pre-line text-mute">“{reason}”</span>}
              </li>
            ))}
          </ul>
          {approval.state === 'open' && state === 'open' && <Standing approval={approval} />}
        </div>
      ))}
    </section>
  )
}

function Standing({ approval }: { approval: Approval }) {
  const given = approval.votes.filter(({ vote }) => vote === 'approve').length
  return (
    <>
      <p className="num mt-2 font-medium">
        {i18n.t('{given} of {needed} approvals', { given, needed: approval.needed })}
      </p>
      {!approval.may_vote && approval.why_not !== null && <p className="text-mute">{approval.why_not}</p>}
    </>
  )
}

function whoDecides({ role, people }: Approval): string {
  if (people) return i18n.t('{names} decide.', { names: people.map(({ name }) => name).join(', ') })
  if (role) return i18n.t('{roles} may decide.', { roles: (roleWords() as Record<string, string>)[role] ?? role })
  return i18n.t('Whoever holds the right to approve in this pipeline may decide.')
}
