import { compactMoney, exactMoment, shortDay } from '../format.ts'
import { sizeOf } from '../money.ts'
import { categoryNames } from '../names.ts'
import { i18n } from '../words.ts'
import type { Review } from './review-data.ts'
import { agendaFinding } from './review-words.ts'

type Section = { title: string; lines: string[] }
/** `note` is what was said of the whole of it. */
export type Summary = { title: string; finding: string; note: string | null; sections: Section[] }

/** What is to be sent round after a review: what was decided, who does what, what became of the call, what is left over. */
export function summaryOf(review: Review): Summary {
  const { pipeline, person, team, deals, called, began_at, period, note, reviewed_count, deals_count } = review
  const whose = person?.name ?? team?.name
  const names = { ...categoryNames(), elsewhere: i18n.t('Another period') }
  const sections: Section[] = [
    {
      title: i18n.t('Decisions'),
      lines: deals.flatMap(({ deal, mark }) =>
        mark.decision === null ? [] : [`${deal.key} ${deal.name}: ${mark.decision}`],
      ),
    },
    {
      title: i18n.t('Tasks'),
      lines: deals.flatMap(({ deal, mark }) =>
        mark.tasks.map(({ subject, owner, due_on, done_at }) =>
          [
            `${deal.key} ${deal.name}: ${subject}`,
            owner?.name ?? i18n.t('nobody'),
            ...(due_on === null ? [] : [i18n.t('due {day}', { day: shortDay(due_on, began_at) })]),
            ...(done_at === null ? [] : [i18n.t('done')]),
          ].join(', '),
        ),
      ),
    },
    {
      title: i18n.t('The call for {period}, then and now', { period }),
      lines: called
        .filter(({ from, to }) => sizeOf(from.amount) !== sizeOf(to.amount) || from.count !== to.count)
        .map(({ category, from, to }) =>
          i18n.t('{category}: {before} → {after}, {n, plural, one {# deal} other {# deals}}', {
            category: names[category],
            before: compactMoney(from.amount),
            after: compactMoney(to.amount),
            n: to.count,
          }),
        ),
    },
    {
      title: i18n.t('Left over for the next review'),
      lines: deals
        .filter(({ mark }) => mark.reviewed_at === null)
        .map(({ deal, person: owner }) => `${deal.key} ${deal.name}${owner ? `, ${owner.name}` : ''}`),
    },
  ]
  return {
    title: i18n.t('Review of {pipeline}', { pipeline: pipeline.name }) + (whose === undefined ? '' : `: ${whose}`),
    finding: i18n.t('{moment}: {done} of {count} deals talked about. {finding}', {
      moment: exactMoment(began_at),
      done: reviewed_count,
      count: deals_count,
      finding: agendaFinding(deals),
    }),
    note,
    sections: sections.filter(({ lines }) => lines.length > 0),
  }
}

/** The same as plain text, as it goes into a mail or a chat. */
export const textOf = ({ title, finding, note, sections }: Summary): string =>
  [
    title,
    finding,
    ...(note === null ? [] : [note]),
    ...sections.map(({ title: name, lines }) => [`\n${name}`, ...lines.map((line) => `- ${line}`)].join('\n')),
  ].join('\n')

/** Mail programs cut what is longer; the whole of it can still be copied. */
const mostInMail = 1600

export function mailOf(summary: Summary): string {
  const text = textOf(summary)
  const whole = encodeURIComponent(text).length <= mostInMail
  const body = whole ? text : `${summary.title}\n${summary.finding}\n\n${i18n.t('The whole summary:')} ${location.href}`
  return `mailto:?subject=${encodeURIComponent(summary.title)}&body=${encodeURIComponent(body)}`
}
