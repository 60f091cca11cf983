import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { shortDay } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { roleWords } from './role-words.ts'
import { Table } from './table.tsx'

type Invitation = AnswerOf<'invitations.list'>['data'][number]
type Props = { onLink: (sent: { email: string; path: string | null }) => void }

const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: () => client.invitations.list() })

/** Invitations that are out or ran out, to send anew or take back. */
export function Invitations({ onLink }: Props) {
  const { data } = useQuery(invitationsQuery)
  const open = data?.data.filter(({ status }) => status === 'pending' || status === 'expired') ?? []
  if (open.length === 0) return null
  const heads = [i18n.t('Name'), i18n.t('Email'), i18n.t('Role'), i18n.t('State'), '']
  return (
    <div className="grid gap-2">
      <h2 className="font-semibold">{i18n.t('Invitations')}</h2>
      <Table heads={heads} label={i18n.t('Open invitations')}>
        {open.map((invitation) => (
          <Row invitation={invitation} key={invitation.id} onLink={onLink} />
        ))}
      </Table>
    </div>
  )
}

function Row({ invitation, onLink }: Props & { invitation: Invitation }) {
  const { id, person, email, role } = invitation
  const ended = () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  const onError = (error: unknown) => say({ title: sentenceOf(error), tone: 'bad' })
  const resend = useMutation({
    mutationFn: () => client.invitations.resend({ invitation_id: id }),
    onSuccess: onLink,
    onError,
    onSettled: ended,
  })
  const revoke = useMutation({
    mutationFn: () => client.invitations.revoke({ invitation_id: id }),
    onError,
    onSettled: ended,
  })
  const { name } = person
  return (
    <tr>
      <td className="font-medium">{name}</td>
      <td className="text-mute">{email}</td>
      <td>{roleWords()[role]}</td>
      <td className="text-mute">{stateOf(invitation)}</td>
      <td className="text-right whitespace-nowrap">
        <Button
          aria-label={i18n.t('Send anew: invitation of {name}', { name })}
          disabled={resend.isPending}
          look="quiet"
          onClick={() => resend.mutate()}
        >
          {i18n.t('Send anew')}
        </Button>
        <Button
          aria-label={i18n.t('Revoke: invitation of {name}', { name })}
          disabled={revoke.isPending}
          look="quiet"
          onClick={() => revoke.mutate()}
        >
          {i18n.t('Revoke')}
        </Button>
      </td>
    </tr>
  )
}

function stateOf({ status, mail, mail_error, expires_at }: Invitation): string {
  if (status === 'expired') return i18n.t('Expired')
  if (mail === 'failed') return i18n.t('The mail did not go out: {reason}', { reason: mail_error ?? '' })
  if (mail === 'waiting')
    return mail_error === null
      ? i18n.t('The mail goes out now')
      : i18n.t('The mail is tried again: {reason}', { reason: mail_error })
  return i18n.t('Open until {day}', { day: shortDay(expires_at, new Date().toISOString()) })
}
