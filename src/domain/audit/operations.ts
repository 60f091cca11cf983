import type { Head } from '../../platform/chain.ts'
import { verifyChain } from '../../platform/chain.ts'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Page, pageOf } from '../../values/page.ts'
import { readableEvent, readDefinitionOf, unreadable } from '../pipelines/index.ts'
import {
  AuditEvent,
  type AuditFilter,
  AuditQuery,
  ChainQuery,
  type exportFormats,
  faultWords,
  HeadQuery,
  Head as HeadSchema,
  Verification,
} from './audit.ts'
import { auditCsvHeader, auditCsvLine, shownEvent } from './shown-event.ts'
import * as store from './store.ts'

export const listAuditEvents = operation({
  name: 'audit_events.list',
  http: 'GET /audit-events',
  access: 'audit:read',
  effect: 'read',
  summary: 'What happened in this workspace, the newest first: who, through what, to what, before and after',
  cost: 5,
  input: AuditQuery,
  output: Page(AuditEvent),
  async run(context, { limit, cursor, ...filter }) {
    const events = await pageBelow(context, filter, { below: cursor?.[0], limit: limit + 1 })
    return pageOf(events, limit, ({ position }) => [position])
  },
})

async function pageBelow(
  { tx, workspace_id, actor }: Pick<Context, 'tx' | 'workspace_id' | 'actor'>,
  { subject, ...filter }: AuditFilter,
  page: { below?: number | undefined; limit: number },
): Promise<AuditEvent[]> {
  const number = /^D-(\d{1,12})$/.exec(subject ?? '')?.[1]
  const deal_id = number === undefined ? subject : ((await store.readDealId(tx, workspace_id, number)) ?? subject)
  const rows = await store.readEvents(tx, workspace_id, { ...filter, subject: deal_id }, page)
  const names = await store.readNames(
    tx,
    workspace_id,
    rows.map((row) => row.subject),
  )
  const hidden = await hiddenFields({ tx, workspace_id, actor }, rows)
  return rows.map((row) =>
    shownEvent({ ...row, data: readableEvent(hidden.get(row.subject) ?? new Set(), row.data) }, names),
  )
}

/** By deal, the fields that whoever reads the audit may not read; an owner reads all of them. */
async function hiddenFields(
  { tx, workspace_id, actor }: Pick<Context, 'tx' | 'workspace_id' | 'actor'>,
  rows: readonly store.EventOfAudit[],
): Promise<Map<string, Set<string>>> {
  const deals = rows.map(({ subject }) => subject).filter((subject) => subject.startsWith('deal_'))
  if (actor.role === 'owner' || deals.length === 0) return new Map()
  const hidden = new Map<string, Set<string>>()
  for (const [deal_id, ids] of await store.readDefinitionIds(tx, workspace_id, deals)) {
    const definitions = await Promise.all(ids.map((id) => readDefinitionOf(tx, workspace_id, id)))
    hidden.set(deal_id, new Set(definitions.flatMap((one) => [...unreadable(one, actor.role)])))
  }
  return hidden
}

export const listAuditHeads = operation({
  name: 'audit_heads.list',
  http: 'GET /audit-heads',
  access: 'audit:read',
  effect: 'read',
  summary: 'The head of the audit chain, and the heads that were exported before: keep one elsewhere to notice a cut',
  input: HeadQuery,
  output: Page(HeadSchema.extend({ exported_at: InstantSchema }).meta({ id: 'ExportedHead' })).extend({
    head: HeadSchema.nullable(),
  }),
  async run({ tx, workspace_id }, { limit, cursor }) {
    const head = await store.readHead(tx, workspace_id)
    const rows = await store.readExported(tx, workspace_id, { below: cursor?.[0], limit: limit + 1 })
    const page = pageOf(rows, limit, ({ position }) => [Number(position)])
    const data = page.data.map((row) => ({ ...row, position: Number(row.position) }))
    return { ...page, data, head: head ? plain(head) : null }
  },
})

const plain = ({ position, hash }: Head) => ({ position: Number(position), hash })

const beginning: Head = { position: 0n, hash: '' }

export const verifyAuditChain = operation({
  name: 'audit_chain.verify',
  http: 'GET /audit-chain',
  access: 'audit:read',
  effect: 'read',
  cost: 20,
  summary: 'Verify the audit chain, some thousand links at a time; names the first that does not hold',
  input: ChainQuery,
  output: Verification,
  async run({ tx, workspace_id }, { after = 0, hash, to, limit }) {
    if (after > 0 !== (hash !== undefined))
      throw invalid('/hash', 'head', 'after and hash go together: both of the head that the answer before told.')
    const from = hash === undefined ? beginning : { position: BigInt(after), hash }
    const until = to === undefined ? undefined : BigInt(to)
    const { head, fault, ...told } = await verifyChain(tx, workspace_id, { after: from, most: limit, to: until })
    const shown = fault && {
      position: Number(fault.position),
      event_id: fault.event_id,
      code: fault.code,
      detail: faultWords[fault.code] ?? fault.code,
    }
    return { ...told, head: plain(head), fault: shown }
  },
})

const exportedAtOnce = 500

/** Everything that fits, a page a transaction, as lines of a file. */
export async function* auditLines(
  { database, actor, now }: { database: Database; actor: Actor; now(): string },
  filter: AuditFilter,
  format: (typeof exportFormats)[number],
): AsyncGenerator<string> {
  if (format === 'csv') yield auditCsvHeader()
  for (let below: number | undefined; ; ) {
    const asked = { actor, effect: 'read', name: 'audit_events.export', now: now() } as const
    const events = await inTransaction(database, asked, (context) =>
      pageBelow(context, filter, { below, limit: exportedAtOnce }),
    )
    for (const event of events) yield format === 'csv' ? auditCsvLine(event) : `${JSON.stringify(event)}\n`
    if (events.length < exportedAtOnce) return
    below = events.at(-1)?.position
  }
}
