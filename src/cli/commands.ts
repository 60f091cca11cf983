import { exportAudit, listAudit, listHeads, verifyAudit } from './audit.ts'
import type { Command } from './command.ts'
import { api } from './api.ts'
import { completionOf } from './completion.ts'
import { bulkDeals, createDeal, editDeal } from './deal-changes.ts'
import { listDeals, moveDeal, showDeal } from './deals.ts'
import { doctor } from './doctor.ts'
import { forecast } from './forecast.ts'
import { importFile } from './imports.ts'
import { listInvitations, resendInvitation, revokeInvitation } from './invitations.ts'
import { cancelJob, showJob, watchJob } from './jobs.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { mcp } from './mcp.ts'
import { addPerson, changeRole, deactivatePerson, invitePerson, listPeople, reactivatePerson } from './people.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { createPipelines, listPipelines, showPipeline } from './pipelines.ts'
import {
  createAccount,
  createActivity,
  createContact,
  finishActivity,
  listAccounts,
  listActivities,
  listContacts,
  listFields,
  showBoard,
} from './records.ts'
import { listQuotas, setQuota } from './quotas.ts'
import { addRate, listRates } from './rates.ts'
import { reconcile } from './reconcile.ts'
import { explainRights, setRights, showRights } from './rights.ts'
import { createTeam, listTeams, setManager, setTeamMembers, showHierarchy } from './teams.ts'
import {
  addWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  resendDelivery,
  rotateWebhook,
  testWebhook,
} from './webhooks.ts'
import { createWorkspace, listWorkspaces, setWorkspace } from './workspace.ts'
import { transferDeals } from './transfers.ts'

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  setWorkspace,
  listWorkspaces,
  createWorkspace,
  listPeople,
  addPerson,
  changeRole,
  deactivatePerson,
  reactivatePerson,
  invitePerson,
  listInvitations,
  resendInvitation,
  revokeInvitation,
  listTeams,
  createTeam,
  setTeamMembers,
  showHierarchy,
  setManager,
  listKeys,
  createKey,
  revokeKey,
  listPipelines,
  showPipeline,
  createPipelines,
  showRights,
  setRights,
  explainRights,
  importFile,
  listDeals,
  showDeal,
  createDeal,
  editDeal,
  moveDeal,
  transferDeals,
  bulkDeals,
  listAccounts,
  createAccount,
  listContacts,
  createContact,
  listActivities,
  createActivity,
  finishActivity,
  showBoard,
  listFields,
  forecast,
  reconcile,
  listRates,
  addRate,
  listQuotas,
  setQuota,
  listWebhooks,
  addWebhook,
  removeWebhook,
  rotateWebhook,
  testWebhook,
  listDeliveries,
  resendDelivery,
  listAudit,
  exportAudit,
  listHeads,
  verifyAudit,
  exportPersonalData,
  erasePersonalData,
  showJob,
  watchJob,
  cancelJob,
  api,
  doctor,
  mcp,
  completionOf(() => commands),
]
