import type { InputOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { printList } from './output.ts'

type Method = InputOf<'forecast_methods.set'>['method']
const methods: readonly Method[] = [
  'automatic',
  'model',
  'partial',
  'pooled',
  'per_pipeline',
  'horizon_share',
  'win_rate',
]

export const listForecastMethods: Command = {
  name: 'forecast methods',
  summary: 'By which method the chances of each pipeline are reckoned, and why',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.forecast_methods.list({}), {
      pipeline: ({ pipeline }) => pipeline.key,
      method: ({ method }) => method,
      by: ({ chosen_by, set_by }) => set_by?.name ?? chosen_by,
      reason: ({ reason }) => reason,
      record: ({ record }) =>
        record &&
        `${record.method}, ${Math.round(100 * record.against_model)}% against the model (${record.windows} windows)`,
    })
  },
}

export const setForecastMethod: Command = {
  name: 'forecast method',
  summary: 'Choose the method of a pipeline from now on, or leave it to the record (automatic)',
  usage: `PIPELINE ${methods.join('|')} --reason TEXT`,
  words: { least: 2, most: 2 },
  flags: { reason: { type: 'string' } },
  async run(call) {
    const { client, out, words } = call
    const [pipeline = '', named] = words
    const method = methods.find((one) => one === named)
    if (method === undefined) throw usageFault(`\`${named}\` is no method; expected ${methods.join(', ')}`)
    const reason = textOf(call, 'reason')
    if (reason === undefined) throw usageFault('say why with --reason')
    const set = await client.forecast_methods.set({ pipeline, method, reason })
    out.data(set, () => `${set.pipeline.key}: ${set.method} (${set.chosen_by})`)
  },
}
