import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../src/client/client.ts'
import { loadRateFile } from '../../src/client/rate-file.ts'
import { commandLine } from '../command-line.ts'
import { faults, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const load = async (given: object) => await call('POST', '/rate-files', given)

const oneDay = 'Date, USD, JPY, CYP, \n27 November 2026, 1.1570, 180.83, N/A, \n'

test('the file of a day is recorded once, and a second time nothing changes', async () => {
  expect((await load({ text: oneDay, dry_run: true })).body).toMatchObject({ recorded: 2 })
  expect((await call('GET', '/rates?currency=JPY')).body.data).toEqual([])
  const first = await load({ text: oneDay })
  expect(first.status, JSON.stringify(first.body)).toBe(201)
  expect(first.body).toMatchObject({
    days: 1,
    from: '2026-11-27',
    until: '2026-11-27',
    currencies: ['JPY', 'USD'],
    recorded: 2,
    unchanged: 0,
    different: 0,
    empty: 0,
    skipped: [{ row: null, column: 'CYP', code: 'not-in-use' }],
  })
  expect((await load({ text: oneDay })).body).toMatchObject({ recorded: 0, unchanged: 2, different: 0 })
  expect((await call('GET', '/rates?currency=JPY')).body.data).toMatchObject([
    { per_euro: '180.83', valid_from: '2026-11-27', source: 'ECB reference rate' },
  ])
  const told = (await wire.eventsOf(wire.server.workspace_id)).filter(({ type }) => type === 'rate_file.loaded')
  expect(told).toHaveLength(1)
})

test('what is known otherwise stays until one says so, and an older moment keeps what was known then', async () => {
  const mine = { currency: 'CHF', per_euro: '0.9000', valid_from: '2026-11-20' }
  expect((await call('POST', '/rates', mine)).status).toBe(201)
  const text = 'Date,CHF\n2026-11-20,0.9300\n2026-11-19,0.9310\n'
  const left = (await load({ text })).body
  expect(left).toMatchObject({ recorded: 1, different: 1, replaced: false })
  expect(left.differences).toEqual([
    { currency: 'CHF', valid_from: '2026-11-20', known: '0.9000', source: 'entered by hand', given: '0.93' },
  ])
  const held = async () => (await call('GET', '/rates?currency=CHF')).body.data.map(rateOf)
  expect(await held()).toEqual(['2026-11-20 0.9000', '2026-11-19 0.931'])

  const deal = await call('POST', '/deals', {
    pipeline: 'trade',
    name: 'A shop in Bern',
    amount: { amount: '900.00', currency: 'CHF' },
    close_date: '2026-12-20',
  })
  expect(deal.status).toBe(201)
  const open = async (as_of = '') =>
    (await call('GET', `/forecast-grid?period=2026-Q4${as_of}`)).body.rows[0].open.amount.amount
  expect(await open()).toBe('1000.00')
  const then = `&as_of=${wire.server.server.clock.now()}`
  await new Promise((wake) => setTimeout(wake, 5))
  expect((await load({ text, replace: true })).body).toMatchObject({
    recorded: 0,
    unchanged: 1,
    different: 1,
    replaced: true,
  })
  expect(await held()).toEqual(['2026-11-20 0.93', '2026-11-19 0.931'])
  expect(await open()).toBe('967.74')
  expect(await open(then)).toBe('1000.00')
})

const rateOf = ({ valid_from, per_euro }: { valid_from: string; per_euro: string }) => `${valid_from} ${per_euro}`

test('only the currencies that are asked for are taken', async () => {
  const text = 'Date,SEK,NOK\n2026-11-20,11.1,11.9\n'
  expect((await load({ text, currencies: ['NOK'] })).body).toMatchObject({ currencies: ['NOK'], recorded: 1 })
  const none = await load({ text, currencies: ['DKK'] })
  expect(none.status).toBe(400)
  expect(faults(none)).toEqual(['/currencies'])
})

test('two who load the same file at once record it once', async () => {
  const days = Array.from({ length: 60 }, (_, i) => `${Temporal.PlainDate.from('2024-03-01').add({ days: i })},7.4${i}`)
  const text = `Date,DKK\n${days.join('\n')}\n`
  const answers = await Promise.all([load({ text }), load({ text }), load({ text })])
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(answers.map(({ body }) => body.recorded).toSorted((a, b) => a - b)).toEqual([0, 0, 60])
})

test('the command line loads a file, says what stays, and ends with 6 when something is known otherwise', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rates-'))
  const run = commandLine(wire.server)
  const file = join(folder, 'eurofxref.csv')
  writeFileSync(file, 'Date, ISK, LTL, \n20 November 2026, 146.5, 3.45, \n')
  const dry = await run(['rates', 'load', file, '--dry-run'])
  expect(dry).toMatchObject({ exit_code: 0 })
  expect(dry.stdout).toContain('1 would be recorded')
  expect(dry.stdout).toContain('LTL: no currency in use; its column is left out')
  expect((await run(['rates', 'load', file])).stdout).toContain('1 recorded, 0 known already, 0 known otherwise')
  writeFileSync(file, 'Date,ISK\n2026-11-20,147\n')
  const other = await run(['rates', 'load', file])
  expect(other.exit_code).toBe(6)
  expect(other.stdout).toContain('2026-11-20 ISK: 146.5 (ECB reference rate), the file says 147')
  expect((await run(['rates', 'load', file, '--replace'])).exit_code).toBe(0)
  expect((await run(['rates', 'list', '--currency', 'ISK'])).stdout).toMatch(/2026-11-20 +ISK +147/)
  expect((await run(['rates', 'load', join(folder, 'none.csv')])).exit_code).toBe(2)
})

