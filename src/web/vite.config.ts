import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = process.env['TRIBUTARY_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwind(), lingui({ configPath: here('../../lingui.config.ts') })],
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
