import type { Database } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import type { Tick } from '../../platform/jobs.ts'
import { type Mail, mailFault, nextAttempt } from '../../platform/mail.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { newToken } from '../people/index.ts'
import { letterOf } from './letter.ts'
import { pathOf } from './operations.ts'
import * as store from './store.ts'

/** Sends the mails to buyers that were committed, and again those that a mail server did not take. */
export const sendConfirmations = (mail: Mail, address: () => string): Tick => {
  let running: Promise<void> | undefined
  const sendAll = async (database: Database, now: Instant) => {
    while (await sendNext(database, { mail, address: address() }, now));
  }
  return {
    name: 'send confirmations',
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
  const { language, workspace_name: workspace, asker, name, asks, email, expires_at } = due
  const link = `${by.address}${pathOf(token)}`
  try {
    const letter = letterOf({ language, workspace, asker, name, asks, link, expires_at })
    await by.mail.send({ to: { name, address: email }, ...letter })
  } catch (error) {
    await store.saveOutcome(owner, due, hash, { send_error: mailFault(error) })
    return true
  }
  await owner.transaction().execute(async (tx) => {
    if (!(await store.saveOutcome(tx, due, hash, { sent_at: now }))) return
    const data = { before: { sent_at: null }, after: { sent_at: now } }
    const event = { id: newId('evt'), type: 'confirmation.sent', subject: due.id, version: 1, data } as const
    const actor = { id: due.asker_id, workspace_id: due.workspace_id, channel: 'system' } as const
    await saveEvents(tx, [event], { actor, now, request_id: undefined })
  })
  return true
}
