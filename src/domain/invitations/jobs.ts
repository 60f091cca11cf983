import type { Tick } from '../../platform/jobs.ts'
import type { Mail } from '../../platform/mail.ts'
import { newId } from '../../platform/transaction.ts'
import { sendLinks } from '../mailed-links/index.ts'
import { letterOf } from './invitation.ts'
import { pathOf } from './operations.ts'
import { type Due, takeDue } from './store.ts'

/** Sends people the links by which they come in. */
export const sendInvitations = (mail: Mail, address: () => string): Tick =>
  sendLinks<Due>({ name: 'send invitations', table: 'invitation', takeDue, letterOf: letterTo, told }, mail, address)

function letterTo(due: Due, { token, address }: { token: string; address: string }) {
  const { workspace_name: workspace, inviter_name: inviter, person_name: person, email, expires_at } = due
  const link = `${address}${pathOf(token, email)}`
  return { to: { name: person, address: email }, ...letterOf({ workspace, inviter, person, link, expires_at }) }
}

const told = ({ id: subject, inviter_id: id, workspace_id }: Due, sent_at: string) =>
  ({
    event: { id: newId('evt'), type: 'invitation.sent', subject, version: 2, data: { after: { sent_at } } },
    actor: { id, workspace_id, channel: 'system' },
  }) as const
