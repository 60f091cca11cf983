import { operation } from '../../platform/operation.ts'
import { Page, pageOf } from '../../values/page.ts'
import { NewRate, Rate, RateQuery } from './rate.ts'
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
  async run({ tx, workspace_id, now, record }, given) {
    const rate: Rate = { ...given, recorded_at: now }
    await store.insertRate(tx, workspace_id, rate)
    record({ type: 'rate.recorded', subject: rate.currency, version: 1, data: { after: rate } })
    return rate
  },
})
