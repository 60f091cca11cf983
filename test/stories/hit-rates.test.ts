import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Change,
  type DealState,
  type History,
  takeNumbers,
  writeHistories,
} from '../../src/domain/ledger/index.ts'
import { readPipelines } from '../../src/domain/pipelines/index.ts'
import type { Context } from '../../src/platform/context.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { instantOf } from '../../src/values/instant.ts'
import { commandLine } from '../command-line.ts'
import { plain } from './calls.ts'
import { type Told, writeTold } from './told-past.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

/** What the test itself wrote down of a deal, each time that it touched it. */
type Fact = {
  recorded: boolean
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
const random = randomFrom(41)

const [first, last] = [Date.parse('2026-05-20T09:00:00.000Z'), Date.parse('2026-11-24T09:00:00.000Z')]

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
  const valid_from = '2026-01-01T00:00:00.000Z'
  expect((await call('POST', '/teams', { name: 'North', members: [ana.id, bo.id], valid_from })).status).toBe(201)
  expect((await call('POST', '/teams', { name: 'Alone', members: [cy.id], valid_from })).status).toBe(201)
  await writeTold(wire.server, await wire.within('write', writeRandom))
}, 240_000)
afterAll(() => wire.server.close())

/** Deals to which whatever happens to deals happens, at moments that are sometimes the very edge of a month. */
async function writeRandom(context: Context): Promise<Told[]> {
  const { tx, workspace_id, newId, record, now } = context
  const pipelines = await readPipelines(tx, workspace_id)
  const place = (key: string) => {
    const found = pipelines.find((one) => one.key === key)
    if (!found) throw new Error(`no pipeline ${key}`)
    return { pipeline_id: found.id, definition_id: found.definition_id }
  }
  const keyOf = new Map(pipelines.map(({ id, key }) => [id, key]))
  const number = await takeNumbers(tx, workspace_id, deals)
  const told: Told[] = []
  const histories = Array.from({ length: deals }, (_, i) => i).flatMap((i): History[] => {
    const id = newId('deal')
    const imported = random.chance(0.1)
    const event_id = imported ? record({ type: 'deal.imported', subject: id, version: 1, data: {} }) : ''
    let at = first + random.below(last - first)
    let state = freshDeal(id, number + BigInt(i), instantOf(at), place(random.pick(['trade', 'trade', 'plain'])))
    const states: History['states'] = []
    const add = (kind: Change['kind']) => {
      if (!imported) told.push({ at: instantOf(at), kind, state })
      states.push({ state, change: { id: newId('led'), kind, event_id, occurred_at: instantOf(at), recorded_at: now } })
      const fact: Fact = {
        recorded: !imported,
        at,
        pipeline: keyOf.get(state.pipeline_id) ?? '',
        category: state.category,
        close: state.close_date ?? '',
        owner: state.owner_id ?? '',
        outcome: state.outcome,
        closed: state.closed_at === null ? null : Date.parse(state.closed_at),
      }
      journal.set(id, [...(journal.get(id) ?? []), fact])
    }
    add('created')
    for (let step = random.below(6); step > 0 && at < last; step--) {
      const edge = Date.parse(random.pick(['2026-09-01', '2026-10-01', '2026-11-01']))
      at = edge > at && random.chance(0.15) ? edge : Math.min(last, at + random.below(25 * 86_400_000))
      const { kind, ...next } = changed(state, instantOf(at), place)
      state = { ...state, ...next, version: state.version + 1 }
      add(kind)
    }
    return imported ? [{ states, chance: null }] : []
  })
  await writeHistories(tx, workspace_id, histories)
  return told
}

const deals = 260
const called = () => random.pick(['commit', 'best_case', 'pipeline', 'omitted'] as const)
const dayFrom = (at: string) => instantOf(Date.parse(at) + random.below(60) * 86_400_000).slice(0, 10)
const anybody = () => random.pick([people.ana, people.ana, people.bo, people.cy])?.id ?? null

function changed(
  state: DealState,
  at: string,
  place: (key: string) => Pick<DealState, 'pipeline_id' | 'definition_id'>,
) {
  if (state.outcome !== null && state.outcome !== 'void')
    return random.chance(0.3)
      ? { kind: 'reopened' as const, outcome: null, closed_at: null, category: called() }
      : { kind: 'edited' as const, name: 'Renamed' }
  if (state.outcome === 'void') return { kind: 'edited' as const, name: 'Never one of its own' }
  const closes = (kind: 'won' | 'lost' | 'voided', outcome: 'won' | 'lost' | 'void') =>
    ({ kind, outcome, closed_at: at, category: outcome === 'won' ? 'closed' : 'omitted' }) as const
  return random.pick([
    { kind: 'edited', close_date: dayFrom(at) },
    { kind: 'edited', category: called() },
    { kind: 'edited', owner_id: anybody() },
    { kind: 'moved', stage: random.pick(['wanted', 'agreed']), entered_stage_at: at },
    { kind: 'transferred', ...place(random.pick(['trade', 'plain'])), entered_stage_at: at },
    { kind: 'transferred', ...place(random.pick(['trade', 'plain'])), entered_stage_at: at },
    closes('won', 'won'),
    closes('won', 'won'),
    closes('lost', 'lost'),
    ...(random.chance(0.3) ? [closes('voided', 'void')] : []),
  ] as const)
}

