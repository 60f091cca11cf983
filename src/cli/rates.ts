import { readFileSync } from 'node:fs'
import { loadRateFile } from '../client/rate-file.ts'
import { type Command, required, textOf, usageFault } from './command.ts'
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

export const loadRates: Command = {
  name: 'rates load',
  summary:
    "Record the rates of the ECB's file (eurofxref.csv or eurofxref-hist.csv); exit 6 when some are known otherwise",
  usage: 'FILE.csv [--currencies USD,IDR] [--replace] [--dry-run] [--json]',
  flags: { currencies: { type: 'string' }, replace: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words, flags } = call
    const currencies = textOf(call, 'currencies')
      ?.split(',')
      .map((code) => code.trim().toUpperCase())
    const replace = flags['replace'] === true
    const dry_run = flags['dry-run'] === true
    const loaded = await loadRateFile(client, readText(words[0] ?? ''), { currencies, replace, dry_run })
    const { days, from, until, recorded, unchanged, different, differences, skipped, skipped_count } = loaded
    out.data(loaded, () =>
      [
        `${days} days${from === null ? '' : ` from ${from} to ${until}`}, ${loaded.currencies.length} currencies`,
        `${recorded} ${dry_run ? 'would be recorded' : 'recorded'}, ${unchanged} known already, ${different} known otherwise${replace ? ' and replaced' : ''}`,
        ...differences
          .slice(0, 20)
          .map(
            ({ currency, valid_from, known, given, source }) =>
              `${valid_from} ${currency}: ${known} (${source}), the file says ${given}`,
          ),
        ...skipped.map(({ row, column, message }) => `${row === null ? '' : `line ${row}, `}${column}: ${message}`),
        ...(skipped_count > skipped.length ? [`and ${skipped_count - skipped.length} more`] : []),
      ].join('\n'),
    )
    if (different > 0 && !replace) out.say("What is known otherwise is left as it is; --replace takes the file's.")
    return different > 0 && !replace ? 6 : 0
  },
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
