import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'
import type { Notification } from './notifications-data.ts'

type Said = { title: string; detail: string | null }

/** What a notification says, in the language of the screen; of a kind that is new here, in the server's words. */
export function saidOf({ kind, pieces, title, detail }: Notification, now: string): Said {
  const { pipeline = '', subject = '', deal, by, role = '', due_on } = pieces
  const {
    change = '',
    title: proposed = '',
    reason = '',
    version = '',
    pilot = '',
    period = '',
    days = '',
    deals = '',
    fault,
  } = pieces
  const day = due_on === undefined ? '' : shortDay(due_on, now)
  const said: Record<Notification['kind'], () => Said> = {
    'review.due': () => ({
      title: i18n.t('{pipeline} is to be reviewed', { pipeline }),
      detail: i18n.t('The review was due on {day}; its figures and findings are ready.', { day }),
    }),
    'approval.requested': () => ({
      title: i18n.t('{change} asks for your decision', { change }),
      detail: i18n.t('{by} proposes: {proposed}', { by: by ?? '', proposed }),
    }),
    'approval.waiting': () => ({
      title: i18n.t('{change} waits for your decision', { change }),
      detail: i18n.t('{by} asked {days, plural, one {# day} other {# days}} ago: {proposed}', {
        by: by ?? '',
        days: Number(days),
        proposed,
      }),
    }),
    'gate.asked': () => ({
      title: i18n.t('Please decide: {proposed}', { proposed }),
      detail: due_on
        ? i18n.t('{by} asks for your approval by {day}.', { by: by ?? '', day })
        : i18n.t('{by} asks for your approval.', { by: by ?? '' }),
    }),
    'gate.waiting': () => ({
      title: i18n.t('Still waiting for you: {proposed}', { proposed }),
      detail: i18n.t('{by} asked for your approval {days, plural, one {# day} other {# days}} ago.', {
        by: by ?? '',
        days: Number(days),
      }),
    }),
    'change.approved': () => ({
      title: i18n.t('{change} was approved', { change }),
      detail: due_on === undefined ? proposed : i18n.t('It is published on {day}: {proposed}', { day, proposed }),
    }),
    'change.rejected': () => ({
      title: i18n.t('{change} was rejected', { change }),
      detail: by === undefined ? proposed : i18n.t('{by}: {why}', { by, why: reason || proposed }),
    }),
    'change.published': () => ({
      title: i18n.t('{pipeline} has version {version}', { pipeline, version }),
      detail: i18n.t('{change} was published: {proposed}', { change, proposed }),
    }),
    'change.rolled_back': () => ({
      title: i18n.t('{change} was taken back', { change }),
      detail: i18n.t('{by}: {why}', { by: by ?? '', why: reason || proposed }),
    }),
    'change.stale': () => ({
      title: i18n.t('{change} could not be published', { change }),
      detail: reason,
    }),
    'migration.ended': () => ({
      title:
        fault === undefined
          ? i18n.t('The deals of {pipeline} were brought along', { pipeline })
          : i18n.t('Not all deals of {pipeline} came along', { pipeline }),
      detail:
        fault ?? i18n.t('{change}: {deals, plural, one {# deal} other {# deals}}', { change, deals: Number(deals) }),
    }),
    'pilot.ended': () => ({
      title: reason === '' ? i18n.t('{pilot} has ended', { pilot }) : i18n.t('{pilot} was stopped', { pilot }),
      detail:
        reason || i18n.t('New deals of {pipeline} go the old way. Adopt what was tried, or stop it.', { pipeline }),
    }),
    'handoff.asked': () => ({
      title: i18n.t('Please accept: {deal}', { deal: deal ?? '' }),
      detail: i18n.t('It was handed to {pipeline}. Accept it, or return it with a reason.', { pipeline }),
    }),
    'handoff.waiting': () => ({
      title: i18n.t('Still to be accepted: {deal}', { deal: deal ?? '' }),
      detail: due_on
        ? i18n.t('It was handed to {pipeline}, and is to be accepted by {day}.', { pipeline, day })
        : i18n.t('It was handed to {pipeline}.', { pipeline }),
    }),
    'handoff.overdue': () => ({
      title: i18n.t('Nobody has accepted {deal}', { deal: deal ?? '' }),
      detail: i18n.t('It was handed to {pipeline}, and was to be accepted by {day}.', { pipeline, day }),
    }),
    'handoff.blocked': () => ({
      title: i18n.t('{deal} could not be opened in {pipeline}', { deal: deal ?? '', pipeline }),
      detail: i18n.t('{why} Accept the hand-off with what is missing, or reject it.', { why: reason }),
    }),
    'handoff.returned': () => ({
      title: i18n.t('{deal} was returned', { deal: deal ?? '' }),
      detail: i18n.t('{by}: {why}', { by: by ?? '', why: reason }),
    }),
    'handoff.rejected': () => ({
      title: i18n.t('{deal} was rejected', { deal: deal ?? '' }),
      detail: i18n.t('{by}: {why}', { by: by ?? '', why: reason }),
    }),
    'submission.due': () => ({
      title: i18n.t('Your forecast for {pipeline} is due', { pipeline: pipeline ?? '' }),
      detail: i18n.t('Say what you call for {period} by {moment}.', { period, moment: due_on ?? '' }),
    }),
    'activity.due': () => ({
      title: i18n.t('Due: {subject}', { subject }),
      detail:
        deal === undefined
          ? i18n.t('Planned for {day}.', { day })
          : i18n.t('Planned for {day}, for {deal}.', { day, deal }),
    }),
    'deal.assigned': () => ({
      title: i18n.t('{deal} is yours now', { deal: deal ?? '' }),
      detail: by === undefined ? null : i18n.t('{by} made you its owner.', { by }),
    }),
    'deal.joined': () => ({
      title: i18n.t('You are on the team of {deal}', { deal: deal ?? '' }),
      detail: by === undefined ? role : i18n.t('{by} put you there: {role}.', { by, role }),
    }),
  }
  return said[kind]?.() ?? { title, detail }
}

