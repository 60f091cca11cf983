import type { Command } from './command.ts'
import { completionOf } from './completion.ts'
import { doctor } from './doctor.ts'
import { cancelJob, showJob } from './jobs.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import { addPerson, listPeople } from './people.ts'
import { listQuotas, setQuota } from './quotas.ts'
import { addRate, listRates } from './rates.ts'

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  listPeople,
  addPerson,
  listKeys,
  createKey,
  revokeKey,
  listRates,
  addRate,
  listQuotas,
  setQuota,
  showJob,
  cancelJob,
  doctor,
  completionOf(() => commands),
]
