import type { AnyOperation } from '../platform/operation.ts'
import { type Allowed, nothingInside } from '../platform/outgoing-address.ts'
import { createAdjustment, listAdjustments } from './adjustments/index.ts'
import { listAccountMerges, mergeAccounts, reverseAccountMerge } from './account-merges/index.ts'
import { createAccount, getAccount, listAccounts, updateAccount } from './accounts/index.ts'
import { createActivity, listActivities, updateActivity } from './activities/index.ts'
import { approvalSubjects } from './approval-subjects.ts'
import { approvalOperations } from './approvals/index.ts'
import { listAuditEvents, listAuditHeads, verifyAuditChain } from './audit/index.ts'
import { getBoard, getBoardStage, getUnionBoard, getUnionPhase } from './boards/index.ts'
import { getBridge, listBridgeDeals } from './bridges/index.ts'
import { bulkDeals } from './bulk/index.ts'
import { getBulkTransfer, listBulkTransferDeals, transferDeals } from './bulk-transfers/index.ts'
import { calendarOperations } from './calendars/index.ts'
import { changeOperations } from './changes/index.ts'
import { contractOperations } from './contracts/index.ts'
import { confirmationOperations } from './confirmations/index.ts'
import { createContact, getContact, listContacts, updateContact } from './contacts/index.ts'
import { dealReviewOperations } from './deal-reviews/index.ts'
import { getDeal, listDeals, searchDeals } from './deals/index.ts'
import { checkDefinition, discardDraft, getDraft, saveDraft } from './drafts/index.ts'
import { getDealCategories, updateDeal } from './edits/index.ts'
import { addEvidence } from './evidence/index.ts'
import { listGateOverrides, tallyGateOverrides } from './exceptions/index.ts'
import { explainOnDeal } from './explanations/index.ts'
import { listFields, updateField } from './fields/index.ts'
import { getForecast, getWinChance } from './forecast/index.ts'
import { forecastMethodOperations } from './forecast-methods/index.ts'
import { getForecastGrid } from './forecast-grid/index.ts'
import { getForecastPath } from './forecast-paths/index.ts'
import { gateApprovalOperations } from './gate-approvals/index.ts'
import { beginView, explainPerson, getRights, handoverOf, setRights } from './grants/index.ts'
import { handoffChangeOperations } from './handoff-changes/index.ts'
import { handoffRuleOperations } from './handoff-rules/index.ts'
import { handoffOperations } from './handoffs/index.ts'
import { getHistory } from './history/index.ts'
import { getHitRates, lookAtPeople } from './hit-rates/index.ts'
import { createImport, getImport } from './imports/index.ts'
import { createDeal } from './intake/index.ts'
import { incomingOperations } from './incoming/index.ts'
import { invitationOperations } from './invitations/index.ts'
import { cancelJob, getJob } from './jobs/index.ts'
import { setLineItems } from './line-items/index.ts'
import { createLink, deleteLink, listLinks } from './links/index.ts'
import { lintDefinition, lintPipeline } from './linter/index.ts'
import { getLook, takeLook } from './looks/index.ts'
import { moveDeal, previewMoveOfDeal, previewMoves, reverseMove } from './moves/index.ts'
import { notificationOperations } from './notifications/index.ts'
import {
  createOverlap,
  getOverlap,
  listOverlaps,
  previewOverlaps,
  resolveOverlap,
  reverseOverlap,
} from './overlaps/index.ts'
import { addDealContact, addMember, removeDealContact, removeMember } from './participants/index.ts'
import { type Installation, peopleOperations } from './people/index.ts'
import { erasePersonalData, exportPersonalData } from './personal-data/index.ts'
import { pilotOperations } from './pilots/index.ts'
import { getDefinition, getPipeline, listDefinitions, listPipelines } from './pipelines/index.ts'
import { createProduct, listProducts, updateProduct } from './products/index.ts'
import { createQuota, listQuotas, pasteQuotas } from './quotas/index.ts'
import { createRate, listRates, loadRates } from './rates/index.ts'
import { pipelineMapOperations } from './pipeline-map/index.ts'
import { getReconciliation } from './reconciliation/index.ts'
import { referenceSources } from './references.ts'
import { createRehearsal, getRehearsal } from './rehearsals/index.ts'
import { getCredits, setCredits } from './credits/index.ts'
import { getFunnel, getPipelineTotals } from './reports/index.ts'
import { createReview, listReviews, listReviewsOfPipeline } from './reviews/index.ts'
import { getDealRouting, getRouting, listVersions, previewRouting, rulesThatName, traceDeal } from './routing/index.ts'
import { routingChangeOperations } from './routing-changes/index.ts'
import {
  endOtherSessions,
  endSession,
  endSessionsOfPerson,
  getSecondFactor,
  listSessions,
  resetSecondFactor,
} from './sessions/index.ts'
import { createTeam, getHierarchy, getManager, listTeams, setManager, setMembers, updateTeam } from './teams/index.ts'
import { listUpkeep, updatePipeline } from './upkeep/index.ts'
import { getTransferMap, listTransferMaps, setTransferMap } from './transfer-maps/index.ts'
import { previewTransferOfDeal, previewTransfers, reverseTransfer, transferDeal } from './transfers/index.ts'
import { usageOperations } from './usage/index.ts'
import { backtestOperations } from './backtests/index.ts'
import { lineageOperations } from './lineages/index.ts'
import { webhookOperations } from './webhooks/index.ts'
import { createSubmission, getSubmission, listDue, listSubmissions } from './submissions/index.ts'
import { createWorkspace, listFiscalYears } from './workspaces/index.ts'

