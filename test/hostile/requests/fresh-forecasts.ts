import type { Fresh } from './fresh.ts'
import { newDeal } from './made-anew.ts'

/** What operations of the forecast need. */
export const preparedForecasts: Record<string, Fresh> = {
  'backtests.create': async () => ({ body: { pipelines: ['trade'], horizon_days: [30] } }),
  'adjustments.create': async ({ server }, random) => ({
    body: {
      pipeline: 'trade',
      period: '2027-Q4',
      person_id: server.owner.id,
      category: 'commit',
      amount: { amount: `${random.below(1e6)}.00`, currency: 'EUR' },
      reason: 'They say so',
    },
  }),
  'forecast_methods.set': async (wire) => {
    const path = { pipeline: 'trade' }
    await wire.call('PUT', '/pipelines/trade/forecast-method', { method: 'pooled', reason: 'To try' })
    return { path, body: { method: 'automatic', reason: 'Tried' } }
  },
  'hit_rates.look': async (wire) => {
    await wire.call('PATCH', '/workspace', { figures_about_people: true })
    return { body: {} }
  },
  'submissions.create': async (wire) => {
    await newDeal(wire)
    return { body: { pipeline: 'trade' } }
  },
}
