import { activityReferences } from './activities/index.ts'
import { changeReferences } from './changes/index.ts'
import { draftReferences } from './drafts/index.ts'
import { evidenceReferences } from './evidence/index.ts'
import { importReferences } from './imports/index.ts'
import type { ReferenceSource } from './pipelines/index.ts'

/** Who keeps names of pipelines, stages, fields or criteria, and says so to whoever is about to remove one. */
export const referenceSources: readonly ReferenceSource[] = [
  draftReferences,
  changeReferences,
  activityReferences,
  evidenceReferences,
  importReferences,
]

/** Tables with such names in which nothing can come to point nowhere, each with the reason why. */
export const referWithoutLoss: Readonly<Record<string, string>> = {
  pipeline: 'what the names are of',
  definition: 'what the names are of; it never changes',
  field: 'the library, which no version takes anything out of',
  deal: 'brought along by a migration, or left in its version',
  deal_ledger: 'what was, in the version of its time',
  board_total: 'counted from deals',
  board_delta: 'counted from deals',
  stage_statistic: 'computed anew',
  quota: 'of a pipeline as a whole, which stays',
  pipeline_grant: 'of a pipeline as a whole, which stays',
  approval: 'of a pipeline as a whole, which stays',
  approval_policy: 'of a pipeline as a whole, which stays',
}
