import { type Command, textOf, usageFault } from './command.ts'
import { moneyText, printList } from './output.ts'

export const listQuotas: Command = {
  name: 'quotas list',
  summary: 'What each pipeline is to win in a period',
  usage: '[--period PERIOD] [--pipeline KEY] [--as-of MOMENT] [--json]',
  flags: { period: { type: 'string' }, pipeline: { type: 'string' }, 'as-of': { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const answer = await client.quotas.list({
      period: textOf(call, 'period'),
      pipeline: textOf(call, 'pipeline'),
      as_of: textOf(call, 'as-of'),
    })
    printList(out, answer, {
      period: ({ period }) => period,
      of: ({ pipeline, team, person }) => [person?.name ?? team?.name, pipeline?.key].filter(Boolean).join(', '),
      quota: ({ amount }) => moneyText(amount),
    })
  },
}

export const setQuota: Command = {
  name: 'quotas set',
  summary: 'Set what a pipeline is to win in a period, from now on',
  usage: 'PIPELINE PERIOD AMOUNT CURRENCY',
  words: { least: 4, most: 4 },
  async run({ client, out, words }) {
    const [pipeline = '', period = '', amount = '', currency = ''] = words
    if (!/^\d+([.]\d+)?$/.test(amount)) throw usageFault(`\`${amount}\` is no amount; expected one such as 250000.00`)
    const quota = await client.quotas.create({ pipeline, period, amount: { amount, currency } })
    out.data(quota, () => `${quota.pipeline?.key} ${quota.period}: ${moneyText(quota.amount)}`)
  },
}
