import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Command, textOf } from './command.ts'
import { moneyText, type Output, printList, table } from './output.ts'

const scope = {
  person: { type: 'string' },
  team: { type: 'string' },
  since: { type: 'string' },
  currency: { type: 'string' },
} as const
const scopeUsage = 'PIPELINE [--person me|ID] [--team ID] [--since MOMENT] [--currency CODE] [--json]'

const askedIn = (call: Parameters<Command['run']>[0]): InputOf<'deal_reviews.agenda'> => ({
  pipeline: call.words[0] ?? '',
  person: textOf(call, 'person'),
  team: textOf(call, 'team'),
  since: textOf(call, 'since'),
  currency: textOf(call, 'currency'),
})

export const showAgenda: Command = {
  name: 'review agenda',
  summary: 'What a pipeline review would walk through: deals that changed, are late or carry the risk',
  usage: scopeUsage,
  flags: scope,
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out } = call
    const agenda = await client.deal_reviews.agenda(askedIn(call))
    out.data(agenda, () => {
      const { quiet, left_out, note } = agenda
      const rest = quiet > 0 ? [`${quiet} other open deals: nothing happened to them, none is late or a risk.`] : []
      const beyond = left_out > 0 ? [`${left_out} more did not fit.`] : []
      return [
        headOf(agenda),
        calledIn(out, agenda),
        dealsIn(out, agenda.deals),
        ...rest,
        ...beyond,
        ...(note ? [note] : []),
      ]
        .filter((text) => text !== '')
        .join('\n')
    })
  },
}

export const beginReview: Command = {
  name: 'review begin',
  summary: 'Begin a pipeline review, or come to the one of the same deals that is under way',
  usage: scopeUsage,
  flags: scope,
  words: { least: 1, most: 1 },
  async run(call) {
    const review = await call.client.deal_reviews.create(askedIn(call))
    call.out.data(review, () => reviewText(call.out, review))
  },
}

export const listDealReviews: Command = {
  name: 'review list',
  summary: 'Pipeline reviews that were held or are under way, the newest first',
  usage: '[--pipeline KEY] [--state under_way|ended] [--json]',
  flags: { pipeline: { type: 'string' }, state: { type: 'string' } },
  async run(call) {
    const answer = await call.client.deal_reviews.list({
      pipeline: textOf(call, 'pipeline'),
      state: textOf(call, 'state') as InputOf<'deal_reviews.list'>['state'],
      limit: 200,
    })
    printList(call.out, answer, {
      id: ({ id }) => id,
      began: ({ began_at }) => began_at,
      pipeline: ({ pipeline }) => pipeline.key,
      whose: ({ person, team }) => person?.name ?? team?.name ?? 'everybody',
      state: ({ state }) => state,
      'talked about': ({ reviewed_count, deals_count }) => `${reviewed_count} of ${deals_count}`,
      tasks: ({ tasks_count }) => tasks_count,
    })
  },
}

export const showDealReview: Command = {
  name: 'review show',
  summary: 'A pipeline review deal by deal, and what was decided',
  usage: 'REVIEW_ID [--json]',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const review = await client.deal_reviews.get({ deal_review_id: words[0] ?? '' })
    out.data(review, () => reviewText(out, review))
  },
}

export const markDeal: Command = {
  name: 'review mark',
  summary: 'Say of a deal that it was talked about in a review, and what was decided',
  usage: 'REVIEW_ID DEAL [--decision TEXT] [--json]',
  flags: { decision: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const [deal_review_id = '', deal_id = ''] = call.words
    const decision = textOf(call, 'decision')
    const mark = await call.client.deal_reviews.mark({
      deal_review_id,
      deal_id,
      reviewed: true,
      ...(decision === undefined ? {} : { decision }),
    })
    call.out.data(mark, () => `${deal_id} was talked about${mark.decision ? `: ${mark.decision}` : '.'}`)
  },
}

export const endReview: Command = {
  name: 'review end',
  summary: 'End a pipeline review; the next one of the same deals starts from here',
  usage: 'REVIEW_ID [--note TEXT] [--json]',
  flags: { note: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const note = textOf(call, 'note')
    const review = await call.client.deal_reviews.end({
      deal_review_id: call.words[0] ?? '',
      ...(note === undefined ? {} : { note }),
    })
    const { reviewed_count, deals_count } = review
    call.out.data(review, () => `The review ended: ${reviewed_count} of ${deals_count} deals were talked about.`)
  },
}

type Agenda = AnswerOf<'deal_reviews.agenda'>
type Review = AnswerOf<'deal_reviews.get'>
type Deal = Agenda['deals'][number]

const headOf = ({ pipeline, person, team, period, since, as_of, currency }: Agenda | Review) =>
  `${pipeline.name}, ${person?.name ?? team?.name ?? 'everybody'}, ${period}: from ${since} to ${as_of}, in ${currency}`

const calledIn = (out: Output, { called }: Agenda | Review) =>
  table(
    out,
    ['call', 'deals then', 'then', 'deals now', 'now'],
    called.map(({ category, from, to }) => [category, from.count, from.amount.amount, to.count, to.amount.amount]),
  )

function dealsIn(out: Output, deals: readonly (Deal & { mark?: Review['deals'][number]['mark'] })[]): string {
  if (deals.length === 0) return 'There is nothing to talk about.'
  const marked = deals.some(({ mark }) => mark !== undefined)
  return table(
    out,
    [
      ...(marked ? [''] : []),
      'deal',
      'name',
      'whose',
      'why',
      'amount',
      'category',
      'close date',
      ...(marked ? ['decided'] : []),
    ],
    deals.map(({ deal, person, reasons, from, to, mark }) => [
      ...(marked ? [mark?.reviewed_at ? 'x' : ''] : []),
      deal.key,
      deal.name,
      person?.name ?? 'nobody',
      reasons.map(reasonText).join(', '),
      changed(from, to, ({ amount }) => moneyText(amount)),
      changed(from, to, ({ category }) => category),
      changed(from, to, ({ close_date }) => close_date ?? '-'),
      ...(marked
        ? [[mark?.decision, ...(mark?.tasks ?? []).map(({ subject }) => subject)].filter(Boolean).join('; ')]
        : []),
    ]),
  )
}

function reasonText({ kind, happened, days, share }: Deal['reasons'][number]): string {
  if (kind === 'changed') return (happened ?? 'changed').replaceAll('_', ' ')
  if (kind === 'risk') return `risk ${Math.round(100 * (share ?? 0))}%`
  return `${kind.replaceAll('_', ' ')}${days === null ? '' : ` ${days} d`}`
}

type State = NonNullable<Deal['from']>

/** Then and now, where they differ. */
function changed(from: State | null, to: State | null, text: (state: State) => string): string {
  const [then, now] = [from && text(from), to && text(to)]
  if (then === null || then === now) return now ?? then ?? '-'
  return `${then} -> ${now ?? '-'}`
}

const reviewText = (out: Output, review: Review): string =>
  [
    headOf(review),
    `${review.id}, ${review.state.replace('_', ' ')}: ${review.reviewed_count} of ${review.deals_count} talked about`,
    calledIn(out, review),
    dealsIn(out, review.deals),
    ...(review.note ? [review.note] : []),
  ].join('\n')
