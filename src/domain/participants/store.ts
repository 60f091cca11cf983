import { sql } from 'kysely'
import type { Tx } from '../../platform/database/open.ts'

export type DealContactRow = { id: string; name: string; email: string | null; title: string | null; role: string }

export async function readDealContacts(tx: Tx, workspace_id: string, deal_id: string): Promise<DealContactRow[]> {
  const { rows } = await sql<DealContactRow>`
    select c.id, c.name, c.email, c.title, d.role
    from deal_contact d join contact c on c.workspace_id = d.workspace_id and c.id = d.contact_id
    where d.workspace_id = ${workspace_id} and d.deal_id = ${deal_id} order by c.name, c.id, d.role`.execute(tx)
  return rows
}

/** Answers false when the contact already had this role. */
export async function insertDealContact(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  contact_id: string,
  role: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into deal_contact (workspace_id, deal_id, contact_id, role)
    values (${workspace_id}, ${deal_id}, ${contact_id}, ${role}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function deleteDealContact(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  contact_id: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from deal_contact where workspace_id = ${workspace_id} and deal_id = ${deal_id} and contact_id = ${contact_id}`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}

export async function contactExists(tx: Tx, workspace_id: string, contact_id: string): Promise<boolean> {
  const { rows } = await sql`select from contact where workspace_id = ${workspace_id} and id = ${contact_id}`.execute(
    tx,
  )
  return rows.length > 0
}

export type DealMemberRow = { id: string; name: string; role: string }

export async function readTeam(tx: Tx, workspace_id: string, deal_id: string): Promise<DealMemberRow[]> {
  const { rows } = await sql<DealMemberRow>`
    select p.id, p.name, m.role
    from deal_member m join person p on p.workspace_id = m.workspace_id and p.id = m.person_id
    where m.workspace_id = ${workspace_id} and m.deal_id = ${deal_id} order by p.name, p.id`.execute(tx)
  return rows
}

export async function saveMember(
  tx: Tx,
  workspace_id: string,
  deal_id: string,
  person_id: string,
  role: string,
): Promise<void> {
  await sql`insert into deal_member as m (workspace_id, deal_id, person_id, role)
    values (${workspace_id}, ${deal_id}, ${person_id}, ${role})
    on conflict (workspace_id, deal_id, person_id) do update set role = excluded.role`.execute(tx)
}

export async function deleteMember(tx: Tx, workspace_id: string, deal_id: string, person_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from deal_member where workspace_id = ${workspace_id} and deal_id = ${deal_id} and person_id = ${person_id}`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}
