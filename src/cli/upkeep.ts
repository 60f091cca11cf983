import type { Command } from './command.ts'
import { table } from './output.ts'

export const listUpkeep: Command = {
  name: 'upkeep',
  summary: 'What each pipeline costs, how it is used, and which to merge or retire',
  usage: '[--json]',
  async run({ client, out }) {
    const answer = await client.upkeep.list()
    const rows = answer.data.map((one) => [
      one.pipeline.key,
      one.lifecycle,
      one.open_deals,
      one.begun,
      one.won,
      one.lost,
      one.owners,
      one.stages,
      one.criteria,
      one.review_due_on,
      one.candidates.map((candidate) => [candidate.what, candidate.with].filter(Boolean).join(' with ')).join(', '),
    ])
    const head = [
      'pipeline',
      'state',
      'open',
      'begun',
      'won',
      'lost',
      'owners',
      'stages',
      'criteria',
      'review',
      'think of',
    ]
    out.data(answer, () => table(out, head, rows))
    for (const { pipeline, candidates } of answer.data)
      for (const { why } of candidates) out.say(`${pipeline.key}: ${why}`)
  },
}
