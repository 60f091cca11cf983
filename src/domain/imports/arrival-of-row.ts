import type { Instant } from '../../values/instant.ts'
import { mergedFields } from '../fields/index.ts'
import type { Arrival, Closing } from '../intake/index.ts'
import type { Definition, Lifecycle } from '../pipelines/index.ts'
import { rateBetween, type Rates } from '../rates/index.ts'
import type { Row, UnplacedRow } from './row.ts'

/** What was looked up for a row: whom and what it names, and by which rates a win is kept. */
export type Found = {
  pipeline: { id: string; lifecycle: Lifecycle; definition_id: string; definition: Definition }
  account_id: string | null
  partner_account_id: string | null
  owner_id: string | null
  /** The workspace's currency. */
  home: string
  rates: Rates
  amounts_known: Arrival['amount_known']
  now: Instant
}

/**
 * A row as a deal that arrives. Of a deal without any date it is only known that it is there now: it begins today. A
 * stage that has no moment of its own counts from the creation where it is the only one, else from the last thing known.
 */
export function arrivalOf(row: Row, { pipeline, home, rates, amounts_known, now, ...ids }: Found): Arrival {
  const closed = closingOf(row, home, rates)
  const stages = stagesOf(row, closed?.at ?? now)
  const first = stages[0]?.at ?? now
  const { name, source, amount_minor, currency, next_step } = row
  return {
    pipeline,
    values: {
      ...ids,
      name,
      source,
      amount_minor,
      currency,
      next_step,
      close_date: row.close_date ?? closed?.day ?? null,
      fields: mergedFields({}, row.fields),
    },
    created_at: row.created_at !== null && row.created_at < first ? row.created_at : first,
    stages,
    closed,
    amount_known: amounts_known,
  }
}

function stagesOf({ stage, entered, created_at }: Row, last: Instant): Arrival['stages'] {
  if (stage === null || stage === entered.at(-1)?.stage) return entered
  if (entered.length === 0) return [{ stage, at: created_at ?? last }]
  return [...entered, { stage, at: last }]
}

function closingOf(row: Row, home: string, rates: Rates): Closing | null {
  const { outcome, closed_at, closed_on, lost_reason, currency } = row
  if (outcome === null || closed_at === null) return null
  const frozen_rate = currency === home ? null : rateBetween(rates, currency, home, closed_at.slice(0, 10))
  return { outcome, at: closed_at, day: closed_on ?? closed_at.slice(0, 10), reason: lost_reason, frozen_rate }
}

/** The companies that rows name, as customers and as partners. */
export const companiesOf = (rows: readonly Pick<UnplacedRow, 'account' | 'partner'>[]) =>
  rows.flatMap(({ account, partner }) => [
    ...(account ? [{ ...account, kind: 'customer' as const }] : []),
    ...(partner ? [{ ...partner, kind: 'partner' as const }] : []),
  ])
