import type { Language } from './confirmation.ts'

export type Letterhead = {
  language: Language
  workspace: string
  asker: string
  name: string
  asks: string
  link: string
  expires_at: string
}

/** What the buyer finds in their mail. */
export function letterOf({ language, workspace, asker, name, asks, link, expires_at }: Letterhead) {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(expires_at))
  if (language === 'id')
    return {
      subject: `${workspace} meminta konfirmasi Anda`,
      text: `Yth. ${name},

${asker} dari ${workspace} meminta konfirmasi Anda atas hal berikut:

${asks}

Setujui atau tolak di sini, tanpa perlu mendaftar:

${link}

Tautan ini hanya untuk Anda, berlaku satu kali, dan berakhir pada ${day}.
Jika Anda tidak mengenal ${asker}, abaikan surel ini.
`,
    }
  return {
    subject: `${workspace} asks you to confirm`,
    text: `Hello ${name},

${asker} of ${workspace} asks you to confirm the following:

${asks}

Confirm or decline here; no account is needed:

${link}

The link is for you only, works once, and ends on ${day}.
If you do not know ${asker}, do nothing: then nothing happens.
`,
  }
}
