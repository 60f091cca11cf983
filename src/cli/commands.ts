import type { Command } from './command.ts'
import { api } from './api.ts'
import { completionOf } from './completion.ts'
import { bulkDeals, createDeal, editDeal } from './deal-changes.ts'
import { listDeals, moveDeal, showDeal } from './deals.ts'
import { doctor } from './doctor.ts'
import { forecast } from './forecast.ts'
import { importFile } from './imports.ts'
import { cancelJob, showJob, watchJob } from './jobs.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { addPerson, invitePerson, listPeople } from './people.ts'
import { mcp } from './mcp.ts'
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
import { setWorkspace } from './workspace.ts'

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  setWorkspace,
  listPeople,
  addPerson,
  invitePerson,
  listKeys,
  createKey,
  revokeKey,
  listPipelines,
  showPipeline,
  createPipelines,
  importFile,
  listDeals,
  showDeal,
  createDeal,
  editDeal,
  moveDeal,
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
  listRates,
  addRate,
  listQuotas,
  setQuota,
  showJob,
  watchJob,
  cancelJob,
  api,
  doctor,
  mcp,
  completionOf(() => commands),
]
