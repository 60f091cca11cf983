import type { Command } from './command.ts'
import { api } from './api.ts'
import { completionOf } from './completion.ts'
import { listDeals, moveDeal, showDeal } from './deals.ts'
import { doctor } from './doctor.ts'
import { forecast } from './forecast.ts'
import { importFile } from './imports.ts'
import { cancelJob, showJob } from './jobs.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { addPerson, invitePerson, listPeople } from './people.ts'
import { mcp } from './mcp.ts'
import { createPipelines, listPipelines, showPipeline } from './pipelines.ts'
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
  moveDeal,
  forecast,
  listRates,
  addRate,
  listQuotas,
  setQuota,
  showJob,
  cancelJob,
  api,
  doctor,
  mcp,
  completionOf(() => commands),
]
