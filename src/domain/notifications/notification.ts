import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery, FlagSchema } from '../../values/page.ts'
import { Ours } from '../../values/text.ts'
import { kindNames } from './kinds.ts'

export const Notification = z
  .object({
    id: Id('ntf'),
    kind: z.enum(kindNames),
    title: z.string(),
    detail: z.string().nullable(),
    /** What the sentence is made of, to say it in another language. */
    pieces: z.record(z.string(), z.string()),
    /** Where it leads, behind the address of the server. */
    link: Ours,
    created_at: InstantSchema,
    read_at: InstantSchema.nullable(),
  })
  .meta({ id: 'Notification' })
export type Notification = z.infer<typeof Notification>

export const NotificationQuery = z.strictObject({
  /** Those alone that were not read. */
  unread: FlagSchema.optional(),
  ...pageQuery(z.tuple([Id('ntf')])),
})

const Wanted = z.object({ app: z.boolean(), mail: z.boolean(), chat: z.boolean() })

export const Preferences = z
  .object({
    data: z.array(z.object({ kind: z.enum(kindNames), summary: Ours, ...Wanted.shape })),
    /** Whether this installation sends mail at all. */
    mails: z.boolean(),
    /** Where chat messages go, as far as it is shown; null where no address was given. */
    chat_address: z.string().nullable(),
  })
  .meta({ id: 'NotificationPreferences' })

export const PreferencesChange = z.strictObject({
  data: z
    .array(z.strictObject({ kind: z.enum(kindNames), app: z.boolean(), mail: z.boolean(), chat: z.boolean() }))
    .max(kindNames.length, `at most ${kindNames.length} kinds`)
    .default([]),
  /** An incoming webhook as Slack makes them; null takes it away, and what is absent stays. */
  chat_url: z.string().max(2_000).nullable().optional(),
})

/** What is shown of an address that works like a password: where it is, and its last letters. */
export const shownAddress = (url: string): string => `${new URL(url).host}/…${url.slice(-4)}`

/** After so many seconds a message is tried again; after the last it is given up. */
const pauses = [30, 120, 600, 3_600, 14_400]

export function nextAttempt(attempts: number, now: string): string | null {
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : new Date(Date.parse(now) + pause * 1000).toISOString()
}
