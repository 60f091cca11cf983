import { exportAudit, listAudit, listHeads, verifyAudit } from './audit.ts'
import {
  askApproval,
  askBuyer,
  listConfirmations,
  listGateApprovals,
  revokeConfirmation,
  voteOnApproval,
} from './asks.ts'
import { backtest } from './backtest.ts'
import { addHolidays, listCalendars, showDeadline } from './calendars.ts'
import { adjust, listDue, listSubmissions, loadQuotas, showGrid, submitForecast } from './calls.ts'
import type { Command } from './command.ts'
import { api } from './api.ts'
import { completionOf } from './completion.ts'
import { bulkDeals, createDeal, editDeal, waitDeal } from './deal-changes.ts'
import { explainDeal, listDeals, moveDeal, showDeal } from './deals.ts'
import { doctor } from './doctor.ts'
import { apply, diff, plan, pull } from './files.ts'
import { forecast } from './forecast.ts'
import { forecastPath } from './forecast-path.ts'
import { listForecastMethods, setForecastMethod } from './forecast-methods.ts'
import { hitRates } from './hit-rates.ts'
import { importFile } from './imports.ts'
import { listInvitations, resendInvitation, revokeInvitation } from './invitations.ts'
import { cancelJob, showJob, watchJob } from './jobs.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { lint } from './lint.ts'
import { showMap } from './map.ts'
import { mcp } from './mcp.ts'
import { movement } from './movement.ts'
import { addPerson, changeRole, deactivatePerson, invitePerson, listPeople, reactivatePerson } from './people.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { listNotifications, readNotifications } from './notifications.ts'
import { adoptPilot, listPilots, showPilot, startPilot, stopPilot } from './pilots.ts'
import { listContracts, loadUsage, showRetention } from './contracts.ts'
import {
  acceptHandoff,
  applyHandoffs,
  checkHandoffs,
  listHandoffs,
  openHandoff,
  planHandoffs,
  pullHandoffs,
  rejectHandoff,
  returnHandoff,
} from './handoffs.ts'
import { createPipelines, listPipelines, setPipeline, showPipeline } from './pipelines.ts'
import {
  createAccount,
  mergeAccounts,
  partAccounts,
  createActivity,
  createContact,
  finishActivity,
  listAccounts,
  listActivities,
  listContacts,
  listFields,
  showBoard,
} from './records.ts'
import { listOverrides, tallyOverrides } from './overrides.ts'
import { listQuotas, setQuota } from './quotas.ts'
import { addRate, listRates, loadRates } from './rates.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { beginReview, endReview, listDealReviews, markDeal, showAgenda, showDealReview } from './review.ts'
import { holdReview, listReviews } from './reviews.ts'
import { explainRights, setRights, showRights } from './rights.ts'
import { applyRouting, planRouting, pullRouting, testRouting } from './routing.ts'
import { createTeam, listTeams, setManager, setTeamMembers, showHierarchy } from './teams.ts'
import { listUpkeep } from './upkeep.ts'
import {
  addWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  resendDelivery,
  rotateWebhook,
  testWebhook,
  updateWebhook,
} from './webhooks.ts'
import { createWorkspace, listFiscalYears, listWorkspaces, setWorkspace } from './workspace.ts'
import { setCredits, showCredits } from './credits.ts'
import { linkDeals, listLinks, unlinkDeals } from './links.ts'
import { listOverlaps, resolveOverlap, undoOverlap } from './overlaps.ts'
import { transferDeals } from './transfers.ts'

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  setWorkspace,
  listFiscalYears,
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
  pull,
  plan,
  apply,
  diff,
  setPipeline,
  showMap,
  listUpkeep,
  lint,
  rehearse,
  listReviews,
  holdReview,
  listPilots,
  showPilot,
  startPilot,
  stopPilot,
  adoptPilot,
  showRights,
  setRights,
  explainRights,
  pullRouting,
  planRouting,
  applyRouting,
  testRouting,
  pullHandoffs,
  planHandoffs,
  applyHandoffs,
  checkHandoffs,
  listHandoffs,
  openHandoff,
  acceptHandoff,
  returnHandoff,
  rejectHandoff,
  loadUsage,
  listContracts,
  showRetention,
  listCalendars,
  showDeadline,
  addHolidays,
  importFile,
  listDeals,
  showDeal,
  createDeal,
  editDeal,
  waitDeal,
  moveDeal,
  explainDeal,
  transferDeals,
  showCredits,
  setCredits,
  listLinks,
  linkDeals,
  unlinkDeals,
  listOverlaps,
  resolveOverlap,
  undoOverlap,
  bulkDeals,
  askBuyer,
  listConfirmations,
  revokeConfirmation,
  askApproval,
  listGateApprovals,
  voteOnApproval,
  listOverrides,
  tallyOverrides,
  listAccounts,
  createAccount,
  mergeAccounts,
  partAccounts,
  listContacts,
  createContact,
  listActivities,
  createActivity,
  finishActivity,
  showBoard,
  listFields,
  forecast,
  forecastPath,
  hitRates,
  listForecastMethods,
  setForecastMethod,
  backtest,
  showGrid,
  adjust,
  submitForecast,
  listDue,
  listSubmissions,
  movement,
  showAgenda,
  beginReview,
  listDealReviews,
  showDealReview,
  markDeal,
  endReview,
  reconcile,
  listRates,
  addRate,
  loadRates,
  listQuotas,
  setQuota,
  loadQuotas,
  listNotifications,
  readNotifications,
  listWebhooks,
  addWebhook,
  updateWebhook,
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
