import type { Tick } from '../../platform/jobs.ts'
import type { Mail } from '../../platform/mail.ts'
import { newId } from '../../platform/transaction.ts'
import { sendLinks } from '../mailed-links/index.ts'
import { letterOf } from './letter.ts'
import { pathOf } from './operations.ts'
import { type Due, takeDue } from './store.ts'

/** Sends buyers the links by which they confirm. */
export const sendConfirmations = (mail: Mail, address: () => string): Tick =>
  sendLinks<Due>(
    { name: 'send confirmations', table: 'confirmation_request', takeDue, letterOf: letterTo, told },
    mail,
    address,
  )

function letterTo(due: Due, { token, address }: { token: string; address: string }) {
  const { language, workspace_name: workspace, asker, name, asks, email, expires_at } = due
  const link = `${address}${pathOf(token)}`
  return { to: { name, address: email }, ...letterOf({ language, workspace, asker, name, asks, link, expires_at }) }
}

const told = ({ id: subject, asker_id: id, workspace_id }: Due, sent_at: string) =>
  ({
    event: {
      id: newId('evt'),
      type: 'confirmation.sent',
      subject,
      version: 1,
      data: { before: { sent_at: null }, after: { sent_at } },
    },
    actor: { id, workspace_id, channel: 'system' },
  }) as const
