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
    'incoming_deal.received': 'A deal was handed in, and opened or put into the queue',
    'incoming_deal.placed': 'A deal was taken out of the queue and opened',
    'incoming_deal.dismissed': 'A deal in the queue turned out to be none',
    'deal.edited': 'Facts of a deal were changed',
    'deal.moved': 'A deal came to another stage',
    'deal.won': 'A deal was won',
    'deal.lost': 'A deal was lost',
    'deal.reopened': 'A closed deal is open again',
    'deal.reassigned': 'A deal went to another pipeline with a split or merge',
    'deal.transferred': 'A deal went to another pipeline',
    'deal.reversed': 'The last move of a deal was undone',
    'deal.migrated': 'A deal was brought along to another version of its pipeline',
    'deal.voided':
      'A deal turned out to be none of its own: a duplicate that went into another, or a hand-off not taken',
    'deal.merged': 'A deal took facts over from a duplicate',
    'deal.recounted': 'The money of a deal counts from now on, or no longer, since its co-sell was lost or came back',
    'deal.credited': 'Somebody said who is credited with a deal',
    'overlap.suspected': 'Two deals may be the same',
    'overlap.withdrawn': 'What was suspected of two deals no longer holds',
    'overlap.resolved': 'Somebody said what two overlapping deals are',
    'overlap.reopened': 'What somebody said of two overlapping deals was undone',
    'link.created': 'Two deals were linked: one renews, expands, is part of, came from or blocks the other',
    'link.deleted': 'A link between two deals was taken away',
    'handoff.proposed': 'A hand-off waits for somebody to agree before anything is opened or moved',
    'handoff.opened': 'A hand-off opened its deal, or moved the one there is',
    'handoff.blocked': 'A hand-off could not open its deal, and waits for what is missing',
    'handoff.accepted': 'A hand-off was accepted',
    'handoff.rejected': 'A hand-off was rejected, and its deal ended as void',
    'handoff.returned': 'A hand-off was returned, and its deal ended as void',
    'usage.recorded': 'What an account uses was recorded',
    'contract.opened': 'A won recurring deal left a contract',
    'contract.updated': 'The term of a contract was changed',
    'contract.withdrawn': 'The win that a contract came from was taken back',
    'deal.imported': 'An import opened a deal or brought it up to date',
    'deal.gate_overridden': 'A gate was passed by an override',
    'deal.evidence_given': 'Evidence was given for a criterion',
    'deal.approval_asked': 'An approval that a gate wants was asked for',
    'deal.confirmation_asked': 'A buyer was asked to confirm a criterion',
    'deal.confirmation_confirmed': 'A buyer confirmed a criterion',
    'deal.confirmation_declined': 'A buyer declined to confirm a criterion',
    'deal.confirmation_revoked': 'What a buyer was asked to confirm was taken back',
    'deal.contact_added': 'A contact was put on a deal',
    'deal.contact_removed': 'A contact was taken off a deal',
    'deal.member_added': 'A person joined the team of a deal',
    'deal.member_removed': 'A person left the team of a deal',
    'account.created': 'An account was added',
    'account.updated': 'An account was changed',
    'account.merged': 'An account went into another one, since both are the same company',
    'account.parted': 'An account that went into another one stands by itself again',
    'contact.created': 'A contact was added',
    'contact.updated': 'A contact was changed',
    'activity.created': 'An activity was planned or logged',
    'activity.updated': 'An activity was changed or done',
    'product.created': 'A product was added',
    'product.updated': 'A product was changed',
    'rate.recorded': 'An exchange rate was recorded',
    'rate_file.loaded': 'Exchange rates were recorded from a file',
    'quota.set': 'A quota was set',
  }),
  ...typesOf('forecast:read', {
    'adjustment.made': 'Somebody said what a forecast comes to, other than the deals say',
    'forecast_method.set': 'Somebody chose the method by which a pipeline is forecast',
    'forecast_method.recorded': 'A backtest speaks for another method by which a pipeline is forecast',
    'submission.made': 'Somebody submitted a forecast',
    'deal_review.began': 'A pipeline review began',
    'deal_review.marked': 'Somebody said what was decided on a deal in a pipeline review',
    'deal_review.task_added': 'A task was decided on in a pipeline review',
    'deal_review.ended': 'A pipeline review ended',
  }),
  ...typesOf('pipelines:read', {
    'pipeline.created': 'A pipeline was created',
    'definition.published': 'A pipeline has another version',
    'change_request.opened': 'A change of a pipeline was proposed',
    'change_request.planned': 'A proposed change was planned anew',
    'change_request.commented': 'Somebody said something about a proposed change',
    'change_request.approved': 'A proposed change was approved and waits for its date',
    'change_request.published': 'A proposed change was published',
    'change_request.rejected': 'A proposed change was rejected',
    'change_request.withdrawn': 'A proposed change was taken back',
    'change_request.stale': 'A proposed change could not be published at its date',
    'change_request.rolled_back': 'A published change was taken back',
    'approval.requested': 'Somebody was asked to approve something',
    'approval.voted': 'One of several who decide has voted',
    'approval.approved': 'What was asked for was approved',
    'approval.rejected': 'What was asked for was rejected',
    'approval.cancelled': 'What was asked for was taken back',
    'approval_policy.removed': 'Changes of a pipeline are decided on as usual again',
    'approval_policy.set': 'Somebody else decides on changes of a pipeline',
    'lineage.resumed': 'A split or merge of pipelines, or its undo, goes on after it was stopped',
    'lineage.begun': 'A pipeline is split, or several are merged',
    'lineage.done': 'A split or merge of pipelines is through',
    'lineage.undoing': 'A split or merge of pipelines is taken back',
    'lineage.undone': 'A split or merge of pipelines was taken back',
    'pipeline.lifecycle_set': 'A pipeline takes no new deals, was put away, or was brought back',
    'pilot.started': 'A pipeline is tried on a part of the new deals of another',
    'pilot.ended': 'A pilot came to its last day',
    'pilot.stopped': 'A pilot was stopped, or its stop rule stopped it',
    'pilot.adopted': 'What a pilot tried is to be kept',
    'routing.proposed': 'A set of routing rules was proposed',
    'routing.published': 'A set of routing rules was published',
    'routing.rejected': 'A proposed set of routing rules was rejected',
    'routing.withdrawn': 'A proposed set of routing rules was taken back',
    'routing_policy.set': 'Somebody else decides on routing rules',
    'routing_policy.removed': 'Routing rules are decided on as usual again',
    'handoff_rules.proposed': 'A set of hand-off rules was proposed',
    'handoff_rules.published': 'A set of hand-off rules was published',
    'handoff_rules.rejected': 'A proposed set of hand-off rules was rejected',
    'handoff_rules.withdrawn': 'A proposed set of hand-off rules was taken back',
    'pipeline.reviewed': 'A review of a pipeline was held',
    'transfer_map.set': 'Where deals land that change pipeline was declared',
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
    'calendar.set': 'Working hours were set',
    'holidays.added': 'Holidays of a region were added',
    'holidays.removed': 'A holiday of a region was taken back',
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
  'definition_draft.saved',
  'definition_draft.discarded',
  'job.queued',
  'notification.read',
  'notification.all_read',
  'person.notifications_set',
  'rehearsal.requested',
  'rehearsal.finished',
  'backtest.requested',
  'backtest.finished',
  'job.cancellation_requested',
  'lineage.advanced',
  'bulk_transfer.created',
  'bulk_transfer.advanced',
  'import.staged',
  'import.advanced',
  'import.cleared',
  'import.upload_begun',
  'key.created',
  'key.revoked',
  'person.invited',
  'person.looked',
  'person.hit_rates_looked_at',
  'person.viewed_as',
  'personal_data.exported',
  'personal_data.erasure_requested',
  'personal_data.events_erased',
  'invitation.created',
  'invitation.sent',
  'invitation.resent',
  'invitation.revoked',
  'invitation.accepted',
  'confirmation.sent',
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
