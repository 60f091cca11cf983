import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { commandLine } from '../command-line.ts'
import { plain } from './calls.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

/** What the test itself wrote down of a deal, each time that it touched it. */
type Fact = {
  at: number
  pipeline: string
  category: string
  close: string
  owner: string
  outcome: string | null
  closed: number | null
}

let wire: Wire
let people: Record<string, { id: string; key: string }>
const journal = new Map<string, Fact[]>()
const call: Wire['call'] = (...given) => wire.call(...given)
const { uniform: random, pick } = randomFrom(41)
const day = (from: string, days: number) => Temporal.PlainDate.from(from).add({ days }).toString()
let today = '2026-11-25'

beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  await wire.server.client.send('POST', '/pipelines', { body: plain, content_type: 'application/yaml' })
  expect((await call('PATCH', '/workspace', { time_zone: 'Etc/UTC' })).status).toBe(200)
  const [boss, ana, bo, cy] = await Promise.all(
    ['Boss', 'Ana', 'Bo', 'Cy'].map((name) =>
      wire.server.addPerson({ name, role: name === 'Boss' ? 'manager' : 'rep' }),
    ),
  )
  if (!boss || !ana || !bo || !cy) throw new Error('no people')
  people = { boss, ana, bo, cy }
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: boss.id })
  await call('POST', '/teams', { name: 'North', members: [ana.id, bo.id] })
  await call('POST', '/teams', { name: 'Alone', members: [cy.id] })
  for (; today < '2027-03-04'; today = day(today, 1)) {
    expect((await call('PUT', '/test-clock', { now: `${today}T09:00:00.000Z` })).status).toBe(200)
    for (let i = 0; i < 4; i++) await something()
  }
}, 240_000)
afterAll(() => wire.server.close())

/** One thing that somebody does on a day, with what the deal was like after it. */
async function something(): Promise<void> {
  const known = [...journal].filter(([, facts]) => facts.at(-1)?.outcome === null)
  if (known.length < 25 || random() < 0.3) {
    const owner = pick([people.ana, people.ana, people.bo, people.cy])?.id
    const given = {
      pipeline: pick(['trade', 'trade', 'plain']),
      close_date: day(today, Math.floor(random() * 60)),
      owner,
    }
    const deal = await call('POST', '/deals', { name: 'Shop', amount: { amount: '100.00', currency: 'EUR' }, ...given })
    expect(deal.status).toBe(201)
    await call('PATCH', `/deals/${deal.body.id}`, { category: pick(['commit', 'best_case', 'pipeline', 'omitted']) })
    return note(deal.body.id)
  }
  const [id] = pick(known)
  const act = random()
  const done =
    act < 0.3
      ? await call('POST', `/deals/${id}/moves`, { outcome: 'won' })
      : act < 0.4
        ? await call('POST', `/deals/${id}/moves`, { outcome: 'lost', reason: 'price' })
        : act < 0.6
          ? await call('PATCH', `/deals/${id}`, { close_date: day(today, Math.floor(random() * 60)) })
          : act < 0.8
            ? await call('PATCH', `/deals/${id}`, { category: pick(['commit', 'best_case', 'pipeline', 'omitted']) })
            : act < 0.9
              ? await call('PATCH', `/deals/${id}`, { owner: pick([people.ana, people.bo, people.cy])?.id })
              : await call('POST', `/deals/${id}/transfers`, {
                  to_pipeline: journal.get(id)?.at(-1)?.pipeline === 'trade' ? 'plain' : 'trade',
                  reason: 'bigger',
                })
  if (![200, 201].includes(done.status)) throw new Error(JSON.stringify(done.body))
  await note(id)
  // Now and then a win is taken back at once, or a deal wakes up again later.
  if (act < 0.03) {
    expect((await call('POST', `/deals/${id}/moves/${done.body.id}/reversal`)).status).toBe(201)
    await note(id)
  }
}

async function note(id: string): Promise<void> {
  const { body } = await call('GET', `/deals/${id}`)
  const fact: Fact = {
    at: Date.parse(`${today}T09:00:00.000Z`),
    pipeline: body.pipeline.key,
    category: body.category,
    close: body.close_date,
    owner: body.owner.id,
    outcome: body.outcome,
    closed: body.closed_at === null ? null : Date.parse(body.closed_at),
  }
  journal.set(id, [...(journal.get(id) ?? []), fact])
}

const heldAt = (facts: readonly Fact[], moment: number) => facts.findLast(({ at }) => at <= moment)

