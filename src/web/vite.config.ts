import { fileURLToPath } from 'node:url'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { lingui } from '@lingui/vite-plugin'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = process.env['TRIBUTARY_URL'] ?? 'http://127.0.0.1:3000'

/**
 * An English text is its own id. Where it is to be put together (`{count, plural, …}`), its parts are written beside it
 * at build time: so it comes with the screen that says it, and a browser needs neither a catalogue nor a parser. A
 * catalogue of another language goes before these.
 */
const englishInPlace: Plugin = {
  name: 'english-in-place',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(here('.')) || !/\.tsx?$/.test(id)) return null
    const said = code.replaceAll(/(i18n\.t\(\s*)('(?:[^'\\]|\\.)*')/g, (all, call: string, literal: string) => {
      const text = literal.slice(1, -1).replaceAll(/\\(.)/g, '$1')
      if (!text.includes('{')) return all
      return `${call}{ id: ${literal}, message: ${JSON.stringify(compileMessage(text))} }`
    })
    return { code: said, map: null }
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwind(), lingui({ configPath: here('../../lingui.config.ts') }), englishInPlace],
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // The content security policy allows no data: script, and a preload helper that inlines styles would break it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } },
})
