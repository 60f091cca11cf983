import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'
import { type HandoffRow, readHandoff } from '../handoffs/index.ts'

type Deal = { id: string; number: bigint; name: string; pipeline_id: string; owner_id: string | null }

/** A hand-off with what people are told of it. */
export type Told = {
  handoff: HandoffRow
  from: Deal | null
  opened: Deal | null
  account_owner: string | null
  /** Of the deal that was opened or, before there is one, of what it comes from. */
  name: string
  pipeline: string
  decider: string | null
}

export async function readTold(owner: Tx, workspace_id: string, id: string): Promise<Told | undefined> {
  const handoff = await readHandoff(owner, workspace_id, id)
  if (!handoff) return undefined
  const { rows: deals } = await sql<Deal>`
    select id, number, name, pipeline_id, owner_id from deal where workspace_id = ${workspace_id}
      and id = any(${[handoff.deal_id, handoff.to_deal_id].filter((one) => one !== null)}::text[])`.execute(owner)
  const { rows } = await sql<{
    pipeline: string
    account: string | null
    owner_id: string | null
    decider: string | null
  }>`
    select p.name as pipeline, a.name as account, a.owner_id, w.name as decider from pipeline p
    left join account a on a.workspace_id = p.workspace_id and a.id = ${handoff.account_id}
    left join person w on w.workspace_id = p.workspace_id and w.id = ${handoff.decided_by}
    where p.workspace_id = ${workspace_id} and p.id = ${handoff.pipeline_id}`.execute(owner)
  const [from, opened] = [handoff.deal_id, handoff.to_deal_id].map(
    (one) => deals.find((deal) => deal.id === one) ?? null,
  )
  const [{ pipeline, account, owner_id, decider } = { pipeline: '', account: null, owner_id: null, decider: null }] =
    rows
  const name = opened?.name ?? from?.name ?? account ?? ''
  return { handoff, from: from ?? null, opened: opened ?? null, account_owner: owner_id, name, pipeline, decider }
}

/** The managers of some people at a moment. */
export async function readManagers(
  owner: Tx,
  workspace_id: string,
  people: readonly string[],
  at: string,
): Promise<string[]> {
  const { rows } = await sql<{ manager_id: string | null }>`
    select distinct on (person_id) manager_id from person_manager
    where workspace_id = ${workspace_id} and valid_from <= ${at} and person_id = any(${people}::text[])
    order by person_id, valid_from desc`.execute(owner)
  return rows.flatMap(({ manager_id }) => manager_id ?? [])
}