/** The slow recount: deal by deal, month by month, by what was written down. */
function recount({ pipeline, owners }: { pipeline?: string; owners?: readonly string[] }) {
  const counts: Record<string, { won: number; n: number; moved: number }> = {}
  const months = [
    ['2026-12-01', '2027-01-01'],
    ['2027-01-01', '2027-02-01'],
    ['2027-02-01', '2027-03-01'],
  ] as const
  for (const [from, until] of months)
    for (const weeks of [1, 2, 4, 8, 13])
      for (const facts of journal.values()) {
        const end = Date.parse(`${until}T00:00:00Z`)
        const then = heldAt(facts, end - weeks * 7 * 86_400_000)
        if (!then || then.outcome !== null || then.close < from || then.close >= until) continue
        if (!['commit', 'best_case', 'pipeline'].includes(then.category)) continue
        if (pipeline !== undefined && then.pipeline !== pipeline) continue
        if (owners !== undefined && !owners.includes(then.owner)) continue
        const cell = (counts[`${then.category} ${weeks}`] ??= { won: 0, n: 0, moved: 0 })
        const last = facts.at(-1)
        if (heldAt(facts, end - 1)?.pipeline !== then.pipeline) cell.moved++
        else {
          cell.n++
          const won =
            last?.outcome === 'won' && (last.closed ?? 0) >= Date.parse(`${from}T00:00:00Z`) && (last.closed ?? 0) < end
          if (won) cell.won++
        }
      }
  return counts
}

const countsOf = (group: Json) =>
  Object.fromEntries(
    group.rates
      .filter(({ n, moved_out }: Json) => n + moved_out > 0)
      .map(({ category, weeks_before, n, won, moved_out }: Json) => [
        `${category} ${weeks_before}`,
        { won, n, moved: moved_out },
      ]),
  )
const rates = async (query = '', key?: string): Promise<Json> =>
  (await call('GET', `/hit-rates?kind=month&periods=3${query}`, undefined, key === undefined ? {} : { key })).body
const groupOf = ({ groups }: Json, name: string): Json => groups.find((group: Json) => group.name === name)

describe('of what was called', () => {
  test('as many are counted, and as many were won, as a slow recount of the facts finds', async () => {
    const told = await rates()
    expect(told.periods).toEqual(['2026-12', '2027-01', '2027-02'])
    expect(countsOf(groupOf(told, 'In all'))).toEqual(recount({}))
    expect(countsOf(groupOf(told, 'Trade'))).toEqual(recount({ pipeline: 'trade' }))
    expect(countsOf(groupOf(told, 'Plain'))).toEqual(recount({ pipeline: 'plain' }))
    // The recount itself has something to find in every corner.
    const all = Object.values(recount({}))
    expect(all.length).toBeGreaterThan(9)
    for (const corner of ['won', 'n', 'moved'] as const)
      expect(all.reduce((sum, cell) => sum + cell[corner], 0)).toBeGreaterThan(5)
  })

  test('each share comes with its interval, its n and what its category is taken to mean', async () => {
    const told = await rates('&pipeline=trade')
    expect(told.meant).toEqual([
      { category: 'commit', from: 0.8, to: 1 },
      { category: 'best_case', from: 0.3, to: 0.8 },
      { category: 'pipeline', from: 0, to: 0.3 },
    ])
    expect(told.groups.map(({ name }: Json) => name)).toEqual(['In all', 'Trade'])
    for (const { n, rate, low, high, won, verdict } of groupOf(told, 'Trade').rates) {
      expect(rate).toBe(n === 0 ? null : won / n)
      if (n > 0) expect([low <= rate, rate <= high]).toEqual([true, true])
      if (n === 0) expect(verdict).toBe('nothing_called')
    }
    // Calls are made at random here, so what was committed is won far less often than it should be.
    const commits = groupOf(told, 'In all').rates.filter(({ category, n }: Json) => category === 'commit' && n > 15)
    expect(commits.map(({ verdict }: Json) => verdict)).toContain('over_committed')
  })

  test('nothing is known of what happened later than the moment asked for', async () => {
    const then = await rates('&as_of=2027-01-01T00:00:00.000Z')
    expect(then.periods).toEqual(['2026-10', '2026-11', '2026-12'])
    const december = (await call('GET', '/hit-rates?kind=month&periods=1&as_of=2027-01-01T00:00:00.000Z')).body
    expect(countsOf(groupOf(then, 'In all'))).toEqual(countsOf(groupOf(december, 'In all')))
  })

  test('a wrong question is refused by the member', async () => {
    const asked = async (query: string) => faults(await call('GET', `/hit-rates?${query}`))
    expect(await asked('periods=21')).toEqual(['/periods'])
    expect(await asked('kind=day')).toEqual(['/kind'])
    expect(await asked('pipeline=nowhere')).toEqual(['/pipeline'])
    expect(await asked('by=person')).toEqual(['/by'])
  })
})

