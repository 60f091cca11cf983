import type { DealColumn } from '../ledger/index.ts'
import type { Criterion, Definition } from '../pipelines/index.ts'
import { crossedBetween } from './crossed.ts'
import { type FactName, factsIn, isFact } from './facts.ts'
import type { Surrounding } from './situation.ts'

/** What has to be read of deals to judge them: columns of their own, and what hangs on them. */
export type Read = { columns: DealColumn[]; around: Surrounding[] }

/** What a value that rules may name is made of. */
const madeOf: Record<FactName, Partial<Read>> = {
  name: { columns: ['name'] },
  amount: { columns: ['amount_minor', 'currency'] },
  currency: { columns: ['currency'] },
  close_date: { columns: ['close_date'] },
  created_at: { columns: ['created_at'] },
  owner: { columns: ['owner_id'], around: ['owner'] },
  source: { columns: ['source'] },
  revenue_kind: { columns: ['revenue_kind'] },
  category: { columns: ['category'] },
  stage: { columns: ['stage'] },
  next_step: { columns: ['next_step'] },
  days_open: { columns: ['created_at'] },
  days_in_stage: { columns: ['entered_stage_at'] },
  days_to_close: { columns: ['close_date'] },
  meetings: { around: ['activities'] },
  calls: { around: ['activities'] },
  notes: { around: ['activities'] },
  open_tasks: { around: ['activities'] },
  last_contact: { around: ['activities'] },
  next_activity: { around: ['activities'] },
  evidence: { around: ['evidence', 'activities'] },
  fields: { columns: ['fields'] },
  account: { columns: ['account_id'], around: ['account'] },
  partner: { columns: ['partner_account_id'], around: ['partner'] },
  contacts: { around: ['contacts'] },
  people: { around: ['contacts'] },
  line_items: { columns: ['currency'], around: ['lines'] },
}

/**
 * All that these criteria look at, and perhaps more. Reading everything that
 * there is to know of a hundred thousand deals takes longer than judging them.
 */
export function readFor(criteria: readonly Criterion[]): Read {
  const parts = criteria.flatMap((criterion): Partial<Read>[] => [
    ...factsIn(criterion.rule ?? '').map((name) => madeOf[name]),
    kindRead(criterion),
  ])
  return {
    columns: [...new Set(parts.flatMap(({ columns = [] }) => columns))],
    around: [...new Set(parts.flatMap(({ around = [] }) => around))],
  }
}

/** All that the criteria behind a deal look at, whichever stage of a version it stands in. */
export const readBehind = (definition: Definition): Read =>
  readFor(crossedBetween(definition, null, definition.stages.at(-1)?.key ?? '').map(({ criterion }) => criterion))

function kindRead(criterion: Criterion): Partial<Read> {
  switch (criterion.kind) {
    case 'rule':
      return {}
    case 'field':
      return fieldRead(criterion.field)
    case 'link':
      return { around: ['evidence'] }
    case 'confirmation':
      return { around: ['evidence', 'asked'] }
    case 'approval':
      return { around: ['evidence', 'approvals'] }
    case 'meeting':
      return { around: ['evidence', 'activities'] }
  }
}

/** A field is one of the deal's own, of its account, or one of the library's, which may have the name of a fact. */
const fieldRead = (field: string): Partial<Read> => {
  if (field.startsWith('account.')) return madeOf.account
  const { columns = [] } = isFact(field) ? madeOf[field] : {}
  return { columns: [...columns, 'fields'] }
}
