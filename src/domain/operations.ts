import type { AnyOperation } from '../platform/operation.ts'
import { type Allowed, nothingInside } from '../platform/outgoing-address.ts'
import { createAccount, getAccount, listAccounts, updateAccount } from './accounts/index.ts'
import { createActivity, listActivities, updateActivity } from './activities/index.ts'
import { listAuditEvents, listAuditHeads, verifyAuditChain } from './audit/index.ts'
import { getBoard, getBoardStage, getUnionBoard, getUnionPhase } from './boards/index.ts'
import { bulkDeals } from './bulk/index.ts'
import { createContact, getContact, listContacts, updateContact } from './contacts/index.ts'
import { getDeal, listDeals, searchDeals, updateDeal } from './deals/index.ts'
import { addEvidence } from './evidence/index.ts'
import { listFields, updateField } from './fields/index.ts'
import { getForecast, getWinChance } from './forecast/index.ts'
import { beginView, explainPerson, getRights, handoverOf, setRights } from './grants/index.ts'
import { getHistory } from './history/index.ts'
import { createImport, getImport } from './imports/index.ts'
import { createDeal } from './intake/index.ts'
import { invitationOperations } from './invitations/index.ts'
import { cancelJob, getJob } from './jobs/index.ts'
import { setLineItems } from './line-items/index.ts'
import { getLook, takeLook } from './looks/index.ts'
import { moveDeal, previewMoveOfDeal, previewMoves, reverseMove } from './moves/index.ts'
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
import { createPipeline, getDefinition, getPipeline, listPipelines } from './pipelines/index.ts'
import { createProduct, listProducts, updateProduct } from './products/index.ts'
import { createQuota, listQuotas } from './quotas/index.ts'
import { createRate, listRates } from './rates/index.ts'
import { getReconciliation } from './reconciliation/index.ts'
import { getPipelineTotals } from './reports/index.ts'
import {
  endOtherSessions,
  endSession,
  endSessionsOfPerson,
  getSecondFactor,
  listSessions,
  resetSecondFactor,
} from './sessions/index.ts'
import { createTeam, getHierarchy, getManager, listTeams, setManager, setMembers, updateTeam } from './teams/index.ts'
import { webhookOperations } from './webhooks/index.ts'
import { createWorkspace } from './workspaces/index.ts'

/** Everything that the product can do. Surfaces are drawn from this list; what is not here does not exist. */
export const operationsOf = (installation: Installation, outgoing: Allowed = nothingInside): AnyOperation[] => [
  ...peopleOperations(installation, { handoverOf }),
  ...invitationOperations(installation.mails ?? false),
  createWorkspace,
  listTeams,
  createTeam,
  updateTeam,
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
  createPipeline,
  getDefinition,
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
  bulkDeals,
  moveDeal,
  previewMoveOfDeal,
  previewMoves,
  reverseMove,
  getHistory,
  listOverlaps,
  previewOverlaps,
  getOverlap,
  createOverlap,
  resolveOverlap,
  reverseOverlap,
  addEvidence,
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
  listQuotas,
  createQuota,
  getForecast,
  getWinChance,
  getPipelineTotals,
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
  ...webhookOperations(outgoing),
]
