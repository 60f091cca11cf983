import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import { forever } from '../../values/instant.ts'

export type CreditKind = 'revenue' | 'overlay' | 'sourced' | 'influenced'

export type CreditRow = {
  id: string
  kind: CreditKind
  share: number | null
  person: { id: string; name: string } | null
  partner: { id: string; name: string; domain: string | null } | null
  event_id: string
  valid_from: string
}

/** Who is credited with a deal now, the largest share first. */
export async function readCredits(tx: Tx, workspace_id: string, deal_id: string): Promise<CreditRow[]> {
  const { rows } = await sql<CreditRow>`
    select c.id, c.kind, c.share, c.event_id, c.valid_from,
      case when p.id is null then null else jsonb_build_object('id', p.id, 'name', p.name) end as person,
      case when a.id is null then null
        else jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) end as partner
    from deal_credit c
    left join person p on p.workspace_id = c.workspace_id and p.id = c.person_id
    left join account a on a.workspace_id = c.workspace_id and a.id = c.partner_account_id
    where c.workspace_id = ${workspace_id} and c.deal_id = ${deal_id} and c.valid_until = 'infinity'
    order by c.share desc nulls last, c.id`.execute(tx)
  return rows
}

export type NewCredit = {
  id: string
  kind: CreditKind
  share: number | null
  person_id: string | null
  partner_account_id: string | null
  event_id: string
}

/** Ends what was credited until now, and says what is from now on. */
export async function replaceCredits(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  credits: readonly NewCredit[],
  now: string,
): Promise<void> {
  await sql`update deal_credit set valid_until = ${now}
    where workspace_id = ${workspace_id} and deal_id = ${deal_id} and valid_until = 'infinity'`.execute(tx)
  const rows = credits.map((credit) => ({ workspace_id, deal_id, ...credit, valid_from: now, valid_until: forever }))
  await insertRows(tx, 'deal_credit', rows)
}
