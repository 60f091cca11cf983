import type { JobHandler, Tick } from '../platform/jobs.ts'
import type { Follower } from '../platform/sequencer.ts'
import { fillKeys } from './accounts/index.ts'
import { foldTotals } from './boards/index.ts'
import { refreshDueStatistics } from './forecast/index.ts'
import { takeOverFile } from './imports/index.ts'
import { noteDue, suspectDue } from './overlaps/index.ts'
import { eraseSubject } from './personal-data/index.ts'
import { clearOldDeliveries } from './webhooks/index.ts'

/** Who does which kind of job. */
export const jobHandlers: Record<string, JobHandler> = { import: takeOverFile, erasure: eraseSubject }

/** What falls due by itself. */
export const ticks: Tick[] = [fillKeys, suspectDue, refreshDueStatistics, foldTotals, clearOldDeliveries]

/** What reads on behind the events of a workspace, beside jobs and webhooks. */
export const followers: Follower[] = [noteDue]