test('what is no such file is refused with a word on what it lacks, and nobody but who configures forecasts loads one', async () => {
  const wrong = await load({ text: 'day;USD\n2026-11-20;1.1\n' })
  expect(wrong.status).toBe(400)
  expect(faults(wrong)).toEqual(['/text'])
  expect(wrong.body.errors[0].detail).toMatch(/^The first line is the heading/)
  const rep = await wire.server.addPerson({ role: 'rep' })
  expect((await call('POST', '/rate-files', { text: oneDay }, { key: rep.key })).status).toBe(403)
})

test('25 years of thirty currencies arrive in parts while others are answered, and a forecast still reads its rates', async () => {
  const codes =
    'USD JPY BGN CZK DKK GBP HUF PLN RON SEK CHF ISK NOK TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR'.split(
      ' ',
    )
  const days: string[] = []
  for (let day = Temporal.PlainDate.from('2025-12-31'); days.length < 6_500; day = day.subtract({ days: 1 }))
    if (day.dayOfWeek < 6) days.push(`${day},${codes.map((_, i) => `${i + 1}.${day.day}${day.month}`).join(',')},`)
  const text = `Date,${codes.join(',')},\n${days.join('\n')}\n`
  const client = createClient({ base: wire.server.url, headers: { authorization: `Bearer ${wire.server.owner.key}` } })
  const shares: number[] = []
  const loaded = await loadRateFile(client, text, {}, (share) => shares.push(share))
  const kept = loaded.different
  expect(loaded).toMatchObject({ days: 6_500, skipped_count: loaded.skipped_count })
  expect(loaded.recorded + kept + loaded.unchanged).toBe(6_500 * loaded.currencies.length)
  expect(shares).toHaveLength(26)
  expect(shares.at(-1)).toBe(1)
  expect((await loadRateFile(client, text, {})).recorded).toBe(0)
  // Twice, since rates are kept from one reading to the next and both must say the same.
  const first = await call('GET', '/forecasts')
  const second = await call('GET', `/forecasts?as_of=${first.body.as_of}`)
  expect(second.body.total).toEqual(first.body.total)
}, 300_000)
