import type { Database } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Mail } from '../../platform/mail.ts'
import { newId } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { deciders, type Decider } from '../approvals/index.ts'
import { letterOf, nextReminder } from './gate-approval.ts'
import * as store from './store.ts'

type Ways = { mail: Mail | undefined; address: () => string }

/** Tells those who decide that they are asked, and reminds them. Without a mail server the event alone tells. */
export const tellApprovers = (ways: Ways): Tick => {
  let running: Promise<void> | undefined
  const tellAll = async (database: Database, now: Instant) => {
    while (await tellNext(database, ways, now));
  }
  return {
    name: 'tell approvers',
    every_seconds: 5,
    async run({ database, now }) {
      running ??= tellAll(database, now).finally(() => {
        running = undefined
      })
      await running
    },
  }
}

/** Tells about the question that is due the longest; answers whether there was one. */
async function tellNext({ owner }: Database, ways: Ways, now: Instant): Promise<boolean> {
  // Written down before anybody is told: a killed server tells once too little, and reminds later.
  const due = await owner.transaction().execute(async (tx) => {
    const taken = await store.takeDue(tx, now)
    if (!taken) return undefined
    const asked = await deciders({ tx, workspace_id: taken.workspace_id, now }, taken.approval_id)
    if (!asked || asked.approval.state !== 'open') {
      await store.saveReminder(tx, taken, { remind_at: null, reminders: taken.reminders })
      return { taken, asked: undefined }
    }
    const reminders = taken.reminders + 1
    const remind_at = nextReminder(reminders, asked.approval.due_at, now)
    await store.saveReminder(tx, taken, { remind_at, reminders })
    const told = asked.people.map(({ id }) => id)
    const data = { before: { reminders: taken.reminders }, after: { reminders, told } }
    const event = { id: newId('evt'), type: 'approval.reminded', subject: taken.approval_id, version: 1, data } as const
    const actor = { id: taken.asked_by, workspace_id: taken.workspace_id, channel: 'system' } as const
    await saveEvents(tx, [event], { actor, now, request_id: undefined })
    return { taken, asked }
  })
  if (!due) return false
  if (due.asked) await tell(ways, due.taken, due.asked)
  return true
}

type Asked = { approval: { title: string; due_at: Instant | null }; people: Decider[] }

/** The one place where a person hears of it: preferences of theirs, and other ways than mail, belong here. */
async function tell({ mail, address }: Ways, due: store.Due, { approval, people }: Asked): Promise<void> {
  if (!mail) return
  const { workspace_name: workspace, asked_by_name: asked_by, note, reminders, deal_number } = due
  for (const { name, email } of people) {
    if (email === null) continue
    const link = `${address()}/deals/D-${deal_number}`
    const { title, due_at } = approval
    const letter = letterOf({ workspace, approver: name, asked_by, title, note, link, due_at, again: reminders > 0 })
    // A mail that is not taken is not sent again: the next reminder is.
    await mail.send({ to: { name, address: email }, ...letter }).catch(() => undefined)
  }
}
