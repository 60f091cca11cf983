import type { JobHandler, Tick } from '../platform/jobs.ts'
import { foldTotals } from './boards/index.ts'
import { publishDue } from './changes/index.ts'
import { refreshDueStatistics } from './forecast/index.ts'
import { takeOverFile } from './imports/index.ts'
import { migrateDeals } from './migrations/index.ts'
import { eraseSubject } from './personal-data/index.ts'
import { clearOldDeliveries } from './webhooks/index.ts'

/** Who does which kind of job. */
export const jobHandlers: Record<string, JobHandler> = {
  import: takeOverFile,
  erasure: eraseSubject,
  migration: migrateDeals,
}

/** What falls due by itself. */
export const ticks: Tick[] = [publishDue, refreshDueStatistics, foldTotals, clearOldDeliveries]
