import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { daysBetween, plusDays } from '../../src/values/instant.ts'
import { commandLine } from '../command-line.ts'
import type { Member } from '../server.ts'
import { eur, startTransfers, type Transfers } from './transfer-wire.ts'
import { faults, type Json } from './wire.ts'

let wire: Transfers
let rina: Member
let dewi: Member
let sari: Member
beforeAll(async () => {
  wire = await startTransfers()
  rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
  sari = await wire.server.addPerson({ role: 'rep', name: 'Sari' })
  const day = [{ from: '08:00', to: '17:00' }]
  const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
  await wire.made('PUT', '/calendars/office', { name: 'Office', time_zone: 'UTC', hours })
})
afterAll(() => wire.server.close())

const map = async (query = '', by?: Member): Promise<Json> => {
  const answer = await wire.call('GET', `/pipeline-map?${query}`, undefined, by ? { key: by.key } : {})
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const passages = (edge: string, query = '') =>
  wire.allPages(`/pipeline-map/passages?limit=50&edge=${encodeURIComponent(edge)}${query && `&${query}`}`)
const edgeOf = (found: Json, id: string): Json | undefined => found['edges'].find((edge: Json) => edge['id'] === id)

async function publish(path: string, body: Json): Promise<void> {
  const change = await wire.call('POST', path, { ...body, reason: 'So it goes' }, { key: rina.key })
  if (change.status >= 300) throw new Error(JSON.stringify(change.body))
  const vote = await wire.call(
    'POST',
    `/approvals/${change.body['approval_id']}/votes`,
    { vote: 'approve' },
    { key: dewi.key },
  )
  if (vote.status >= 300) throw new Error(JSON.stringify(vote.body))
}

test('pipelines without anything between them stand there alone', async () => {
  const found = await map()
  expect(found['edges']).toEqual([])
  expect(found['nodes'].map(({ key, deals, amounts }: Json) => ({ key, deals, amounts }))).toEqual([
    { key: 'trade', deals: 0, amounts: [] },
    { key: 'projects', deals: 0, amounts: [] },
    { key: 'service', deals: 0, amounts: [] },
  ])
})

test('rules in force are ways even before a deal went there', async () => {
  const rule = { key: 'large', name: 'Large ones', when: 'deal.amount >= 5000', pipeline: 'projects' }
  await publish('/routing/changes', { rules: [rule], fallback: { pipeline: 'trade' } })
  const more = {
    key: 'more',
    name: 'They want service',
    trigger: { on: 'manual', pipeline: 'trade' },
    to: { pipeline: 'service' },
    carry: { amount: 'deal' },
    respond: { hours: 8, calendar: 'office' },
  }
  const term = { key: 'term', name: 'Renew', trigger: { on: 'term_end', days: 60 }, to: { pipeline: 'service' } }
  await publish('/handoff-rules/changes', { rules: [more, { ...term, link: 'renews' }] })
  const nothing = { deals: 0, amounts: [], acceptance: null, lag: null, waiting: 0 }
  const found = await map()
  expect(found['edges']).toHaveLength(4)
  expect(edgeOf(found, 'route:@rule>projects')).toMatchObject({
    ...nothing,
    declared: [{ in: 'routing', rule: 'large', name: 'Large ones' }],
  })
  expect(edgeOf(found, 'route:@fallback>trade')).toMatchObject({
    ...nothing,
    declared: [{ in: 'routing', rule: null }],
  })
  expect(edgeOf(found, 'handoff:trade>service')).toMatchObject({ declared: [{ in: 'handoff_rules', rule: 'more' }] })
  expect(edgeOf(found, 'handoff:@account>service')).toMatchObject({ declared: [{ rule: 'term' }] })
  const before = await map('as_of=2026-11-24T19:00:00Z')
  expect(before['edges']).toEqual([])
})

/** What the test itself saw happen, from which every figure is counted again, slowly. */
type Seen = {
  kind: string
  from: string
  to: string
  at: string
  amount: number | null
  days: number | null
  undone_at: string | null
}
type Asked = { from: string; to: string; at: string; decided_at: string; state: string; amount: number | null }
type Window = { from?: string; to?: string; as_of?: string }

describe('whatever happens to deals, every edge says what a slow count over the same weeks says', () => {
  const seen: Seen[] = []
  const asked: Asked[] = []
  const began = '2026-12-01T06:00:00.000Z'
  let now = began
  const steps = 80

  beforeAll(async () => {
    const random = randomFrom(20_261_130)
    const deals: { id: string; pipeline: string; since: string; amount: number; last?: Seen & { id: string } }[] = []
    const waiting: { id: string; asked: Asked }[] = []
    const reasons: Record<string, string> = { trade: 'bigger', projects: 'smaller', service: 'smaller' }
    const open = async () => {
      const amount = 100 * (1 + random.below(99))
      const pipeline = random.pick(['', 'trade', 'projects', 'service'])
      const given = { name: 'Scales', amount: eur(`${amount}.00`), ...(pipeline ? { pipeline } : {}) }
      const deal = await wire.made('POST', '/deals', given)
      const from = pipeline ? '@named' : amount >= 5000 ? '@rule' : '@fallback'
      const to = deal['pipeline'].key
      deals.push({ id: deal['id'], pipeline: to, since: now, amount })
      seen.push({ kind: 'route', from, to, at: now, amount, days: null, undone_at: null })
    }
    const move = async () => {
      const deal = random.pick(deals)
      const to = random.pick(['trade', 'projects', 'service'].filter((key) => key !== deal.pipeline))
      const body = { to_pipeline: to, reason: reasons[deal.pipeline] }
      const answer = await wire.call('POST', `/deals/${deal.id}/transfers`, body)
      if (answer.status >= 300) return
      const passage = {
        kind: 'transfer',
        from: deal.pipeline,
        to,
        at: now,
        amount: deal.amount,
        days: daysBetween(deal.since, now),
        undone_at: null,
      }
      seen.push(passage)
      Object.assign(deal, {
        pipeline: to,
        since: now,
        last: Object.assign(passage, { id: answer.body['id'], before: deal.since }),
      })
    }
    const undo = async () => {
      const deal = deals.findLast(({ last }) => last !== undefined && last.undone_at === null)
      if (!deal?.last) return
      const path = `/deals/${deal.id}/transfers/${deal.last.id}/reversal`
      if ((await wire.call('POST', path)).status >= 300) return
      deal.last.undone_at = now
      Object.assign(deal, { pipeline: deal.last.from, since: (deal.last as Json)['before'], last: undefined })
    }
    const edit = async () => {
      const deal = random.pick(deals)
      const amount = 100 * (1 + random.below(99))
      await wire.made('PATCH', `/deals/${deal.id}`, { amount: eur(`${amount}.00`) })
      Object.assign(deal, { amount, last: undefined })
    }
    const ask = async (ruled?: boolean) => {
      const deal = random.pick(ruled ? deals.filter(({ pipeline }) => pipeline === 'trade') : deals)
      const rule = deal.pipeline === 'trade' && (ruled ?? random.below(2) === 0)
      const to = random.pick(['trade', 'service'].filter((key) => key !== deal.pipeline))
      const body = rule ? { rule: 'more' } : { to_pipeline: to }
      const answer = await wire.made('POST', `/deals/${deal.id}/handoffs`, body)
      const state = rule ? 'waiting' : 'accepted'
      const kept = { from: deal.pipeline, to: rule ? 'service' : to, at: now, state }
      const handoff = { ...kept, decided_at: rule ? '9' : '', amount: rule ? deal.amount : null }
      asked.push(handoff)
      if (rule) waiting.push({ id: answer['id'], asked: handoff })
    }
    const decide = async () => {
      const [one] = waiting.splice(random.below(Math.max(1, waiting.length)), 1)
      if (!one) return
      const yes = random.below(3) > 0
      const path = `/handoffs/${one.id}/${yes ? 'acceptance' : 'return'}`
      await wire.made('POST', path, yes ? {} : { reason: 'Not ours' })
      Object.assign(one.asked, { decided_at: now, state: yes ? 'accepted' : 'returned' })
    }
    for (let step = 0; step < steps; step++) {
      now = plusDays(now, 0.3 + random.below(20) / 20)
      await wire.at(now)
      const act = step < 12 ? open : random.pick([open, open, move, move, undo, edit, () => ask(), () => ask(), decide])
      await act()
    }
    // So that some wait in the end, whatever was decided before.
    for (let i = 0; i < 2; i++) await ask(true)
    await wire.server.settled()
  }, 120_000)

  /** The same figures by going through all that was seen, edge by edge. */
  function recount({ from = '', to = '9', as_of = '9' }: Window): Record<string, Json> {
    const counted: Record<string, Json> = {}
    const inside = (at: string) => at >= from && at < to && at <= as_of
    const went = seen.filter(({ at, undone_at }) => inside(at) && (undone_at === null || undone_at > as_of))
    const ids = new Set(went.map((one) => `${one.kind}:${one.from}>${one.to}`))
    for (const one of asked) if (one.at <= as_of) ids.add(`handoff:${one.from}>${one.to}`)
    for (const id of ids) {
      const own = went.filter((one) => `${one.kind}:${one.from}>${one.to}` === id)
      const of = asked.filter((one) => `handoff:${one.from}>${one.to}` === id && one.at <= as_of)
      const state = (one: Asked) => (one.decided_at > as_of || one.state === 'waiting' ? 'waiting' : one.state)
      const within = of.filter(({ at }) => inside(at))
      const accepted = within.filter((one) => state(one) === 'accepted')
      const decided = within.filter((one) => state(one) !== 'waiting')
      const worth = [...own, ...accepted].reduce((sum, { amount }) => sum + (amount ?? 0), 0)
      const days = [
        ...own.flatMap((one) => one.days ?? []),
        ...accepted.filter(({ decided_at }) => decided_at !== '').map((one) => daysBetween(one.at, one.decided_at)),
      ].toSorted((a, b) => a - b)
      const middle = (days.length - 1) / 2
      const median = ((days[Math.floor(middle)] ?? 0) + (days[Math.ceil(middle)] ?? 0)) / 2
      const waits = of.filter((one) => state(one) === 'waiting').length
      if (own.length + within.length + waits === 0) continue
      counted[id] = {
        deals: own.length + within.length,
        amounts: worth === 0 ? [] : [eur(`${worth}.00`)],
        acceptance: decided.length === 0 ? null : { accepted: accepted.length, decided: decided.length },
        lag: days.length === 0 ? null : { days: expect.closeTo(median, 4), n: days.length },
        waiting: waits,
      }
    }
    return counted
  }

  test.each<[string, () => Window]>([
    ['over all of it', () => ({})],
    ['from a moment on', () => ({ from: plusDays(began, 25) })],
    ['up to a moment', () => ({ to: plusDays(began, 40) })],
    ['between two moments', () => ({ from: plusDays(began, 20), to: plusDays(began, 45) })],
    ['as it was known at a moment', () => ({ as_of: plusDays(began, 35) })],
    ['of a period, as it was known then', () => ({ from: plusDays(began, 10), as_of: plusDays(began, 50) })],
  ])('%s', async (_, windowOf) => {
    const window = windowOf()
    const query = new URLSearchParams(window).toString()
    const found = await map(query)
    const flowed = found['edges'].filter(({ deals, waiting }: Json) => deals + waiting > 0)
    const told = Object.fromEntries(
      flowed.map(({ id, deals, amounts, acceptance, lag, waiting }: Json) => [
        id,
        { deals, amounts, acceptance, lag, waiting },
      ]),
    )
    const expected = recount(window)
    expect(told).toEqual(expected)
    expect(Object.keys(expected).length).toBeGreaterThan(7)
    for (const edge of flowed) {
      const rows = await passages(edge['id'], query)
      const late = rows.filter(({ at, state }) => state === 'waiting' && window.from !== undefined && at < window.from)
      expect(rows.length - late.length, edge['id']).toBeGreaterThanOrEqual(edge['deals'])
    }
  })

  test('the history held enough of everything', () => {
    const count = (kind: string) => seen.filter((one) => one.kind === kind).length
    expect(count('route')).toBeGreaterThan(20)
    expect(count('transfer')).toBeGreaterThan(8)
    expect(seen.some(({ undone_at }) => undone_at !== null)).toBe(true)
    for (const state of ['accepted', 'returned', 'waiting'])
      expect(
        asked.some((one) => one.state === state),
        state,
      ).toBe(true)
  })

  test('boxes hold the open deals, as the boards do', async () => {
    const found = await map()
    for (const key of ['trade', 'projects', 'service']) {
      const board = await wire.made('GET', `/boards/${key}`, undefined)
      const node = found['nodes'].find((one: Json) => one['key'] === key)
      expect(node.stages.map((stage: Json) => stage['deals'])).toEqual(board['stages'].map(({ count }: Json) => count))
      expect(node.deals).toBe(node.stages.reduce((sum: number, stage: Json) => sum + stage['deals'], 0))
    }
  })

  test('an edge lists its deals, newest first and page by page', async () => {
    const rows = await passages('route:@named>trade')
    for (const [i, { at }] of rows.slice(1).entries()) expect(at <= rows[i]?.['at']).toBe(true)
    expect(rows[0]).toMatchObject({ deal: { key: expect.stringMatching(/^D-/), name: 'Scales' }, state: null })
    const [first] = (
      await wire.call('GET', `/pipeline-map/passages?edge=${encodeURIComponent('route:@named>trade')}&limit=1`)
    ).body['data']
    expect(first).toEqual(rows[0])
    const [waiting] = (await passages('handoff:trade>service')).filter(({ state }) => state === 'waiting')
    expect(waiting).toMatchObject({ from_deal: { name: 'Scales' }, handoff_id: expect.stringMatching(/^hof_/) })
  })

  test('the command line says so', async () => {
    const command = commandLine(wire.server)
    const told = await command(['map'])
    expect(told.stderr).toBe('')
    expect(told.stdout).toContain('hand-off')
    expect(JSON.parse((await command(['map', '--json'])).stdout)['edges']).toEqual((await map())['edges'])
  })

  test('whom grants keep from a pipeline hears neither of it nor of its deals, nor of any rule', async () => {
    const own = await wire.made('POST', '/deals', { name: 'Mine', pipeline: 'service', owner: sari.id })
    const everyone = { grants: [{ to: { person_id: dewi.id }, rights: ['see', 'work'], deals: 'all' }] }
    await wire.made('PUT', '/pipelines/projects/rights', everyone)
    const mine = { grants: [...everyone.grants, { to: { person_id: sari.id }, rights: ['see', 'work'], deals: 'own' }] }
    await wire.made('PUT', '/pipelines/service/rights', mine)
    const found = await map('', sari)
    expect(found['nodes'].flatMap(({ pipeline }: Json) => pipeline?.key ?? [])).toEqual(['trade', 'service'])
    expect(JSON.stringify(found)).not.toContain('rojects')
    expect(found['edges'].flatMap(({ declared }: Json) => declared)).toEqual([])
    expect(found['nodes'].find(({ key }: Json) => key === 'service')).toMatchObject({ deals: 1 })
    expect(edgeOf(found, 'route:@named>service')).toMatchObject({ deals: 1, amounts: [] })
    const closed = await wire.call(
      'GET',
      `/pipeline-map/passages?edge=${encodeURIComponent('transfer:trade>projects')}`,
      undefined,
      { key: sari.key },
    )
    expect(faults(closed)).toEqual(['/edge'])
    const listed = await wire.call(
      'GET',
      `/pipeline-map/passages?edge=${encodeURIComponent('route:@named>service')}`,
      undefined,
      { key: sari.key },
    )
    expect(listed.body['data'].map(({ deal }: Json) => deal.id)).toEqual([own['id']])
  })
})

test('bad input is refused by name', async () => {
  const refusal = async (query: string) => faults(await wire.call('GET', `/pipeline-map${query}`))
  expect(await refusal('?from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z')).toEqual(['/to'])
  expect(await refusal('?from=yesterday')).toEqual(['/from'])
  expect(await refusal('/passages?edge=trade')).toEqual(['/edge'])
  expect(await refusal('/passages?edge=transfer:nowhere%3Etrade')).toEqual(['/edge'])
  expect(await refusal('/passages')).toEqual(['/edge'])
})

test('what went a way stands there in the workspace’s currency too, and what has no rate beside it', async () => {
  const edge = async (): Promise<Json> => edgeOf(await map(), 'route:@named>projects') ?? {}
  const before = await edge()
  const had = before['total'] ? Number(before['total'].amount) : 0
  const now = (await map())['as_of'].slice(0, 10)
  await wire.made('POST', '/rates', { currency: 'CHF', per_euro: '2', valid_from: now })
  for (const [currency, amount] of [
    ['EUR', '100.00'],
    ['CHF', '10.00'],
    ['XDR', '7.00'],
  ] as const)
    await wire.open({ pipeline: 'projects', amount: { amount, currency } })
  const after = await edge()
  expect(Number(after['total'].amount) - had).toBeCloseTo(105, 2)
  expect(after['total'].currency).toBe('EUR')
  expect(after['unconverted']).toContainEqual({ amount: '7.00', currency: 'XDR' })
})
