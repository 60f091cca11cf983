import type { DemoCompany } from './demo-company.ts'
import type { DemoDeal } from './demo-deal.ts'

/**
 * The deals as one CSV text (RFC 4180, a header, one row a deal) for the ordinary import: fixed columns, then one
 * column per custom field, then `entered_<stage>` per stage of any pipeline with the moment of entry, blank where never.
 */
export function demoCsv({ deals }: DemoCompany): string {
  const fields = keysOf(deals.map((deal) => deal.fields))
  const stages = keysOf(deals.map((deal) => deal.entered))
  const header = [...columns.map(([name]) => name), ...fields, ...stages.map((stage) => `entered_${stage}`)]
  const rows = deals.map((deal) => [
    ...columns.map(([, value]) => value(deal)),
    ...fields.map((field) => deal.fields[field] ?? ''),
    ...stages.map((stage) => deal.entered[stage] ?? ''),
  ])
  return [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

const columns: readonly [string, (deal: DemoDeal) => string][] = [
  ['deal_id', (deal) => deal.deal_id],
  ['name', (deal) => deal.name],
  ['pipeline', (deal) => deal.pipeline],
  ['stage', (deal) => deal.stage],
  ['status', (deal) => deal.status],
  ['amount', (deal) => deal.amount ?? ''],
  ['currency', (deal) => deal.currency],
  ['created_at', (deal) => deal.created_at],
  ['closed_at', (deal) => deal.closed_at ?? ''],
  ['close_date', (deal) => deal.close_date],
  ['owner_email', (deal) => deal.owner_email],
  ['account', (deal) => deal.account?.name ?? ''],
  ['account_domain', (deal) => deal.account?.domain ?? ''],
  ['partner', (deal) => deal.partner?.name ?? ''],
  ['partner_domain', (deal) => deal.partner?.domain ?? ''],
  ['source', (deal) => deal.source],
  ['lost_reason', (deal) => deal.lost_reason ?? ''],
  ['term_months', (deal) => String(deal.term?.months ?? '')],
  ['product', (deal) => deal.term?.product ?? ''],
  ['billing_period', (deal) => (deal.term ? 'year' : '')],
  ['renews', (deal) => deal.renews ?? ''],
]

const keysOf = (records: readonly Record<string, string>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
]

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
