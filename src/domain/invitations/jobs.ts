import type { Database } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import type { Tick } from '../../platform/jobs.ts'
import { type Mail, mailFault, nextAttempt } from '../../platform/mail.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { accessOf, newToken } from '../people/index.ts'
import { letterOf } from './invitation.ts'
import { pathOf } from './operations.ts'
import * as store from './store.ts'

/** Sends the mails of invitations that were committed, and again those that a mail server did not take. */
export const sendInvitations = (mail: Mail, address: () => string): Tick => {
  let running: Promise<void> | undefined
  const sendAll = async (database: Database, now: Instant) => {
    while (await sendNext(database, { mail, address: address() }, now));
  }
  return {
    name: 'send invitations',
    every_seconds: 2,
    async run({ database, now }) {
      // A slow mail server is waited for once, not once a tick.
      running ??= sendAll(database, now).finally(() => {
        running = undefined
      })
      await running
    },
  }
}

/** Sends the mail that is due the longest; answers whether there was one. */
async function sendNext({ owner }: Database, by: { mail: Mail; address: string }, now: Instant): Promise<boolean> {
  const { token, hash } = newToken()
  // The attempt is written down before the mail goes out: a killed server sends it again, with another link.
  const due = await owner.transaction().execute(async (tx) => {
    const taken = await store.takeDue(tx, now)
    if (!taken) return undefined
    const send_attempts = taken.send_attempts + 1
    await store.saveAttempt(tx, taken, { hash, send_attempts, send_at: nextAttempt(send_attempts, now) })
    return taken
  })
  if (!due) return false
  const { workspace_name: workspace, inviter_name: inviter, person_name: person, email, expires_at } = due
  const link = `${by.address}${pathOf(token, email)}`
  try {
    await by.mail.send({
      to: { name: person, address: email },
      ...letterOf({ workspace, inviter, person, link, expires_at }),
    })
  } catch (error) {
    await store.saveOutcome(owner, due, hash, { send_error: mailFault(error) })
    return true
  }
  await owner.transaction().execute(async (tx) => {
    if (!(await store.saveOutcome(tx, due, hash, { sent_at: now }))) return
    const data = { after: { sent_at: now } }
    const event = { id: newId('evt'), type: 'invitation.sent', subject: due.id, version: 2, data } as const
    await saveEvents(tx, [event], { actor: inviterOf(due), now, request_id: undefined })
  })
  return true
}

const inviterOf = ({ inviter_id: id, inviter_name: name, inviter_role: role, workspace_id }: store.Due) =>
  ({ id, name, role, workspace_id, channel: 'system', access: accessOf(role) }) as const
