import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = process.env['TRIBUTARY_URL'] ?? 'http://127.0.0.1:3000'

/**
 * The catalogue comes with the first page, and in English a text without a placeholder is its own id: only what has to
 * be put together is sent. Other languages are sent whole.
 */
const leanEnglish: Plugin = {
  name: 'lean-english',
  enforce: 'post',
  transform(code, id) {
    if (!id.endsWith('/locales/en.po')) return null
    const text = /JSON\.parse\(("(?:[^"\\]|\\.)*")\)/.exec(code)?.[1]
    if (text === undefined) throw new Error('the catalogue is no longer given as JSON.parse("…")')
    const messages: Record<string, unknown> = JSON.parse(JSON.parse(text))
    const said = Object.entries(messages).filter(
      ([name, message]) => JSON.stringify(message) !== JSON.stringify([name]),
    )
    const lean = JSON.stringify(JSON.stringify(Object.fromEntries(said)))
    return { code: `export const messages = JSON.parse(${lean})`, map: null }
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwind(), lingui({ configPath: here('../../lingui.config.ts') }), leanEnglish],
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
