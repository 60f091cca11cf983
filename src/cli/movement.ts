import type { AnswerOf } from '../client/client.ts'
import { type Command, textOf, usageFault } from './command.ts'
import { moneyText, type Output, table } from './output.ts'

export const movement: Command = {
  name: 'movement',
  summary: 'What moved the open value or the expected value between two moments, and the deals behind each bar',
  usage:
    '[--from MOMENT] [--to MOMENT] [--period PERIOD] [--pipeline KEY[,KEY]] [--owner me|ID] [--team ID] [--product KEY] [--measure open|expected] [--currency CODE] [--bucket BUCKET] [--json]',
  flags: {
    from: { type: 'string' },
    to: { type: 'string' },
    period: { type: 'string' },
    pipeline: { type: 'string' },
    owner: { type: 'string' },
    team: { type: 'string' },
    product: { type: 'string' },
    measure: { type: 'string' },
    currency: { type: 'string' },
    bucket: { type: 'string' },
  },
  async run(call) {
    const { client, out } = call
    const asked = {
      from: textOf(call, 'from'),
      to: textOf(call, 'to'),
      period: textOf(call, 'period'),
      pipeline: textOf(call, 'pipeline'),
      owner: textOf(call, 'owner'),
      team: textOf(call, 'team'),
      product: textOf(call, 'product'),
      currency: textOf(call, 'currency'),
      measure: measureOf(textOf(call, 'measure')),
    }
    const bucket = textOf(call, 'bucket')
    if (bucket !== undefined) {
      const deals = await client.bridge_deals.list({ ...asked, bucket: bucket as Bucket, limit: 200 })
      out.data(deals, () => dealText(out, deals))
      return
    }
    const bridge = await client.bridges.get(asked)
    out.data(bridge, () => bridgeText(out, bridge))
  },
}

function measureOf(text: string | undefined): 'open' | 'expected' | undefined {
  if (text === undefined || text === 'open' || text === 'expected') return text
  throw usageFault('--measure is open or expected')
}

type Bridge = AnswerOf<'bridges.get'>
type Deals = AnswerOf<'bridge_deals.list'>
type Bucket = Deals['data'][number]['bucket']

const measures = { open: 'open value', expected: 'expected value' }

const headOf = ({ from, to, period, measure, currency }: Bridge | Deals) =>
  `${measures[measure]}${period === null ? '' : ` of ${period}`}, from ${from} to ${to}, in ${currency}`

function bridgeText(out: Output, bridge: Bridge): string {
  const { start, end, change, buckets, to_come, unconverted, note } = bridge
  const bars = buckets.filter(({ deals, amount }) => deals > 0 || Number(amount.amount) !== 0)
  const left = [...unconverted.start, ...unconverted.end]
  const lines = [
    ['start', null, start?.amount ?? null],
    ...bars.map(({ bucket, deals, amount }) => [bucket, deals, amount.amount]),
    ['end', null, end?.amount ?? null],
  ]
  return [
    headOf(bridge),
    note ?? table(out, ['bar', 'deals', 'amount'], lines),
    ...(change === null ? [] : [`In all ${change.amount}.`]),
    ...(to_come === null
      ? []
      : [`Of it from deals yet to come: ${to_come.start.amount} before, ${to_come.end.amount} now.`]),
    ...(left.length === 0 ? [] : [`Left out for want of a rate: ${left.map(moneyText).join(', ')}.`]),
  ].join('\n')
}

function dealText(out: Output, deals: Deals): string {
  const lines = deals.data.map(({ deal, bucket, from, to, before, after, change }) => [
    deal.key,
    deal.name,
    bucket,
    placeOf(from),
    placeOf(to),
    before.amount,
    after.amount,
    change.amount,
  ])
  const more = deals.has_more ? ['There are more; `tributary api` reads on with next_cursor.'] : []
  return [
    headOf(deals),
    table(out, ['deal', 'name', 'bucket', 'was', 'is', 'before', 'after', 'change'], lines),
    ...more,
  ].join('\n')
}

const placeOf = (end: Deals['data'][number]['from']): string =>
  end === null ? '' : [end.pipeline, end.outcome ?? end.stage, end.close_date].filter(Boolean).join(' ')
