import { type Command, required, textOf } from './command.ts'
import { table } from './output.ts'

export const listReviews: Command = {
  name: 'reviews list',
  summary: 'When each pipeline is to be reviewed, those that are due first',
  usage: '[--json]',
  async run({ client, out }) {
    const answer = await client.reviews.list()
    const rows = answer.data.map(({ pipeline, due_on, days_late, last, owner }) => [
      pipeline.key,
      due_on ?? '-',
      days_late === null ? '-' : days_late > 0 ? `${days_late} days late` : `in ${-days_late} days`,
      last?.held_at.slice(0, 10) ?? 'never',
      owner,
    ])
    out.data(answer, () => table(out, ['pipeline', 'due', '', 'last', 'owner'], rows))
  },
}

export const holdReview: Command = {
  name: 'reviews hold',
  summary: 'Note that a pipeline was reviewed, and what was decided',
  usage: 'PIPELINE --notes TEXT [--decision TEXT]… [--next DAY] [--json]',
  flags: { notes: { type: 'string' }, decision: { type: 'string', multiple: true }, next: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words, flags } = call
    const decisions = [flags['decision'] ?? []].flat().filter((one) => typeof one === 'string')
    const next_on = textOf(call, 'next')
    const review = await client.pipeline_reviews.create({
      pipeline: words[0] ?? '',
      notes: required(call, 'notes'),
      decisions,
      ...(next_on === undefined ? {} : { next_on }),
    })
    out.data(review, () => `${review.pipeline.name} was reviewed; ${decisions.length} decisions noted.`)
  },
}
