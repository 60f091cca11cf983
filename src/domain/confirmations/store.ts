import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Instant } from '../../values/instant.ts'
import { mostReferences, type ReferenceSource } from '../pipelines/index.ts'
import type { Language } from './confirmation.ts'

export type NewRequest = {
  id: string
  deal_id: string
  criterion: string
  asks: string
  language: Language
  name: string
  email: string | null
  hash: string | null
  created_by: string
  created_at: Instant
  expires_at: Instant
  send_at: Instant | null
}

export type RequestRow = Omit<NewRequest, 'hash'> & {
  deal_number: bigint
  deal_name: string
  created_by_name: string
  answer: 'confirmed' | 'declined' | null
  answered_at: Instant | null
  answered_by: string | null
  remark: string | null
  revoked_at: Instant | null
  sent_at: Instant | null
  send_error: string | null
}

export async function insertRequest(tx: Tx, workspace_id: string, row: NewRequest): Promise<void> {
  await insertRows(tx, 'confirmation_request', [{ workspace_id, ...row }])
}

/** The newest first. */
export async function readRequests(tx: Tx, workspace_id: string, deal_id: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select c.id, c.deal_id, c.criterion, c.asks, c.language, c.name, c.email, c.created_by, c.created_at, c.expires_at,
      c.send_at, c.answer, c.answered_at, c.answered_by, c.remark, c.revoked_at, c.sent_at, c.send_error,
      d.number as deal_number, d.name as deal_name, p.name as created_by_name
    from confirmation_request c
    join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
    join person p on p.workspace_id = c.workspace_id and p.id = c.created_by
    where c.workspace_id = ${workspace_id} and c.deal_id = ${deal_id}
    order by c.created_at desc, c.id desc`.execute(tx)
  return rows
}

export async function revokeRequest(tx: Tx, workspace_id: string, id: string, now: Instant): Promise<void> {
  await sql`update confirmation_request set revoked_at = ${now}, send_at = null
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}

/** A request as whoever holds its link finds it. */
export type OpenRequest = {
  workspace_id: string
  workspace_name: string
  id: string
  deal_id: string
  criterion: string
  asks: string
  language: Language
  name: string
  asker: string
  expires_at: Instant
}

/** Undefined where the link is unknown, has ended, or was used or revoked: nobody can tell which. */
export async function readOpen(
  owner: Tx,
  hash: string,
  now: Instant,
  lock: 'for update' | '' = '',
): Promise<OpenRequest | undefined> {
  const { rows } = await sql<OpenRequest>`
    select c.workspace_id, w.name as workspace_name, c.id, c.deal_id, c.criterion, c.asks, c.language, c.name,
      p.name as asker, c.expires_at
    from confirmation_request c
    join workspace w on w.id = c.workspace_id
    join person p on p.workspace_id = c.workspace_id and p.id = c.created_by
    where c.hash = ${hash} and c.answer is null and c.revoked_at is null and c.expires_at > ${now}
    ${sql.raw(lock && 'for update of c')}`.execute(owner)
  return rows[0]
}

export type Answered = {
  answer: 'confirmed' | 'declined'
  answered_at: Instant
  answered_by: string
  remark: string | null
}

export async function saveAnswer(owner: Tx, { workspace_id, id }: OpenRequest, answered: Answered): Promise<void> {
  const { answer, answered_at, answered_by, remark } = answered
  await sql`update confirmation_request set answer = ${answer}, answered_at = ${answered_at},
      answered_by = ${answered_by}, remark = ${remark}, send_at = null
    where workspace_id = ${workspace_id} and id = ${id}`.execute(owner)
}

/** The deal, locked, so that evidence and a move of it come one after the other. */
export async function lockDealOf(owner: Tx, { workspace_id, deal_id }: OpenRequest) {
  const { rows } = await sql<{ number: bigint; name: string; version: number }>`
    select number, name, version from deal where workspace_id = ${workspace_id} and id = ${deal_id} for update`.execute(
    owner,
  )
  return rows[0]
}

export type Due = {
  workspace_id: string
  id: string
  deal_id: string
  workspace_name: string
  asker_id: string
  asker: string
  asks: string
  language: Language
  name: string
  email: string
  expires_at: Instant
  send_attempts: number
}

/** One request whose mail is due, held until the end of the transaction; one that another server holds is passed over. */
export async function takeDue(owner: Tx, now: Instant): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select c.workspace_id, c.id, c.deal_id, w.name as workspace_name, p.id as asker_id, p.name as asker, c.asks,
      c.language, c.name, c.email, c.expires_at, c.send_attempts
    from confirmation_request c
    join workspace w on w.id = c.workspace_id
    join person p on p.workspace_id = c.workspace_id and p.id = c.created_by
    where c.send_at <= ${now} and c.email is not null and c.answer is null and c.expires_at > ${now}
    order by c.send_at limit 1 for update of c skip locked`.execute(owner)
  return rows[0]
}

/** What buyers of open deals have been asked and have not answered: a link whose question is gone. */
export const confirmationReferences: ReferenceSource = {
  tables: ['confirmation_request'],
  async find(tx, workspace_id, { pipeline_id, criteria }) {
    if (criteria.length === 0) return []
    const { rows } = await sql<{ criterion: string; questions: number; id: string }>`
      select c.criterion, count(*)::int as questions, min(c.id) as id from confirmation_request c
      join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
      where c.workspace_id = ${workspace_id} and d.pipeline_id = ${pipeline_id} and d.outcome is null
        and c.answer is null and c.revoked_at is null
        and c.criterion = any(${criteria}::text[])
      group by c.criterion order by c.criterion limit ${mostReferences}`.execute(tx)
    return rows.map(({ criterion, questions, id }) => ({
      kind: 'confirmation',
      id,
      name:
        questions === 1 ? 'One question to a buyer of an open deal' : `${questions} questions to buyers of open deals`,
      refers_to: { kind: 'criterion', key: criterion },
    }))
  },
}