describe('teams and people', () => {
  test('a team counts the deals of those who were in it; a team of one is left out while figures about people are off', async () => {
    const told = await rates('&by=team')
    expect(told.groups.map(({ name }: Json) => name)).toEqual(['In all', 'North'])
    expect(countsOf(groupOf(told, 'North'))).toEqual(recount({ owners: [people.ana?.id ?? '', people.bo?.id ?? ''] }))
    expect(told.notes).toEqual(['left out: teams in which one person alone called anything (1)'])
  })

  test('person by person is refused until an owner allows it', async () => {
    expect(await call('POST', '/hit-rates/looks', {})).toMatchObject({
      status: 422,
      body: { code: 'people-figures-off' },
    })
  })

  test('then needs 20 deals of somebody, shows teams first, and who looked is recorded', async () => {
    expect((await call('PATCH', '/workspace', { figures_about_people: true })).status).toBe(200)
    const look = await call('POST', '/hit-rates/looks', { kind: 'month', periods: 3 })
    expect(look.status).toBe(201)
    expect(Object.keys(look.body).indexOf('teams')).toBeGreaterThanOrEqual(0)
    expect(look.body.teams.map(({ name }: Json) => name)).toEqual(['Alone', 'North'])
    for (const group of look.body.groups) {
      expect(group.deals).toBeGreaterThanOrEqual(20)
      expect(countsOf(group)).toEqual(recount({ owners: [group.key] }))
    }
    expect(groupOf(look.body, 'Ana')).toBeDefined()
    const events = await wire.eventsOf(wire.server.owner.id)
    const looked = events.filter(({ type }) => type === 'person.hit_rates_looked_at')
    expect(looked).toHaveLength(1)
    expect(looked[0]?.data).toMatchObject({
      after: { kind: 'month', people: look.body.groups.map(({ key }: Json) => key) },
    })
  })

  test('a rep sees themselves alone, a manager also those below', async () => {
    const seenBy = async (key: string | undefined) => {
      const look = await call('POST', '/hit-rates/looks', { kind: 'month', periods: 3 }, { key: key ?? '' })
      return look.body.groups.map(({ name }: Json) => name)
    }
    expect(await seenBy(people.boss?.key)).toEqual(['Ana'])
    expect(await seenBy(people.ana?.key)).toEqual(['Ana'])
    expect(await seenBy(people.bo?.key)).not.toContain('Ana')
  })
})

describe('whoever may not see a pipeline', () => {
  const grant = (grants: object[]) => call('PUT', '/pipelines/plain/rights', { grants })

  test('counts the others alone, and what went there has moved out', async () => {
    expect((await grant([{ to: { role: 'manager' }, rights: ['see', 'see_forecast'] }])).status).toBe(200)
    const told = await rates('', people.ana?.key)
    expect(told.groups.map(({ name }: Json) => name)).toEqual(['In all', 'Trade'])
    expect(countsOf(groupOf(told, 'Trade'))).toEqual(
      Object.fromEntries(Object.entries(recount({ pipeline: 'trade' })).map(([cell, count]) => [cell, count])),
    )
    expect(faults(await call('GET', '/hit-rates?pipeline=plain', undefined, { key: people.ana?.key ?? '' }))).toEqual([
      '/pipeline',
    ])
  })

  test('or sees its deals and not its forecast, is told so', async () => {
    expect((await grant([{ to: { role: 'rep' }, rights: ['see', 'work'] }])).status).toBe(200)
    expect((await call('GET', '/hit-rates?pipeline=plain', undefined, { key: people.ana?.key ?? '' })).status).toBe(403)
    expect((await grant([])).status).toBe(200)
  })
})

test('the command line shows them by category and weeks before the end', async () => {
  const run = (...words: string[]) => commandLine(wire.server)(['forecast', 'hit-rates', ...words])
  const told = await run('--kind', 'month', '--periods', '3', '--pipeline', 'trade')
  expect(told.exit_code).toBe(0)
  const { n, won, rate } = groupOf(await rates('&pipeline=trade'), 'Trade').rates.find(
    ({ category, weeks_before }: Json) => category === 'commit' && weeks_before === 2,
  )
  expect(told.stdout).toMatch(new RegExp(`Trade +commit +2 +${n} +${won} +${Math.round(100 * rate)}%`))
  expect((await run('--kind', 'day')).exit_code).toBe(2)
  expect(JSON.parse((await run('--kind', 'month', '--json')).stdout).groups[0]).toMatchObject({ kind: 'total' })
})
