import { csvLine } from '../../values/csv-line.ts'
import type { AuditEvent } from './audit.ts'
import type { Called, EventOfAudit } from './store.ts'

/** An event as the audit shows it. */
export function shownEvent(row: EventOfAudit, names: ReadonlyMap<string, Called>): AuditEvent {
  const { before, after, ...details } = row.data
  const called = names.get(row.subject)
  return {
    position: Number(row.position),
    id: row.id,
    occurred_at: row.recorded_at,
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
    channel: row.channel,
    type: row.type,
    subject: { id: row.subject, name: called?.name ?? null, key: called?.key ?? null },
    before: membersIn(before),
    after: membersIn(after),
    details,
    request_id: row.request_id,
    erased: row.erased,
  }
}

const membersIn = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null

const columns = [
  'position',
  'occurred_at',
  'actor_id',
  'actor',
  'channel',
  'type',
  'subject_id',
  'subject',
  'before',
  'after',
  'details',
  'request_id',
  'erased',
]

export const auditCsvHeader = (): string => csvLine(columns)

export function auditCsvLine({ actor, subject, before, after, details, ...event }: AuditEvent): string {
  const json = (value: object | null) => (value === null ? '' : JSON.stringify(value))
  return csvLine([
    String(event.position),
    event.occurred_at,
    actor?.id ?? '',
    actor?.name ?? '',
    event.channel,
    event.type,
    subject.id,
    subject.name ?? '',
    json(before),
    json(after),
    json(details),
    event.request_id ?? '',
    String(event.erased),
  ])
}
