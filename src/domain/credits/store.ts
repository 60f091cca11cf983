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

/**
 * Who is credited with a deal now, the largest share first. A partner that went into another account stands as that one
 * for as long as it is there: what was credited is not written anew, so that parting the two gives each its own back.
 */
export async function readCredits(tx: Tx, workspace_id: string, deal_id: string): Promise<CreditRow[]> {
  const { rows } = await sql<CreditRow>`
    select c.id, c.kind, c.share, c.event_id, c.valid_from,
      case when p.id is null then null else jsonb_build_object('id', p.id, 'name', p.name) end as person,
      case when a.id is null then null
        else jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) end as partner
    from deal_credit c
    left join person p on p.workspace_id = c.workspace_id and p.id = c.person_id
    left join lateral (
      with recursive way (id, merged_into) as (
        select g.id, g.merged_into from account g
        where g.workspace_id = ${workspace_id} and g.id = c.partner_account_id
        union
        select n.id, n.merged_into from way w
        join account n on n.workspace_id = ${workspace_id} and n.id = w.merged_into)
      select k.id, k.name, k.domain from way w
      join account k on k.workspace_id = ${workspace_id} and k.id = w.id where w.merged_into is null) a on true
    where c.workspace_id = ${workspace_id} and c.deal_id = ${deal_id} and c.valid_until = 'infinity'
    order by c.share desc nulls last, c.id`.execute(tx)
  // Partners that are one now brought it, or had their part in it, once.
  const brought = rows.find(({ kind }) => kind === 'sourced')?.partner?.id
  const named = new Set<string>()
  return rows.filter(({ kind, partner }) => {
    if (kind !== 'influenced' || partner === null) return true
    return partner.id !== brought && !named.has(partner.id) && named.add(partner.id)
  })
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
