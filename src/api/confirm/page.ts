import type { Offered } from '../../domain/confirmations/index.ts'
import { words } from './words.ts'

/** Where the style sheet of these pages lies: nothing stands inline, and nothing comes from elsewhere. */
export const stylePath = '/confirm/style.css'

export type Entered = { name: string; remark: string; fault?: 'name_missing' | 'too_long' }

/** What a buyer is asked, as a form that works without scripts. */
export function questionPage(token: string, offered: Offered, entered: Entered = { name: '', remark: '' }): string {
  const { language, workspace_name, asker, asks, expires_at } = offered
  const said = words[language]
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(expires_at))
  const fault = entered.fault === undefined ? '' : `<p class="fault" id="fault" role="alert">${said[entered.fault]}</p>`
  return page(
    language,
    said.title(workspace_name),
    `<p class="from">${safe(said.from(asker, workspace_name))}</p>
<blockquote>${safe(asks)}</blockquote>
<form method="post" action="/confirm/${encodeURIComponent(token)}" accept-charset="utf-8">
${fault}
<label for="name">${said.name}</label>
<input id="name" name="name" autocomplete="name" maxlength="120" value="${safe(entered.name)}"${fault && ' aria-describedby="fault" aria-invalid="true"'}>
<label for="remark">${said.remark}</label>
<textarea id="remark" name="remark" rows="3" maxlength="1000" aria-describedby="hint">${safe(entered.remark)}</textarea>
<p class="hint" id="hint">${said.remark_hint}</p>
<button class="main" name="answer" value="confirmed">${said.confirm}</button>
<button name="answer" value="declined">${said.decline}</button>
</form>
<p class="hint">${safe(said.until(day))} ${said.once}</p>`,
  )
}

export function thanksPage({ language, workspace_name, asks }: Offered, answer: 'confirmed' | 'declined'): string {
  const said = words[language]
  return page(
    language,
    said[answer],
    `<blockquote>${safe(asks)}</blockquote><p>${safe(said.thanks(workspace_name))}</p>`,
  )
}

/** The same for a link that never was, has ended, was used or was taken back; in both languages, since none is known. */
export const spentPage = (): string =>
  page(
    'en',
    words.en.spent,
    `<p>${words.en.spent_hint}</p>
<div lang="id"><h2>${words.id.spent}</h2><p>${words.id.spent_hint}</p></div>`,
  )

export const tooManyPage = (): string =>
  page('en', '429', `<p>${words.en.too_many}</p><p lang="id">${words.id.too_many}</p>`)

const page = (language: string, title: string, body: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${safe(title)}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<h1>${safe(title)}</h1>
${body}
</main>
</body>
</html>
`

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '')
