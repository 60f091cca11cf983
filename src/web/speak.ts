import { i18n, type Messages } from '@lingui/core'

/** English needs no catalogue: each module brings its own texts along, ready to be put together (see vite.config.ts). */
const catalogues: Record<string, () => Promise<Messages>> = { en: async () => ({}) }

/** Makes a language ready before the first screen is drawn. Unknown languages fall back to English. */
export async function speak(locale: string): Promise<void> {
  const known = locale in catalogues ? locale : 'en'
  // A text that stands in no catalogue and comes without parts has nothing to be put together.
  i18n.setMessagesCompiler((text) => [text])
  i18n.loadAndActivate({ locale: known, messages: (await catalogues[known]?.()) ?? {} })
  document.documentElement.lang = known
}
