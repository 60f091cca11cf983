import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Tick } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import * as store from './store.ts'

/**
 * Hands the heads of all chains out, to a file beside the data and to the log. Whoever keeps either elsewhere notices
 * when the end of a chain is cut off: a chain alone looks whole without its last links.
 */
export const exportHeadsTo = (file: string, log: Pick<Log, 'info'>): Tick => ({
  name: 'audit heads',
  every_seconds: 60,
  async run({ database, now }) {
    for (const head of await store.readNewHeads(database.owner)) {
      const { workspace_id, slug, hash } = head
      const line = { workspace_id, slug, position: Number(head.position), hash, exported_at: now }
      mkdirSync(dirname(file), { recursive: true })
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
      log.info({ audit_head: line }, 'audit head')
      await store.insertHead(database.owner, head, now)
    }
  },
})