export const kindSummaries = (): Record<Notification['kind'], string> => ({
  'review.due': i18n.t('A pipeline that you look after is to be reviewed'),
  'approval.requested': i18n.t('You are asked to decide on a change of a pipeline'),
  'approval.waiting': i18n.t('A change waits for your decision'),
  'gate.asked': i18n.t('You are asked to approve what a gate of a deal wants'),
  'gate.waiting': i18n.t('A deal waits for your approval'),
  'change.approved': i18n.t('A change that you asked for was approved'),
  'change.rejected': i18n.t('A change was rejected'),
  'change.published': i18n.t('A change was published'),
  'change.rolled_back': i18n.t('A change was taken back'),
  'change.stale': i18n.t('A change that you asked for could not be published'),
  'migration.ended': i18n.t('The deals of a pipeline were brought along to its next version'),
  'pilot.ended': i18n.t('A pilot that you started has ended'),
  'handoff.asked': i18n.t('A hand-off is to be accepted by you'),
  'handoff.waiting': i18n.t('A hand-off waits for you, and half of its time is over'),
  'handoff.overdue': i18n.t('A hand-off was not accepted in its time'),
  'handoff.blocked': i18n.t('A hand-off could not open its deal'),
  'handoff.returned': i18n.t('A hand-off of a deal of yours was returned'),
  'handoff.rejected': i18n.t('A hand-off of a deal of yours was rejected'),
  'submission.due': i18n.t('A forecast of yours is to be submitted'),
  'activity.due': i18n.t('Something that you planned is due'),
  'deal.assigned': i18n.t('Somebody made you the owner of a deal'),
  'deal.joined': i18n.t('Somebody put you on the team of a deal'),
})
