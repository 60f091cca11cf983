import type { Database, Tx } from '../../platform/database/open.ts'
import { type EventActor, type Recorded, saveEvents } from '../../platform/events.ts'
import type { Tick } from '../../platform/jobs.ts'
import { type Letter, type Mail, mailFault, nextAttempt } from '../../platform/mail.ts'
import type { Instant } from '../../values/instant.ts'
import { newToken } from '../people/index.ts'
import { type LinkTable, saveAttempt, saveOutcome } from './store.ts'

/** A row whose link is due to go out. */
export type DueLink = { workspace_id: string; id: string; send_attempts: number }

/** What is mailed as a link that works once: invitations, and what buyers are asked to confirm. */
type LinkMail<Due extends DueLink> = {
  name: string
  table: LinkTable
  /** One row that is due, held until the end of the transaction; one that another server holds is passed over. */
  takeDue(owner: Tx, now: Instant): Promise<Due | undefined>
  letterOf(due: Due, link: { token: string; address: string }): Letter
  /** What the audit log says once it is sent. */
  told(due: Due, sent_at: Instant): { event: Recorded; actor: EventActor }
}

/** Sends the links that were committed, and again those that a mail server did not take. */
export function sendLinks<Due extends DueLink>(kind: LinkMail<Due>, mail: Mail, address: () => string): Tick {
  let running: Promise<void> | undefined
  const sendAll = async (database: Database, now: Instant) => {
    while (await sendNext(database, kind, { mail, address: address() }, now));
  }
  return {
    name: kind.name,
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
async function sendNext<Due extends DueLink>(
  { owner }: Database,
  { table, takeDue, letterOf, told }: LinkMail<Due>,
  { mail, address }: { mail: Mail; address: string },
  now: Instant,
): Promise<boolean> {
  const { token, hash } = newToken()
  // The attempt is written down before the mail goes out: a killed server sends it again, with another link.
  const due = await owner.transaction().execute(async (tx) => {
    const taken = await takeDue(tx, now)
    if (!taken) return undefined
    const send_attempts = taken.send_attempts + 1
    await saveAttempt(tx, table, taken, { hash, send_attempts, send_at: nextAttempt(send_attempts, now) })
    return taken
  })
  if (!due) return false
  try {
    await mail.send(letterOf(due, { token, address }))
  } catch (error) {
    await saveOutcome(owner, table, due, hash, { send_error: mailFault(error) })
    return true
  }
  await owner.transaction().execute(async (tx) => {
    if (!(await saveOutcome(tx, table, due, hash, { sent_at: now }))) return
    const { event, actor } = told(due, now)
    await saveEvents(tx, [event], { actor, now, request_id: undefined })
  })
  return true
}