/** Everything that the product can do. Surfaces are drawn from this list; what is not here does not exist. */
export const operationsOf = (installation: Installation, outgoing: Allowed = nothingInside): AnyOperation[] => [
  ...peopleOperations(installation, { handoverOf, namedIn: rulesThatName }),
  ...invitationOperations(installation.mails ?? false),
  createWorkspace,
  listFiscalYears,
  listTeams,
  createTeam,
  updateTeam({ namedIn: rulesThatName }),
  setMembers,
  getManager,
  setManager,
  getHierarchy,
  listSessions,
  endSession,
  endOtherSessions,
  endSessionsOfPerson,
  getSecondFactor,
  resetSecondFactor,
  listPipelines,
  getPipeline,
  listDefinitions,
  getDefinition,
  checkDefinition,
  getDraft,
  saveDraft,
  discardDraft,
  updatePipeline,
  listUpkeep,
  lintPipeline,
  lintDefinition,
  listReviews,
  listReviewsOfPipeline,
  createReview,
  createRehearsal,
  getRehearsal,
  getRights,
  setRights,
  explainPerson,
  beginView,
  listFields,
  updateField,
  listAccounts,
  getAccount,
  createAccount,
  updateAccount,
  listAccountMerges,
  mergeAccounts,
  reverseAccountMerge,
  listContacts,
  getContact,
  createContact,
  updateContact,
  listProducts,
  createProduct,
  updateProduct,
  listDeals,
  searchDeals,
  getDeal,
  createDeal,
  updateDeal,
  getDealCategories,
  bulkDeals,
  moveDeal,
  previewMoveOfDeal,
  previewMoves,
  reverseMove,
  explainOnDeal,
  listGateOverrides,
  tallyGateOverrides,
  transferDeal,
  previewTransferOfDeal,
  previewTransfers,
  reverseTransfer,
  transferDeals,
  getBulkTransfer,
  listBulkTransferDeals,
  listTransferMaps,
  getTransferMap,
  setTransferMap,
  getHistory,
  listOverlaps,
  previewOverlaps,
  getOverlap,
  createOverlap,
  resolveOverlap,
  reverseOverlap,
  listLinks,
  createLink,
  deleteLink,
  getRouting,
  listVersions,
  previewRouting,
  traceDeal,
  getDealRouting,
  ...routingChangeOperations,
  ...lineageOperations,
  ...backtestOperations,
  ...forecastMethodOperations,
  ...incomingOperations,
  ...calendarOperations,
  ...handoffRuleOperations,
  ...handoffChangeOperations,
  ...handoffOperations,
  ...usageOperations,
  ...contractOperations,
  ...pipelineMapOperations,
  getCredits,
  setCredits,
  addEvidence,
  ...confirmationOperations(installation.mails ?? false),
  addDealContact,
  removeDealContact,
  addMember,
  removeMember,
  setLineItems,
  getBoard,
  getBoardStage,
  getUnionBoard,
  getUnionPhase,
  getLook,
  takeLook,
  listActivities,
  createActivity,
  updateActivity,
  listRates,
  createRate,
  loadRates,
  listQuotas,
  createQuota,
  pasteQuotas,
  getForecast,
  getBridge,
  listBridgeDeals,
  getWinChance,
  getForecastPath,
  getForecastGrid,
  getHitRates,
  lookAtPeople,
  listAdjustments,
  createAdjustment,
  listSubmissions,
  listDue,
  getSubmission,
  createSubmission,
  ...dealReviewOperations,
  getPipelineTotals,
  getFunnel,
  getReconciliation,
  listAuditEvents,
  listAuditHeads,
  verifyAuditChain,
  exportPersonalData,
  erasePersonalData,
  createImport,
  getImport,
  getJob,
  cancelJob,
  ...approvalOperations(approvalSubjects),
  ...changeOperations(referenceSources),
  ...gateApprovalOperations,
  ...pilotOperations(referenceSources),
  ...notificationOperations(outgoing, installation.mails ?? false),
  ...webhookOperations(outgoing),
]
