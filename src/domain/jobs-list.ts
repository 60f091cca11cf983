import type { JobHandler, Tick } from '../platform/jobs.ts'
import { tellOfDueActivities } from './activities/index.ts'
import { approvalSubjects } from './approval-subjects.ts'
import { settleApprovals } from './approvals/index.ts'
import type { Follower } from '../platform/sequencer.ts'
import { fillKeys } from './accounts/index.ts'
import { doBacktest } from './backtests/index.ts'
import { transferMany } from './bulk-transfers/index.ts'
import { foldTotals } from './boards/index.ts'
import { tellOfEndedMigrations, tellOfWaitingChanges } from './change-notices/index.ts'
import { noteWins, settleContracts } from './contracts/index.ts'
import { bringStragglers, publishDue } from './changes/index.ts'
import { endClosedGates, tellOfWaitingGates } from './gate-approvals/index.ts'
import { keepExposureCounts, refreshDueStatistics } from './forecast/index.ts'
import { tellOfWaitingHandoffs } from './handoff-notices/index.ts'
import { fireDue, fireTermEnds, noteTriggers } from './handoff-triggers/index.ts'
import { takeOverFile } from './imports/index.ts'
import { moveAlong, moveBack } from './lineages/index.ts'
import { migrateDeals } from './migrations/index.ts'
import { noteDue, suspectDue } from './overlaps/index.ts'
import { eraseSubject } from './personal-data/index.ts'
import { endPilots } from './pilots/index.ts'
import { doRehearsal } from './rehearsals/index.ts'
import { tellOfDueReviews } from './reviews/index.ts'
import { tellOfDueSubmissions } from './submissions/index.ts'
import { clearOldDeliveries } from './webhooks/index.ts'

/** Who does which kind of job. */
export const jobHandlers: Record<string, JobHandler> = {
  import: takeOverFile,
  transfer: transferMany,
  erasure: eraseSubject,
  migration: migrateDeals,
  rehearsal: doRehearsal,
  backtest: doBacktest,
  lineage: moveAlong,
  lineage_undo: moveBack,
}

/** What falls due by itself. */
export const ticks: Tick[] = [
  publishDue,
  bringStragglers,
  settleApprovals(approvalSubjects),
  endClosedGates,
  fillKeys,
  settleContracts,
  fireDue,
  fireTermEnds,
  suspectDue,
  keepExposureCounts,
  refreshDueStatistics,
  foldTotals,
  clearOldDeliveries,
  tellOfDueActivities,
  tellOfDueReviews,
  tellOfWaitingChanges,
  tellOfWaitingGates,
  tellOfWaitingHandoffs,
  tellOfEndedMigrations,
  tellOfDueSubmissions,
  endPilots,
]

/** What reads on behind the events of a workspace, beside jobs and webhooks. */
export const followers: Follower[] = [noteDue, noteWins, noteTriggers]
