import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { Page, pageOf } from '../../values/page.ts'
import { LoadedRates, NewRate, Rate, RateFile, RateQuery } from './rate.ts'
import { plainRate, readRateFile } from './read-rate-file.ts'
import * as store from './store.ts'

export const listRates = operation({
  name: 'rates.list',
  http: 'GET /rates',
  access: 'workspace:read',
  effect: 'read',
  summary: 'Exchange rates by currency, each from its day on; the newest first',
  input: RateQuery,
  output: Page(Rate),
  async run({ tx, workspace_id }, query) {
    const rows = await store.readRateList(tx, workspace_id, query)
    return pageOf(rows, query.limit, ({ currency, valid_from }) => [currency, valid_from])
  },
})

export const createRate = operation({
  name: 'rates.create',
  http: 'POST /rates',
  access: 'forecast:configure',
  effect: 'write',
  summary: 'Give a rate from a day on; for a day that has one already, the new one holds',
  input: NewRate,
  output: Rate,
  async run({ tx, workspace_id, now, newId, record }, given) {
    const rate: Rate = { ...given, recorded_at: now }
    await store.insertRates(tx, workspace_id, [rate], newId('rate'))
    record({ type: 'rate.recorded', subject: rate.currency, version: 1, data: { after: rate } })
    return rate
  },
})

export const loadRates = operation({
  name: 'rate_files.create',
  http: 'POST /rate-files',
  access: 'forecast:configure',
  effect: 'write',
  cost: 5,
  summary: 'Record the rates of a file of the ECB, one day or its history; what is known otherwise stays unless said',
  input: RateFile,
  output: LoadedRates,
  async run({ tx, workspace_id, now, newId, record, unchanged }, { text, currencies: only, replace, dry_run }) {
    const read = readRateFile(text)
    if (!read.ok) throw invalid('/text', read.refusal.code, read.refusal.message)
    const { days, empty, skipped } = read.value
    const given = read.value.rates.filter(({ currency }) => only === undefined || only.includes(currency))
    const currencies = read.value.currencies.filter((currency) => only === undefined || only.includes(currency))
    const absent = only?.find((currency) => !read.value.columns.includes(currency))
    if (absent !== undefined)
      throw invalid('/currencies', 'not-in-file', `The file has no column ${absent}; leave it out.`)
    if (!dry_run) await store.lockRates(tx, workspace_id)
    const [from = null, until = null] = [days[0], days.at(-1)]
    const known = new Map(
      from === null || until === null
        ? []
        : (await store.readRatesBetween(tx, workspace_id, currencies, [from, until])).map((rate) => [
            placeOf(rate),
            rate,
          ]),
    )
    const fresh = given.filter((rate) => !known.has(placeOf(rate)))
    const different = given.flatMap((rate) => {
      const other = known.get(placeOf(rate))
      if (other === undefined || plainRate(other.per_euro) === rate.per_euro) return []
      const { currency, valid_from, per_euro } = rate
      return [{ currency, valid_from, known: other.per_euro, source: other.source, given: per_euro }]
    })
    const others = replace
      ? different.map(({ given, currency, valid_from }) => ({ currency, valid_from, per_euro: given }))
      : []
    const rates = [...fresh, ...others].map((rate) => ({ ...rate, source: 'ECB reference rate', recorded_at: now }))
    const counts = {
      days: days.length,
      from,
      until,
      currencies,
      recorded: fresh.length,
      unchanged: given.length - fresh.length - different.length,
      different: different.length,
      replaced: replace,
      empty,
    }
    if (dry_run || rates.length === 0) unchanged()
    else {
      await store.insertRates(tx, workspace_id, rates, newId('rate'))
      record({ type: 'rate_file.loaded', subject: workspace_id, version: 1, data: { after: counts } })
    }
    return {
      ...counts,
      differences: different.slice(0, 200),
      skipped: skipped.slice(0, 200),
      skipped_count: skipped.length,
    }
  },
})

const placeOf = ({ currency, valid_from }: Pick<Rate, 'currency' | 'valid_from'>) => `${currency} ${valid_from}`
