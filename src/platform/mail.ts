import { createTransport } from 'nodemailer'
import type { Config } from './config.ts'

/** One mail of plain text. */
export type Letter = { to: { name: string; address: string }; subject: string; text: string }

/** Sends one mail; throws where the mail server did not take it. */
export type Mail = { send(letter: Letter): Promise<void>; close(): void }

/** Seconds are generous: a mail server that greets slowly on purpose is a common defence against spam. */
const patience = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 30_000 }

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
