import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
})
afterAll(() => wire.server.close())

/** A deal as somebody keeps it in their head: what it stands for, and whether it is counted. */
type Kept = { id: string; minor: number; currency: string; outcome: string | null; counted: boolean }
type Resolved = { id: string; as: string; kept: Kept; gone: Kept; before: { kept: Kept; gone: Kept } }

test('whatever is suspected, merged, shared and undone, in three currencies, the money stands once at every moment', async () => {
  const random = randomFrom(20_261_125)
  const post = (path: string, body: unknown) => wire.call('POST', path, body)
  const accounts: string[] = []
  for (const name of ['Adi Makmur', 'Adi Makmurr', 'Brink Optik', 'Cipta Baja'])
    accounts.push((await post('/accounts', { name })).body.id)
  const deals: Kept[] = []
  const resolved: Resolved[] = []
  const moments: { at: string; standing: string }[] = []
  const shown = (minor: number) => (minor / 100).toFixed(2)

  const standing = () => {
    const sums = new Map<string, number>()
    for (const { minor, currency, outcome, counted } of deals)
      if (counted && (outcome === null || outcome === 'won')) sums.set(currency, (sums.get(currency) ?? 0) + minor)
    return JSON.stringify([...sums].filter(([, sum]) => sum !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
  const told = (body: Json) =>
    JSON.stringify(
      body.currencies
        .map(({ currency, total }: Json) => [currency, Math.round(Number(total.amount) * 100)])
        .filter(([, sum]: [string, number]) => sum !== 0)
        .sort(),
    )
  const byId = (id: string) => deals.find((one) => one.id === id) as Kept

  /** A deal counts unless another one stands that it is counted through, or that one went into, and so on. */
  function recount() {
    for (const deal of deals) {
      const reached = new Set(
        resolved.filter(({ as, gone }) => as === 'co_sell' && gone === deal).map(({ kept }) => kept),
      )
      for (const one of reached)
        if (one !== deal && !stands(one))
          for (const { as, gone, kept } of resolved) if (as !== 'different' && gone === one) reached.add(kept)
      reached.delete(deal)
      deal.counted = ![...reached].some(stands)
    }
  }
  const stands = ({ outcome }: Kept) => outcome === null || outcome === 'won'

  async function open() {
    const currency = random.pick(['EUR', 'IDR', 'USD'])
    const minor = 100 * (1 + random.below(9_000))
    const amount = { amount: shown(minor), currency }
    const { body } = await post('/deals', {
      name: 'Deal',
      pipeline: 'trade',
      account_id: random.pick(accounts),
      amount,
    })
    deals.push({ id: body.id, minor, currency, outcome: null, counted: true })
  }
  async function close() {
    const [one] = deals.filter(({ outcome }) => outcome === null).slice(random.below(4))
    if (!one) return
    const outcome = random.pick(['won', 'lost'])
    await post(`/deals/${one.id}/moves`, { to_stage: 'agreed' })
    const { status } = await post(`/deals/${one.id}/moves`, {
      outcome,
      ...(outcome === 'lost' ? { reason: 'price' } : {}),
    })
    if (status === 201) one.outcome = outcome
  }
  async function change() {
    const one = deals[random.below(deals.length || 1)]
    if (one === undefined || one.outcome !== null) return
    const minor = 100 * (1 + random.below(9_000))
    const { status } = await wire.call('PATCH', `/deals/${one.id}`, {
      amount: { amount: shown(minor), currency: one.currency },
    })
    if (status === 200) one.minor = minor
  }
  async function resolve() {
    const { data } = (await wire.call('GET', '/overlaps?limit=200')).body
    if (data.length === 0) return
    const pair = random.pick(data as Json[])
    const as = random.pick(['same_deal', 'same_deal', 'co_sell', 'different'])
    const [keep, other] = random.below(2) === 0 ? [pair.deal, pair.other] : [pair.other, pair.deal]
    const take = as === 'same_deal' && random.below(2) === 0 ? ['amount'] : []
    const { status } = await post(`/overlaps/${pair.id}/resolutions`, {
      as,
      ...(as === 'different' ? {} : { keep: keep.id }),
      take,
    })
    const [kept, gone] = [byId(keep.id), byId(other.id)]
    const unfit =
      (as === 'same_deal' && (gone.outcome !== null || (take.length > 0 && kept.outcome !== null))) ||
      (as === 'co_sell' && !kept.counted)
    expect(status < 500 && (status === 201) === !unfit).toBe(true)
    if (status !== 201) return
    resolved.push({ id: pair.id, as, kept, gone, before: { kept: { ...kept }, gone: { ...gone } } })
    if (as === 'same_deal') gone.outcome = 'void'
    if (take.length > 0) Object.assign(kept, { minor: gone.minor, currency: gone.currency })
  }
  async function undo() {
    const at = random.below(resolved.length || 1)
    const one = resolved[at]
    if (!one) return
    const { status, body } = await post(`/overlaps/${one.id}/reversal`, {})
    if (status !== 201) {
      expect(body.code).toBe('undo-too-late')
      return
    }
    resolved.splice(at, 1)
    // What is undone is asked of the server once, and has to hold from then on.
    for (const deal of [one.kept, one.gone]) {
      const { outcome, amount } = (await wire.call('GET', `/deals/${deal.id}`)).body
      Object.assign(deal, {
        outcome,
        minor: Math.round(Number(amount.amount) * 100),
        currency: amount.currency,
      })
    }
    if (one.as === 'same_deal') expect(one.gone.outcome).toBeNull()
    if (one.as === 'same_deal') expect(one.gone.minor).toBe(one.before.gone.minor)
  }

  for (let step = 0; step < 160; step++) {
    const at = new Date(Date.parse('2026-12-01T08:00:00Z') + step * 3_600_000).toISOString()
    await wire.call('PUT', '/test-clock', { now: at })
    await random.pick([open, open, close, change, resolve, resolve, resolve, undo])()
    await wire.server.settled()
    recount()
    const { body } = await wire.call('GET', '/reconciliation')
    expect([body.balanced, told(body)], `step ${step}`).toEqual([true, standing()])
    moments.push({ at: new Date(Date.parse(at) + 1_800_000).toISOString(), standing: standing() })
  }
  await wire.call('PUT', '/test-clock', { now: '2027-01-01T00:00:00Z' })
  for (const { at, standing } of moments.filter((_, i) => i % 10 === 0)) {
    const { body } = await wire.call('GET', `/reconciliation?as_of=${at}`)
    expect([body.balanced, told(body)], at).toEqual([true, standing])
  }
  expect(resolved.length).toBeGreaterThan(3)
}, 300_000)
