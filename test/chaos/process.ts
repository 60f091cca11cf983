import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export type Settings = {
  data: string
  database_url?: string | undefined
  script?: string
  extra?: Record<string, string>
}

export type ServerProcess = {
  child: ChildProcess
  /** The server's address once it is ready; undefined when it ended without ever being so. */
  ready: Promise<string | undefined>
  /** How it ended, with everything it wrote to stderr and how long it lived. */
  ended: Promise<{ code: number | null; stderr: string; milliseconds: number }>
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a server as a process of its own, on a port of its own. */
export function startProcess({ data, database_url, script = 'src/main.ts', extra = {} }: Settings): ServerProcess {
  const started = performance.now()
  const { DATABASE_URL, TEST_DATABASE_URL, VITEST, NODE_ENV, ...inherited } = process.env
  const child = spawn(process.execPath, [join(root, script), 'serve'], {
    cwd: root,
    env: {
      ...inherited,
      PORT: '0',
      TRIBUTARY_DATA: data,
      TRIBUTARY_DEMO: '0',
      RATE_LIMIT: '0',
      NODE_COMPILE_CACHE: join(root, '.cache/compiled'),
      ...(database_url === undefined ? {} : { DATABASE_URL: database_url }),
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stderr,
    milliseconds: performance.now() - started,
  }))
  const ready = new Promise<string | undefined>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      stdout += chunk
      const url = /is ready: (http:\S+)/.exec(stdout)?.[1]
      if (url) resolve(url)
    })
    void ended.then(() => resolve(undefined))
  })
  return {
    child,
    ready,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Whole counts under TRIBUTARY_FULL, fewer in CI. */
export const rounds = (full: number, ci: number): number => (process.env.TRIBUTARY_FULL ? full : ci)
