import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { type Allowed, faultOfUrl } from '../../platform/outgoing-address.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Page, pageOf } from '../../values/page.ts'
import { kindNames, kinds } from './kinds.ts'
import { Notification, NotificationQuery, Preferences, PreferencesChange, shownAddress } from './notification.ts'
import { sentenceOf } from './sentences.ts'
import * as store from './store.ts'

const access = 'me:read'

/** The operations on notifications, told once at start where this installation may call and whether it mails. */
export const notificationOperations = (allowed: Allowed, mails: boolean) => [
  listNotifications,
  updateNotification,
  readAll,
  operation({
    name: 'notification_preferences.get',
    http: 'GET /notification-preferences',
    access,
    effect: 'read',
    summary: 'What you are told of, and how',
    input: z.strictObject({}),
    output: Preferences,
    run: (context) => preferencesOf(context, mails),
  }),
  operation({
    name: 'notification_preferences.set',
    http: 'PUT /notification-preferences',
    access,
    effect: 'write',
    summary: 'Say what you want to be told of, and how; kinds that are not named stay as they are',
    input: PreferencesChange,
    output: Preferences,
    async run(context, { data, chat_url }) {
      const { tx, workspace_id, actor, record, unchanged } = context
      const before = await preferencesOf(context, mails)
      await store.saveWanted(tx, workspace_id, actor.id, data)
      if (chat_url !== undefined) await store.saveAddress(tx, workspace_id, actor.id, addressOf(chat_url, allowed))
      const after = await preferencesOf(context, mails)
      if (chat_url === undefined && JSON.stringify(before) === JSON.stringify(after)) unchanged()
      record({
        type: 'person.notifications_set',
        subject: actor.id,
        version: 1,
        data: { before: told(before), after: told(after) },
      })
      return after
    },
  }),
]

const listNotifications = operation({
  name: 'notifications.list',
  http: 'GET /notifications',
  access,
  effect: 'read',
  summary: 'What you were told of, the newest first, and how much of it you have not read',
  input: NotificationQuery,
  output: Page(Notification).extend({ unread: z.int() }),
  async run({ tx, workspace_id, actor }, query) {
    const rows = await store.readNotifications(tx, workspace_id, actor.id, query)
    const page = pageOf(rows, query.limit, ({ id }) => [id])
    const unread = await store.countUnread(tx, workspace_id, actor.id)
    return { ...page, data: page.data.map(notificationOf), unread }
  },
})

const updateNotification = operation({
  name: 'notifications.update',
  http: 'PATCH /notifications/{notification_id}',
  access,
  effect: 'write',
  summary: 'Say that you have read a notification, or that you have not',
  input: z.strictObject({ notification_id: Id('ntf'), read: z.boolean() }),
  output: Notification,
  async run({ tx, workspace_id, actor, now, record, unchanged }, { notification_id, read }) {
    const row = await store.lockNotification(tx, workspace_id, actor.id, notification_id)
    if (!row) throw notFound('notification')
    if ((row.read_at !== null) === read) {
      unchanged()
      return notificationOf(row)
    }
    const read_at = read ? now : null
    await store.markRead(tx, workspace_id, row.id, read_at)
    const data = { before: { read_at: row.read_at }, after: { read_at } }
    record({ type: 'notification.read', subject: row.id, version: 2, data })
    return notificationOf({ ...row, read_at })
  },
})

const readAll = operation({
  name: 'notifications.read_all',
  http: 'POST /notifications/readings',
  access,
  effect: 'write',
  status: 200,
  summary: 'Say that you have read everything that you were told of',
  input: z.strictObject({}),
  output: z.object({ read: z.int() }),
  async run({ tx, workspace_id, actor, now, record, unchanged }) {
    const read = await store.markAllRead(tx, workspace_id, actor.id, now)
    if (read === 0) unchanged()
    record({
      type: 'notification.all_read',
      subject: actor.id,
      version: 1,
      data: { before: { unread: read }, after: { unread: 0 } },
    })
    return { read }
  },
})

const notificationOf = ({ kind, pieces, ...row }: store.Row): z.input<typeof Notification> => ({
  ...row,
  kind,
  pieces: { ...pieces },
  ...sentenceOf(kind, pieces),
})

async function preferencesOf({ tx, workspace_id, actor }: Context, mails: boolean) {
  const wanted = await store.readWanted(tx, workspace_id, actor.id)
  return {
    data: kindNames.map((kind) => ({ kind, summary: kinds[kind].summary, ...(wanted.get(kind) ?? kinds[kind].usual) })),
    mails,
    chat_address: await store.readShownAddress(tx, workspace_id, actor.id),
  }
}

/** What of preferences an event keeps: by kind, the ways that are on. */
const told = ({ data, chat_address }: Awaited<ReturnType<typeof preferencesOf>>) => ({
  ...Object.fromEntries(
    data.map(({ kind, app, mail, chat }) => [
      kind,
      Object.entries({ app, mail, chat }).flatMap(([way, on]) => (on ? [way] : [])),
    ]),
  ),
  chat_address,
})

function addressOf(url: string | null, allowed: Allowed): { secret: string; shown: string } | null {
  if (url === null) return null
  const fault = faultOfUrl(url, allowed)
  if (fault !== null) throw invalid('/chat_url', 'address', fault)
  const { href } = new URL(url)
  return { secret: href, shown: shownAddress(href) }
}
