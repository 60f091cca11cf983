import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { DealState } from '../ledger/index.ts'
import type { Edge } from './decide-link.ts'
import type { LinkKind, SaidKind } from './link.ts'

/** Keeps others from linking deals of a workspace until this transaction ends, since a circle takes more than two deals. */
export async function lockLinks(tx: Tx, workspace_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('links ' || ${workspace_id}, 0))`.execute(tx)
}

/** The links of these kinds that lead on from a deal, and from where they lead to, and so on. */
export async function readOnward(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  kinds: readonly SaidKind[],
): Promise<Edge[]> {
  const { rows } = await sql<Edge>`
    with recursive onward (deal_id, other_id) as (
      select l.deal_id, l.other_id from deal_link l
      where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id} and l.kind = any(${kinds}::text[])
      union
      select l.deal_id, l.other_id from onward o
      join deal_link l on l.workspace_id = ${workspace_id} and l.deal_id = o.other_id and l.kind = any(${kinds}::text[]))
    select deal_id, other_id from onward`.execute(tx)
  return rows
}

export type NewLinkRow = Edge & { id: string; kind: SaidKind; created_by: string; created_at: string }

export async function insertLinks(tx: Tx, workspace_id: string, links: readonly NewLinkRow[]): Promise<void> {
  await insertRows(
    tx,
    'deal_link',
    links.map((link) => ({ workspace_id, ...link })),
  )
}

/** Whether the deals are linked like that already. */
export async function isLinked(tx: Tx, workspace_id: string, edge: Edge, kind: SaidKind): Promise<boolean> {
  const { deal_id, other_id } = edge
  const { rows } = await sql`
    select from deal_link where workspace_id = ${workspace_id} and deal_id = ${deal_id} and kind = ${kind}
      and other_id = ${other_id}`.execute(tx)
  return rows.length > 0
}

/** False where the deals are linked like that already. */
export async function insertLink(tx: Tx, workspace_id: string, link: NewLinkRow): Promise<boolean> {
  if (await isLinked(tx, workspace_id, link, link.kind)) return false
  await insertLinks(tx, workspace_id, [link])
  return true
}

/** Deals of which somebody said that they are different purchases: one follows from, or is part of, the other. */
const apart: readonly SaidKind[] = ['renews', 'expands', 'part_of', 'sourced_from']

/** The pairs of deals, one of them among these, that are linked so that they cannot be the same; both ways round. */
export async function readApart(tx: Tx, workspace_id: string, deal_ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<Edge>`
    select deal_id, other_id from deal_link
    where workspace_id = ${workspace_id} and kind = any(${apart}::text[])
      and (deal_id = any(${deal_ids}::text[]) or other_id = any(${deal_ids}::text[]))`.execute(tx)
  return new Set(rows.flatMap(({ deal_id, other_id }) => [`${deal_id} ${other_id}`, `${other_id} ${deal_id}`]))
}

/** Takes a link of a deal away; answers what it was. */
export async function deleteLink(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  id: string,
): Promise<(Edge & { kind: SaidKind }) | undefined> {
  const { rows } = await sql<Edge & { kind: SaidKind }>`
    delete from deal_link where workspace_id = ${workspace_id} and id = ${id}
      and (deal_id = ${deal_id} or other_id = ${deal_id})
    returning deal_id, kind, other_id`.execute(tx)
  return rows[0]
}

export type LinkRow = {
  id: string
  kind: LinkKind
  direction: 'to' | 'from'
  created_at: string
  created_by: { id: string; name: string } | null
  deal_id: string
  number: bigint
  name: string
  account: { id: string; name: string; domain: string | null } | null
  pipeline: { id: string; key: string; name: string }
  stage: { key: string; name: string }
  outcome: DealState['outcome']
  counted: boolean
  amount_minor: bigint | null
  currency: string
  close_date: string | null
  owner: { id: string; name: string } | null
}

/** Everything that a deal is to others and others to it, co-sells among it; those with deals that one may see. */
export async function readLinks(tx: Tx, workspace_id: string, deal_id: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    with beside as (
      select l.id, l.kind, 'to' as direction, l.other_id as beside_id, l.created_by, l.created_at from deal_link l
      where l.workspace_id = ${workspace_id} and l.deal_id = ${deal_id}
      union all
      select l.id, l.kind, 'from', l.deal_id, l.created_by, l.created_at from deal_link l
      where l.workspace_id = ${workspace_id} and l.other_id = ${deal_id}
      union all
      select o.id, 'overlaps', case when o.kept_id = ${deal_id} then 'from' else 'to' end,
        case when o.deal_id = ${deal_id} then o.other_id else o.deal_id end, o.resolved_by, o.resolved_at from overlap o
      where o.workspace_id = ${workspace_id} and o.state = 'co_sell' and (o.deal_id = ${deal_id} or o.other_id = ${deal_id}))
    select b.id, b.kind, b.direction, b.created_at, ${ref('w')} as created_by, d.id as deal_id, d.number, d.name,
      d.outcome, d.counted, d.amount_minor, d.currency, d.close_date, ${ref('r')} as owner,
      case when a.id is null then null
        else jsonb_build_object('id', a.id, 'name', a.name, 'domain', a.domain) end as account,
      jsonb_build_object('id', p.id, 'key', p.key, 'name', p.name) as pipeline,
      jsonb_build_object('key', d.stage, 'name', coalesce(
        (select s ->> 'name' from jsonb_array_elements(f.body -> 'stages') s where s ->> 'key' = d.stage), d.stage)) as stage
    from beside b
    join deal d on d.workspace_id = ${workspace_id} and d.id = b.beside_id
    join pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
    join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id
    left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id
    left join person w on w.workspace_id = ${workspace_id} and w.id = b.created_by
    left join person r on r.workspace_id = d.workspace_id and r.id = d.owner_id
    order by b.created_at, b.id`.execute(tx)
  return rows
}

const ref = (table: string) =>
  sql.raw(
    `case when ${table}.id is null then null else jsonb_build_object('id', ${table}.id, 'name', ${table}.name) end`,
  )
