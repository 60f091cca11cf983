import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

/** Text ids are the English sentences themselves; another language is one more file beside `en.po`. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: '<rootDir>/src/web/locales/{locale}', include: ['<rootDir>/src/web'], exclude: ['**/*.test.*'] }],
  format: formatter({ origins: false, explicitIdAsDefault: true }),
})
