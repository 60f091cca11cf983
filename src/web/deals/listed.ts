import type { DealFilter } from '../api.ts'

/** Which deals a list shows, as its address says. */
export type Listed = Pick<
  DealFilter,
  | 'pipeline'
  | 'stage'
  | 'outcome'
  | 'category'
  | 'owner'
  | 'q'
  | 'owed'
  | 'ageing'
  | 'sort'
  | 'closed_from'
  | 'closed_before'
> & { close_from?: string | undefined; close_before?: string | undefined }

const outcomes = ['open', 'won', 'lost', 'any'] as const
const categories = ['commit', 'best_case', 'pipeline', 'omitted'] as const
export const ages = ['flagged', 'slow', 'stuck', 'waiting'] as const
export const sorts = ['-created', 'close_date', '-close_date', 'amount', '-amount', '-updated'] as const

/** Reads the filters of an address; what makes no sense is left out. */
export function listedOf(search: Record<string, unknown>): Listed {
  const { outcome, category, sort, owed, ageing } = search
  const texts = [
    'pipeline',
    'stage',
    'owner',
    'q',
    'close_from',
    'close_before',
    'closed_from',
    'closed_before',
  ] as const
  const named = texts.flatMap((key) => {
    const value = search[key]
    return typeof value === 'string' && value !== '' ? [[key, value]] : []
  })
  const known = {
    outcome: outcomes.find((one) => one === outcome),
    category: categories.find((one) => one === category),
    sort: sorts.find((one) => one === sort),
    ageing: ages.find((one) => one === ageing),
    owed: owed === 'true' || owed === true ? ('true' as const) : undefined,
  }
  return {
    ...(Object.fromEntries(named) as Listed),
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  }
}
