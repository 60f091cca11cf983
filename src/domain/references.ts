import { activityReferences } from './activities/index.ts'
import { confirmationReferences } from './confirmations/index.ts'
import { gateApprovalReferences } from './gate-approvals/index.ts'
import { changeReferences } from './changes/index.ts'
import { draftReferences } from './drafts/index.ts'
import { evidenceReferences } from './evidence/index.ts'
import { handoffReferences } from './handoff-changes/index.ts'
import { importReferences } from './imports/index.ts'
import type { ReferenceSource } from './pipelines/index.ts'
import { routingReferences } from './routing-changes/index.ts'
import { transferMapReferences } from './transfer-maps/index.ts'

/** Who keeps names of pipelines, stages, fields or criteria, and says so to whoever is about to remove one. */
export const referenceSources: readonly ReferenceSource[] = [
  draftReferences,
  changeReferences,
  activityReferences,
  evidenceReferences,
  gateApprovalReferences,
  confirmationReferences,
  importReferences,
  transferMapReferences,
  routingReferences,
  handoffReferences,
]

/** Tables with such names in which nothing can come to point nowhere, each with the reason why. */
export const referWithoutLoss: Readonly<Record<string, string>> = {
  pipeline: 'what the names are of',
  definition: 'what the names are of; it never changes',
  field: 'the library, which no version takes anything out of',
  deal: 'brought along by a migration, or left in its version',
  gate_override: 'what was let through, by the criterion of its time',
  deal_ledger: 'what was, in the version of its time',
  board_total: 'counted from deals',
  board_delta: 'counted from deals',
  stage_statistic: 'computed anew',
  exposure_count: 'counted from the ledger, anew when its stages are read otherwise',
  exposure_open: 'counted from the ledger, anew when its stages are read otherwise',
  exposure_size: 'of a pipeline as a whole, which stays',
  quota: 'of a pipeline as a whole, which stays',
  forecast_method: 'of a pipeline as a whole, which stays',
  quota_share: 'of a pipeline as a whole, which stays',
  adjustment: 'of a pipeline as a whole, which stays',
  submission: 'what was called by the definition of its day, which it keeps',
  pipeline_grant: 'of a pipeline as a whole, which stays',
  approval: 'of a pipeline as a whole, which stays',
  bulk_transfer: 'asked of deals once; whoever waits is refused by name where a stage is gone',
  approval_policy: 'of a pipeline as a whole, which stays',
  handoff: 'the terms of its day; a pipeline stays, and a stage that is gone blocks it by name',
  pilot: 'of pipelines as a whole, which stay',
  notification: 'of a pipeline as a whole, which stays',
  review: 'of a version as it was when it was looked at',
  deal_review: 'of a pipeline as a whole, which stays',
  lineage: 'a stage that is taken away is read as where its deals went',
  lineage_deal: 'of pipelines as a whole, which stay',
  backtest: 'of pipelines as a whole, which stay',
  rehearsal: 'a definition of its own, held against the moves of its day',
}
