import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const stamp = join(out, '.stamp')
const budget = 170_000

/**
 * Builds the web application into `dist/web` when a source changed since the last build. Vite runs in a child process,
 * so that its memory (300 MB and more) is given back before the server starts. Throws when the build fails.
 */
export function buildWeb(log: (line: string) => void = console.log): void {
  const wanted = sourcesHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const started = performance.now()
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', 'src/web', '--config', 'src/web/vite.config.ts', '--logLevel', 'warn']
  // Under a test runner NODE_ENV is `test`, which would leave React's slow half for developers in what people use.
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (child.status !== 0) throw new Error('the web application could not be built; the messages above say why')
  mkdirSync(out, { recursive: true })
  writeFileSync(stamp, wanted)
  log(`web built in ${Math.round(performance.now() - started)} ms; ${sizeLine()}`)
}

/** Bytes of JavaScript, gzipped, that a browser loads before the board route runs: the entry, the route, their imports. */
export function boardRouteBytes(): number {
  const manifest: Manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'))
  const board = Object.keys(manifest).find((key) => key.endsWith('board/board-page.tsx'))
  const files = reached(manifest, ['index.html', ...(board ? [board] : [])])
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(out, file))).length, 0)
}

type Manifest = Record<string, { file: string; imports?: string[] }>

function sizeLine(): string {
  const bytes = boardRouteBytes()
  const verdict = bytes <= budget ? 'within' : 'OVER'
  return `board route ${(bytes / 1000).toFixed(1)} kB gzip, ${verdict} the budget of ${budget / 1000} kB`
}

function reached(manifest: Manifest, entries: string[]): string[] {
  const seen = new Set<string>()
  const open = [...entries]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    open.push(...(manifest[key]?.imports ?? []))
  }
  return [...seen].flatMap((key) => manifest[key]?.file ?? []).filter((file) => file.endsWith('.js'))
}

function sourcesHash(): string {
  const hash = createHash('sha256')
  const patterns = ['src/{web,client}/**/*.*', 'lingui.config.ts', 'package-lock.json']
  for (const file of globSync(patterns, { cwd: root }).sort()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

if (import.meta.main) buildWeb()
