import { i18n } from '@lingui/core'
import { messages } from './locales/en.po'

const catalogues: Record<string, () => Promise<typeof messages>> = { en: async () => messages }

/** Makes a language ready before the first screen is drawn. Unknown languages fall back to English. */
export async function speak(locale: string): Promise<void> {
  const known = locale in catalogues ? locale : 'en'
  // What the catalogue leaves out has nothing to be put together (see `leanEnglish` in vite.config.ts).
  i18n.setMessagesCompiler((text) => [text])
  i18n.loadAndActivate({ locale: known, messages: (await catalogues[known]?.()) ?? messages })
  document.documentElement.lang = known
}
