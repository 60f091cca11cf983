import type { AnswerOf, InputOf } from '../client/client.ts'
import { type Call, type Command, textOf } from './command.ts'
import { table } from './output.ts'
import { listed, pageFlags } from './pages.ts'

const filters = {
  pipeline: { type: 'string' },
  criterion: { type: 'string' },
  by: { type: 'string' },
  month: { type: 'string' },
} as const
const usage = '[--pipeline KEY] [--criterion KEY] [--by me|ID] [--month 2026-11]'

const filterOf = (call: Call) => ({
  pipeline: textOf(call, 'pipeline'),
  criterion: textOf(call, 'criterion'),
  granted_by: textOf(call, 'by') as 'me' | undefined,
  month: textOf(call, 'month'),
})

export const listOverrides: Command = {
  name: 'overrides list',
  summary: 'Exceptions: gates that were passed by an override, with reason and end',
  usage: `${usage} [--deal DEAL] [--standing in_force|lapsed|withdrawn] [--limit N | --all] [--json|--csv]`,
  flags: { ...filters, deal: { type: 'string' }, standing: { type: 'string' }, ...pageFlags },
  async run(call) {
    const { client, out } = call
    const standing = textOf(call, 'standing') as InputOf<'gate_overrides.list'>['standing']
    const filter = { ...filterOf(call), deal_id: textOf(call, 'deal'), standing }
    const answer = await listed(call, (page) => client.gate_overrides.list({ ...filter, ...page }))
    const header = ['deal', 'pipeline', 'criterion', 'by', 'on', 'until', 'standing', 'met', 'reason']
    out.data(answer, () => table(out, header, answer.data.map(rowOf)))
  },
}

type Row = AnswerOf<'gate_overrides.list'>['data'][number]

const rowOf = ({ deal, pipeline, criterion, granted_by, granted_at, expires_on, standing, met, reason }: Row) => [
  deal.key,
  pipeline.key,
  criterion,
  granted_by.name,
  granted_at.slice(0, 10),
  expires_on,
  standing,
  met === null ? '' : met ? 'yes' : 'no',
  reason,
]

export const tallyOverrides: Command = {
  name: 'overrides tally',
  summary: 'How often each criterion was passed by an override, month by month',
  usage: `${usage} [--json|--csv]`,
  flags: filters,
  async run(call) {
    const { client, out } = call
    const answer = await client.gate_overrides.tally(filterOf(call))
    const rows = answer.data.map(({ pipeline, criterion, month, overrides, lapsed }) => [
      pipeline.key,
      criterion,
      month,
      overrides,
      lapsed,
    ])
    out.data(answer, () => table(out, ['pipeline', 'criterion', 'month', 'overrides', 'lapsed'], rows))
  },
}