const freshDeal = (
  id: string,
  number: bigint,
  created_at: string,
  at: Pick<DealState, 'pipeline_id' | 'definition_id'>,
): DealState => ({
  id,
  number,
  version: 1,
  created_at,
  name: `Deal ${number}`,
  ...at,
  stage: 'wanted',
  entered_stage_at: created_at,
  amount_minor: 10_000n,
  currency: 'EUR',
  close_date: dayFrom(created_at),
  category: called(),
  owner_id: anybody(),
  account_id: null,
  partner_account_id: null,
  source: null,
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  fields: {},
  owed: [],
  carried: {},
  revenue_kind: 'new',
  amount_measure: 'total_contract_value',
  frozen_rate: null,
  counted: true,
  next_step: null,
  wait_until: null,
})

const heldAt = (facts: readonly Fact[], moment: number) => facts.findLast(({ at }) => at <= moment)

/** The slow recount: deal by deal, month by month, by what was written down. */
/** `hidden`: the pipeline whose rows a reader does not see; a deal that stands there today has moved out for them. */
type Recount = {
  pipeline?: string
  hidden?: string
  owners?: readonly string[]
  known?: number
  months?: typeof months
}

const months: (readonly [string, string])[] = [
  ['2026-08-01', '2026-09-01'],
  ['2026-09-01', '2026-10-01'],
  ['2026-10-01', '2026-11-01'],
]

function recount({ pipeline, hidden, owners, known = Infinity, months: of = months }: Recount) {
  const counts: Record<string, { won: number; n: number; moved: number }> = {}
  for (const [from, until] of of)
    for (const weeks of [1, 2, 4, 8, 13])
      for (const facts of journal.values()) {
        const end = Date.parse(`${until}T00:00:00Z`)
        const then = heldAt(facts, end - weeks * 7 * 86_400_000)
        if (!then?.recorded || then.outcome !== null || then.close < from || then.close >= until) continue
        if (!['commit', 'best_case', 'pipeline'].includes(then.category)) continue
        if (pipeline !== undefined && then.pipeline !== pipeline) continue
        if (owners !== undefined && !owners.includes(then.owner)) continue
        const cell = (counts[`${then.category} ${weeks}`] ??= { won: 0, n: 0, moved: 0 })
        const last = heldAt(facts, known)
        if (last?.outcome === 'void') continue
        if (heldAt(facts, end - 1)?.pipeline !== then.pipeline || last?.pipeline === hidden) cell.moved++
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
    expect(told.periods).toEqual(['2026-08', '2026-09', '2026-10'])
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
    for (const { n, verdict } of told.groups[1].rates)
      if (n > 0 && n < told.calls_needed) expect(verdict).toBe('cannot_tell')
    const commits = (await rates()).groups[0].rates.filter(({ category, n }: Json) => category === 'commit' && n >= 10)
    expect(commits.map(({ verdict }: Json) => verdict)).toContain('over_committed')
  })

  test('nothing is known of what happened later than the moment asked for', async () => {
    const moment = '2026-10-01T00:00:00.000Z'
    const then = (await call('GET', `/hit-rates?kind=month&periods=2&as_of=${moment}`)).body
    expect(then.periods).toEqual(['2026-08', '2026-09'])
    expect(countsOf(groupOf(then, 'In all'))).toEqual(
      recount({ known: Date.parse(moment), months: months.slice(0, 2) }),
    )
    // The last days of it are known otherwise today: deals were opened again, or turned out to be none.
    const now = (await call('GET', '/hit-rates?kind=month&periods=3')).body
    expect(countsOf(groupOf(now, 'In all'))).toEqual(recount({}))
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
    expect(told.notes).toHaveLength(2)
    expect(told.notes[0]).toMatch(/^left out: deals whose past was brought in later.*\([1-9]\d*\)$/)
    expect(told.notes[1]).toEqual('left out: teams in which one person alone called anything (1)')
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
  const grants = (viewer: string[]) =>
    call('PUT', '/pipelines/plain/rights', {
      grants: [
        { to: { role: 'manager' }, rights: ['see', 'see_forecast'] },
        { to: { role: 'rep' }, rights: ['see', 'work', 'see_forecast'] },
        ...(viewer.length === 0 ? [] : [{ to: { role: 'viewer' }, rights: viewer }]),
      ],
    })

  test('counts the others alone, and what went there has moved out', async () => {
    const { key } = await wire.server.addPerson({ name: 'Guest', role: 'viewer' })
    expect((await grants([])).status).toBe(200)
    const told = await rates('', key)
    expect(told.groups.map(({ name }: Json) => name)).toEqual(['In all', 'Trade'])
    expect(told.groups[0].deals).toBe(told.groups[1].deals)
    // A void deal of theirs looks like one that went elsewhere, so only what was judged is compared.
    const judged = (counts: Json) =>
      Object.fromEntries(Object.entries(counts).map(([cell, { won, n }]: [string, Json]) => [cell, { won, n }]))
    expect(judged(countsOf(groupOf(told, 'Trade')))).toEqual(judged(recount({ pipeline: 'trade', hidden: 'plain' })))
    expect(faults(await call('GET', '/hit-rates?pipeline=plain', undefined, { key }))).toEqual(['/pipeline'])
    expect((await grants(['see'])).status).toBe(200)
    expect((await call('GET', '/hit-rates?pipeline=plain', undefined, { key })).status).toBe(403)
    expect((await rates('', key)).groups.map(({ name }: Json) => name)).toEqual(['In all', 'Trade'])
    expect((await call('PUT', '/pipelines/plain/rights', { grants: [] })).status).toBe(200)
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
