import { bucketNames } from '../forecast/movement-words.ts'
import { exactMoment, percent } from '../format.ts'
import { i18n } from '../words.ts'
import type { Agenda, Reason, Talked } from './review-data.ts'

type Happened = NonNullable<Reason['happened']>

export function happenedName(happened: Happened): string {
  if (happened === 'earlier') return i18n.t('Closes earlier')
  if (happened === 'later') return i18n.t('Closes later')
  if (happened === 'handed_over') return i18n.t('Handed over')
  return bucketNames()[happened]
}

/** Why a deal is talked about, in a few words. */
export function reasonName({ kind, happened }: Reason): string {
  if (kind === 'changed') return happened ? happenedName(happened) : i18n.t('Changed')
  return {
    left_over: i18n.t('Left over'),
    close_date_passed: i18n.t('Close date passed'),
    stuck: i18n.t('Stuck'),
    next_step_overdue: i18n.t('Task overdue'),
    risk: i18n.t('Carries risk'),
  }[kind]
}

/** The same in a sentence, with how much. */
export function reasonSentence(reason: Reason, since: string): string {
  const { kind, happened, days, share } = reason
  const count = days ?? 0
  if (kind === 'changed')
    return i18n.t('{what} since {moment}', { what: happened ? happenedName(happened) : '', moment: exactMoment(since) })
  if (kind === 'left_over') return i18n.t('Was left over: the last review ended before it')
  if (kind === 'close_date_passed')
    return i18n.t('{count, plural, one {The close date passed yesterday} other {The close date passed # days ago}}', {
      count,
    })
  if (kind === 'stuck')
    return i18n.t(
      '{count, plural, one {In this stage for # day, longer than usual} other {In this stage for # days, longer than usual}}',
      {
        count,
      },
    )
  if (kind === 'next_step_overdue')
    return i18n.t(
      '{count, plural, one {A task of it is overdue since yesterday} other {A task of it is overdue for # days}}',
      {
        count,
      },
    )
  return i18n.t('Carries {share} of the spread of the forecast', { share: percent(share ?? 0) })
}

/** How serious a reason is: amber for what is late or at risk, plain for what merely changed. */
export function reasonTone({ kind, happened }: Reason): 'risk' | 'lost' | 'won' | 'plain' {
  if (kind === 'changed') return happened === 'won' ? 'won' : happened === 'lost' ? 'lost' : 'plain'
  return kind === 'left_over' ? 'plain' : 'risk'
}

/** What the agenda comes to, in one sentence. */
export function agendaFinding(deals: readonly Talked[]): string {
  if (deals.length === 0) return i18n.t('There is nothing to talk about')
  const has = (kinds: readonly Reason['kind'][]) =>
    deals.filter(({ reasons }) => reasons.some(({ kind }) => kinds.includes(kind))).length
  return i18n.t(
    '{count, plural, one {# deal} other {# deals}}: {changed} changed, {late} late, {risk} carry the risk',
    {
      count: deals.length,
      changed: has(['changed']),
      late: has(['close_date_passed', 'stuck', 'next_step_overdue']),
      risk: has(['risk']),
    },
  )
}

/** What deals are compared with, and why that moment. */
export function sinceSentence({ since, since_from }: Pick<Agenda, 'since' | 'since_from'>): string {
  const moment = exactMoment(since)
  if (since_from === 'last_review') return i18n.t('since the last review ended, {moment}', { moment })
  if (since_from === 'cadence') return i18n.t('since {moment}; there was no review before', { moment })
  return i18n.t('since {moment}', { moment })
}
