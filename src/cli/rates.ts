import { type Command, required, textOf } from './command.ts'
import { printList } from './output.ts'

export const listRates: Command = {
  name: 'rates list',
  summary: 'Exchange rates, each from its day on, the newest first',
  usage: '[--currency CODE] [--limit N] [--json]',
  flags: { currency: { type: 'string' }, limit: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const limit = textOf(call, 'limit')
    const answer = await client.rates.list({
      currency: textOf(call, 'currency'),
      limit: limit === undefined ? undefined : Number(limit),
    })
    printList(out, answer, {
      from: ({ valid_from }) => valid_from,
      currency: ({ currency }) => currency,
      'for one euro': ({ per_euro }) => per_euro,
      source: ({ source }) => source,
    })
    if (answer.has_more) out.say('There are more; choose a currency, or a larger --limit (up to 200).')
  },
}

export const addRate: Command = {
  name: 'rates add',
  summary: 'Give a rate from a day on: units of a currency for one euro',
  usage: 'CURRENCY PER_EURO --from DAY [--source TEXT]',
  flags: { from: { type: 'string' }, source: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run(call) {
    const { client, out, words } = call
    const [currency = '', per_euro = ''] = words
    const valid_from = required(call, 'from')
    const rate = await client.rates.create({ currency, per_euro, valid_from, source: textOf(call, 'source') })
    out.data(rate, () => `${rate.per_euro} ${rate.currency} for one euro from ${rate.valid_from}`)
  },
}
