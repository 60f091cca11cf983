import type { Access } from '../../platform/access.ts'

export type EventType = {
  type: string
  summary: string
  /** What the owner of an endpoint must be allowed to do to hear of it, beside configuring webhooks. */
  access: Access
}

const typesOf = (access: Access, summaries: Record<string, string>): EventType[] =>
  Object.entries(summaries).map(([type, summary]) => ({ type, summary, access }))

/** What receivers outside may hear of. An event that is not listed here never leaves, not even to `*`. */
export const eventTypes: readonly EventType[] = [
  ...typesOf('deals:read', {
    'deal.created': 'A deal was opened',
    'deal.edited': 'Facts of a deal were changed',
    'deal.moved': 'A deal came to another stage',
    'deal.won': 'A deal was won',
    'deal.lost': 'A deal was lost',
    'deal.reopened': 'A closed deal is open again',
    'deal.reversed': 'The last move of a deal was undone',
    'deal.voided': 'A deal turned out to be a duplicate and went into another one',
    'deal.merged': 'A deal took facts over from a duplicate',
    'overlap.suspected': 'Two deals may be the same',
    'overlap.withdrawn': 'What was suspected of two deals no longer holds',
    'overlap.resolved': 'Somebody said what two overlapping deals are',
    'overlap.reopened': 'What somebody said of two overlapping deals was undone',
    'deal.imported': 'An import opened a deal or brought it up to date',
    'deal.evidence_given': 'Evidence was given for a criterion',
    'deal.contact_added': 'A contact was put on a deal',
    'deal.contact_removed': 'A contact was taken off a deal',
    'deal.member_added': 'A person joined the team of a deal',
    'deal.member_removed': 'A person left the team of a deal',
    'account.created': 'An account was added',
    'account.updated': 'An account was changed',
    'contact.created': 'A contact was added',
    'contact.updated': 'A contact was changed',
    'activity.created': 'An activity was planned or logged',
    'activity.updated': 'An activity was changed or done',
    'product.created': 'A product was added',
    'product.updated': 'A product was changed',
    'rate.recorded': 'An exchange rate was recorded',
    'quota.set': 'A quota was set',
  }),
  ...typesOf('pipelines:read', {
    'pipeline.created': 'A pipeline was created',
    'field.declared': 'A field was declared',
    'field.updated': 'A field was changed',
  }),
  ...typesOf('workspace:read', {
    'workspace.updated': 'Settings of the workspace were changed',
    'person.created': 'A person was added',
    'person.updated': 'A person was changed',
    'person.manager_set': 'A person reports to somebody else',
    'team.created': 'A team was made',
    'team.updated': 'A team was renamed',
    'team.members_set': 'A team has other members',
    'rights.changed': 'Rights in a pipeline were changed',
  }),
  ...typesOf('imports:work', {
    'import.created': 'An import was begun',
    'import.arrived': 'The file of an import is here',
    'import.completed': 'An import is through',
  }),
]

/** What stays in the house: steps of long work, sign-in and keys, what somebody looked at, and webhooks themselves. */
export const eventsOfTheHouse: readonly string[] = [
  'job.queued',
  'job.cancellation_requested',
  'import.staged',
  'import.advanced',
  'import.cleared',
  'import.upload_begun',
  'key.created',
  'key.revoked',
  'person.invited',
  'person.looked',
  'person.viewed_as',
  'personal_data.exported',
  'personal_data.erasure_requested',
  'personal_data.events_erased',
  'invitation.created',
  'invitation.sent',
  'invitation.resent',
  'invitation.revoked',
  'invitation.accepted',
  'second_factor.reset',
  'sessions.ended',
  'workspace.another_founded',
  'workspace.founded',
  'webhook_endpoint.created',
  'webhook_endpoint.updated',
  'webhook_endpoint.deleted',
  'webhook_endpoint.disabled',
  'webhook_endpoint.secret_rotated',
  'webhook_delivery.resent',
]

/** Goes to the endpoint that it tests and to no other, whatever that one asked for. */
export const testType = 'webhook_endpoint.tested'

export const everything = '*'

export const typeNames = eventTypes.map(({ type }) => type)

const byName = new Map(eventTypes.map((one) => [one.type, one]))

export type Listener = { id: string; event_types: readonly string[]; access: ReadonlySet<Access> }

/** Whether an endpoint hears of an event: it asked for it, and its owner may know of it. */
export function hears(listener: Listener, event: { type: string; subject: string }): boolean {
  if (event.type === testType) return event.subject === listener.id
  const known = byName.get(event.type)
  if (known === undefined || !listener.access.has(known.access)) return false
  return listener.event_types.includes(everything) || listener.event_types.includes(event.type)
}
