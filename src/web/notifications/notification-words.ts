import { shortDay } from '../format.ts'
import { i18n } from '../words.ts'
import type { Notification } from './notifications-data.ts'

type Said = { title: string; detail: string | null }

/** What a notification says, in the language of the screen; of a kind that is new here, in the server's words. */
export function saidOf({ kind, pieces, title, detail }: Notification, now: string): Said {
  const { pipeline = '', subject = '', deal, by, role = '', due_on } = pieces
  const day = due_on === undefined ? '' : shortDay(due_on, now)
  const said: Record<Notification['kind'], () => Said> = {
    'review.due': () => ({
      title: i18n.t('{pipeline} is to be reviewed', { pipeline }),
      detail: i18n.t('The review was due on {day}; its figures and findings are ready.', { day }),
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
  'activity.due': i18n.t('Something that you planned is due'),
  'deal.assigned': i18n.t('Somebody made you the owner of a deal'),
  'deal.joined': i18n.t('Somebody put you on the team of a deal'),
})
