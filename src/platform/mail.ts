import { createTransport } from 'nodemailer'
import type { Instant } from '../values/instant.ts'
import type { Config } from './config.ts'

/** One mail of plain text. */
export type Letter = { to: { name: string; address: string }; subject: string; text: string }

/** Sends one mail; throws where the mail server did not take it. */
export type Mail = { send(letter: Letter): Promise<void>; close(): void }

/** Seconds are generous: a mail server that greets slowly on purpose is a common defence against spam. */
const patience = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 30_000 }

/** After these many seconds a mail is tried again; after the last it is given up, and shown as failed. */
const pauses = [10, 60, 300, 1_800, 7_200, 21_600]

/** When a mail that did not go out is tried next; null where it is given up. */
export function nextAttempt(attempts: number, now: Instant): Instant | null {
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : new Date(Date.parse(now) + pause * 1000).toISOString()
}

/** What the mail server said, in one short line. */
export const mailFault = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 300)

/** Undefined where no mail server was named: then links are shown to be copied. */
export function startMail({ smtp_url, mail_from }: Pick<Config, 'smtp_url' | 'mail_from'>): Mail | undefined {
  if (smtp_url === undefined || mail_from === undefined) return undefined
  const transport = createTransport({ url: smtp_url, ...patience, disableFileAccess: true, disableUrlAccess: true })
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from: mail_from, to, subject, text })
    },
    close: () => transport.close(),
  }
}
