import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv, importsOver, mapping } from './import-wire.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let imports: ReturnType<typeof importsOver>
beforeAll(async () => {
  wire = await startWire()
  imports = importsOver(wire)
  await wire.createTrade()
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const now = '2026-11-24T20:00:00.000Z'

describe('the history that a file brings', () => {
  const dealNamed = async (name: string) =>
    (await call('GET', `/deals?outcome=any&q=${encodeURIComponent(name)}`)).body.data[0]
  const historyOf = async (name: string) => {
    const { id } = await dealNamed(name)
    return (await call('GET', `/deals/${id}/history`)).body.data as Json[]
  }

  test('lands at the moments of then: created, moved, won, and every row recorded now under one event', async () => {
    const row =
      'H1,Harbour scales,trade,agreed,won,1200.50,USD,2024-01-05,2024-03-09,,,Harbour,harbour.example,,2024-01-05,2024-02-01'
    expect((await imports.run(csv(row), { mapping })).counts).toMatchObject({ created: 1 })
    const deal = await dealNamed('Harbour scales')
    expect(deal).toMatchObject({
      outcome: 'won',
      category: 'closed',
      closed_at: '2024-03-09T00:00:00.000Z',
      close_date: '2024-03-09',
      amount: { amount: '1200.50', currency: 'USD' },
      account: { name: 'Harbour', domain: 'harbour.example' },
      owner: null,
      created_at: '2024-01-05T00:00:00.000Z',
    })
    const { rows } = await wire.server.database.pool.query(
      `select kind, stage, close_date, frozen_rate is not null as frozen, occurred_at, recorded_at, event_id
       from deal_ledger where deal_id = $1 order by version`,
      [deal.id],
    )
    expect(rows.map((r) => [r.kind, r.stage, r.close_date, r.frozen, r.occurred_at.slice(0, 10)])).toEqual([
      ['created', 'wanted', null, false, '2024-01-05'],
      ['moved', 'agreed', null, false, '2024-02-01'],
      ['won', 'agreed', '2024-03-09', true, '2024-03-09'],
    ])
    expect(new Set(rows.map((r) => r.event_id)).size).toBe(1)
    expect(rows.every((r) => r.recorded_at >= now)).toBe(true)
    expect(await wire.eventsOf(deal.id)).toMatchObject([
      { type: 'deal.imported', version: 3, data: { key: deal.key, name: 'Harbour scales' } },
    ])
    const then = await call('GET', '/boards/trade?as_of=2024-02-15T00:00:00Z')
    expect(JSON.stringify(then.body)).toContain('Harbour scales')
  })

  test('an amount that is only known at closing is in no row before that', async () => {
    const late = `${mapping}amounts: { known: at_closing }\n`
    const [won, open] = [
      'H1b,Late scales,trade,agreed,won,1200.50,EUR,2024-01-05,2024-03-09,,,,,,2024-01-05,2024-02-01',
      'H1c,Early scales,trade,agreed,,30.00,EUR,2024-01-05,,,,,,,2024-01-05,2024-02-01',
    ]
    await imports.run(csv(won, open), { mapping: late })
    const amounts = async (name: string) => (await historyOf(name)).map(({ amount }) => amount?.amount ?? null)
    expect(await amounts('Late scales')).toEqual([null, null, '1200.50'])
    expect(await amounts('Early scales')).toEqual(['30.00', '30.00'])
  })

  test('a deal without any date begins today, where it is; a deal that never was in a stage owes nothing for it', async () => {
    await imports.run(csv('H2,No dates,trade,Terms agreed,,,EUR,,,,,,,,,'), { mapping })
    expect(await historyOf('No dates')).toMatchObject([{ kind: 'created', stage: 'agreed', amount: null }])
    const { created_at, entered_stage_at } = await dealNamed('No dates')
    expect(created_at >= now).toBe(true)
    expect(entered_stage_at).toBe(created_at)
  })

  test('stages stand in the order of their moments, also where a deal went back', async () => {
    await imports.run(csv('H3,Back again,trade,wanted,open,5,EUR,,,2026-12-31,,,,,2026-05-01,2026-04-01'), { mapping })
    const rows = await historyOf('Back again')
    expect(rows.map(({ kind, stage }) => [kind, stage])).toEqual([
      ['created', 'agreed'],
      ['moved', 'wanted'],
    ])
  })

  test('a lost deal is omitted, with its reason; a rate that nobody knows is left out', async () => {
    await imports.run(csv('H4,Lost one,trade,wanted,lost,9,XOF,2024-01-01,2024-02-01,,,,,Too dear,,'), { mapping })
    expect(await dealNamed('Lost one')).toMatchObject({
      outcome: 'lost',
      outcome_reason: 'price',
      category: 'omitted',
    })
    await imports.run(csv('H5,Rateless,trade,wanted,won,9,XOF,2024-01-01,2024-02-01,,,,,,,'), { mapping })
    const { rows } = await wire.server.database.pool.query(`select frozen_rate from deal where name = 'Rateless'`)
    expect(rows).toEqual([{ frozen_rate: null }])
  })

  test('what gates ask for and an open deal does not have is owed; nothing is asked of a closed one', async () => {
    await imports.createPipelines('motions/direct.yaml')
    const own = mapping.replaceAll('wanted', 'need_confirmed').replaceAll('agreed', 'preferred')
    const named = own.replace('in_need_confirmed', 'in_wanted').replace('in_preferred', 'in_agreed')
    await imports.run(
      csv(
        'H6,In debt,direct,preferred,open,9,EUR,2026-01-01,,,,,,,2026-01-01,2026-02-01',
        'H7,Free,direct,preferred,won,9,EUR,2026-01-01,2026-03-01,,,,,,2026-01-01,2026-02-01',
      ),
      { mapping: named },
    )
    expect((await dealNamed('In debt')).owed.map(({ key }: Json) => key)).toContain('account_known')
    expect((await dealNamed('Free')).owed).toEqual([])
  })

  test('a newer export moves, wins and reopens what nobody edited here, dated as the file says', async () => {
    const at = (stage: string, status: string, amount: string, closed: string, agreed: string) =>
      csv(
        `U1,Moving on,trade,${stage},${status},${amount},EUR,2026-01-01,${closed},2026-12-01,,,,,2026-01-01,${agreed}`,
      )
    await imports.run(at('wanted', 'open', '100', '', ''), { mapping })
    expect((await imports.run(at('agreed', 'open', '120', '', '2026-02-03'), { mapping })).counts).toMatchObject({
      updated: 1,
    })
    expect((await imports.run(at('agreed', 'open', '120.00', '', '2026-02-03'), { mapping })).counts).toMatchObject({
      unchanged: 1,
    })
    await imports.run(at('agreed', 'won', '130', '2026-03-04', '2026-02-03'), { mapping })
    await imports.run(at('agreed', 'open', '130', '', '2026-02-03'), { mapping })
    const rows = await historyOf('Moving on')
    expect(rows.map(({ kind, occurred_at, amount }) => [kind, occurred_at.slice(0, 10), amount.amount])).toEqual([
      ['created', '2026-01-01', '100.00'],
      ['moved', '2026-02-03', '120.00'],
      ['won', '2026-03-04', '130.00'],
      ['reopened', '2026-11-24', '130.00'],
    ])
  })

  test('what was edited here since is not overwritten', async () => {
    await imports.run(csv('E1,Mine now,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,'), { mapping })
    const deal = await dealNamed('Mine now')
    await call('PATCH', `/deals/${deal.id}`, { amount: { amount: '7.00', currency: 'EUR' } })
    const same = await imports.run(csv('E1,Mine now,trade,wanted,open,5,EUR,2026-01-01,,,,,,,,'), { mapping })
    expect(same.counts).toMatchObject({ unchanged: 1 })
    const other = await imports.run(csv('E1,Mine now,trade,wanted,open,6,EUR,2026-01-01,,,,,,,,'), { mapping })
    expect(await imports.reasons(other.id)).toEqual(['2  edited_here'])
    expect((await dealNamed('Mine now')).amount.amount).toBe('7.00')
  })
})
