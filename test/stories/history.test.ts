import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)

test('the history of a deal says what each edit changed, account and next step too', async () => {
  const account = (await call('POST', '/accounts', { name: 'Acme', domain: 'acme.example' })).body
  const deal = (await call('POST', '/deals', { name: 'Acme – Platform', pipeline: 'trade' })).body
  const change = { account_id: account.id, next_step: 'Call the champion', wait_until: '2027-01-04', source: 'fair' }
  expect((await call('PATCH', `/deals/${deal.id}`, change)).status).toBe(200)
  expect((await call('GET', `/deals/${deal.id}/history`)).body.data).toMatchObject([
    { account: null, partner: null, source: null, next_step: null, wait_until: null },
    {
      account: { id: account.id, name: 'Acme', domain: 'acme.example' },
      source: 'fair',
      next_step: 'Call the champion',
      wait_until: '2027-01-04',
    },
  ])
})
