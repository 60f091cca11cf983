import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../src/stats/random.ts'
import { called, plain } from './calls.ts'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

/** The weekly review over HTTP, its agenda beside a recount of what the rest of the API says. */
let wire: Wire
type Member = { id: string; key: string }
let boss: Member
let ana: Member
let budi: Member
const call: Wire['call'] = (...given) => wire.call(...given)
const as = (member: Member) => ({ key: member.key })
const at = (now: string) => call('PUT', '/test-clock', { now })
const random = randomFrom(6)
const currencies = ['EUR', 'USD', 'IDR'] as const

const agenda = async (query = '', by?: Member) =>
  (await call('GET', `/deal-reviews/agenda?pipeline=called${query}`, undefined, by && as(by))).body
const begin = (given: Json = {}, by = boss) => call('POST', '/deal-reviews', { pipeline: 'called', ...given }, as(by))
const mark = (review: Json, deal: Json, change: Json, by = boss, if_match?: string) =>
  call('PATCH', `/deal-reviews/${review['id']}/deals/${deal['id']}`, change, {
    ...as(by),
    ...(if_match === undefined ? {} : { if_match }),
  })
const end = (review: Json, by = boss) => call('POST', `/deal-reviews/${review['id']}/end`, {}, as(by))
const kindsOf = ({ reasons }: Json): string[] => reasons.map(({ kind }: Json) => kind)
const names = ({ deals }: Json): string[] => deals.map(({ deal }: Json) => deal.name)

let opened = 0
async function open(owner: Member | null, more: Json = {}): Promise<Json> {
  const amount = { amount: `${1000 + random.below(90_000)}`, currency: random.pick(currencies) }
  const given = { name: `Shop ${++opened}`, pipeline: 'called', amount, next_step: 'Sign', ...more }
  const whose = owner === null ? {} : { owner: owner.id }
  const deal = (await call('POST', '/deals', { close_date: '2026-12-15', ...given, ...whose })).body
  return owner === null ? (await call('PATCH', `/deals/${deal.id}`, { owner: null })).body : deal
}

beforeAll(async () => {
  wire = await startWire()
  for (const body of [called, plain])
    await wire.server.client.send('POST', '/pipelines', { body, content_type: 'application/yaml' })
  boss = await wire.server.addPerson({ name: 'Boss', role: 'manager' })
  ana = await wire.server.addPerson({ name: 'Ana' })
  budi = await wire.server.addPerson({ name: 'Budi' })
  await call('PUT', `/people/${ana.id}/manager`, { manager_id: boss.id })
  for (const [currency, per_euro] of [
    ['USD', '1.25'],
    ['IDR', '16000'],
  ])
    await call('POST', '/rates', { currency, per_euro, valid_from: '2026-01-01' })
})
afterAll(() => wire.server.close())

/** What the agenda should hold, from lists that know nothing of reviews. */
async function recount(since: string, today: string): Promise<Map<string, Set<string>>> {
  const reasons = new Map<string, Set<string>>()
  const add = (id: string, kind: string) => reasons.getOrInsertComputed(id, () => new Set()).add(kind)
  const open = await wire.allPages('/deals?pipeline=called&outcome=open&limit=200')
  for (const deal of open) {
    if (deal['close_date'] && deal['close_date'] < today) add(deal['id'], 'close_date_passed')
    if (deal['ageing']?.state === 'stuck') add(deal['id'], 'stuck')
  }
  const ids = new Set(open.map(({ id }) => id))
  for (const { deal_id } of await wire.allPages(`/activities?open=true&due_before=${today}&limit=200`))
    if (ids.has(deal_id)) add(deal_id, 'next_step_overdue')
  const asPage = `/deals?pipeline=called&outcome=any&limit=200`
  for (const { id } of await wire.allPages(asPage)) {
    const rows = (await call('GET', `/deals/${id}/history`)).body.data as Json[]
    const at = (moment: string) => rows.findLast(({ occurred_at }) => occurred_at <= moment)
    const [before, after] = [at(since), rows.at(-1)]
    if (before?.['outcome'] || !after) continue
    if (!before && after['outcome'] !== null && after['outcome'] !== 'won') continue
    const said = (row: Json | undefined) =>
      row && [row['stage'], row['amount'], row['close_date'], row['category'], row['owner'], row['outcome']]
    if (JSON.stringify(said(before)) !== JSON.stringify(said(after))) add(id, 'changed')
  }
  return reasons
}

describe('an agenda', () => {
  test('of nothing has nothing on it, and says what it is compared with', async () => {
    expect(await agenda()).toMatchObject({
      period: '2026-Q4',
      cadence: 'weekly',
      since: expect.stringMatching(/^2026-11-17T20:0/),
      since_from: 'cadence',
      deals: [],
      quiet: 0,
      left_out: 0,
      last_review: null,
      under_way: null,
    })
  })

  test('of a pipeline that forecasts month by month is about the month', async () =>
    expect((await call('GET', '/deal-reviews/agenda?pipeline=plain')).body).toMatchObject({
      period: '2026-11',
      cadence: null,
    }))

  test('holds every deal that changed or is late, once, as a recount has it', async () => {
    const deals: Json[] = []
    for (let i = 0; i < 40; i++) deals.push(await open(random.pick([ana, ana, budi, null])))
    await at('2026-11-28T08:00:00.000Z')
    for (const [i, { id }] of deals.entries()) {
      const change: Json | undefined = [
        { close_date: '2026-12-28' },
        { close_date: '2026-11-29' },
        { close_date: '2027-02-01' },
        { category: 'pipeline' },
        { amount: { amount: '77', currency: 'EUR' } },
        { owner: budi.id },
        { next_step: 'Call again' },
        undefined,
      ][random.below(8)]
      if (change) await call('PATCH', `/deals/${id}`, change)
      if (i % 7 === 0) await call('POST', `/deals/${id}/moves`, { to_stage: 'agreed' })
      if (i % 11 === 3) await call('POST', `/deals/${id}/moves`, { outcome: 'lost', reason: 'price' })
      if (i % 13 === 5) await call('POST', `/deals/${id}/moves`, { outcome: 'won' })
      if (i % 5 === 2)
        await call('POST', '/activities', { kind: 'task', subject: 'Ring', deal_id: id, due_on: '2026-11-29' })
    }
    for (let i = 0; i < 5; i++) await open(ana)
    await at('2026-12-01T08:00:00.000Z')
    for (const since of ['2026-11-25T00:00:00.000Z', '2026-11-28T09:00:00.000Z', '2026-11-20T00:00:00.000Z']) {
      const told = await agenda(`&since=${since}`)
      const expected = await recount(since, '2026-12-01')
      const got = new Map<string, Set<string>>(told.deals.map((one: Json) => [one['deal'].id, new Set(kindsOf(one))]))
      expect(told.deals.length).toBe(got.size)
      expect(got, since).toEqual(expected)
    }
  })

  test('goes person by person, and within each from what changed over what is late to what carries the risk', async () => {
    const { deals } = await agenda('&since=2026-11-28T07:00:00.000Z')
    const people = deals.map(({ person }: Json) => person?.name ?? '~')
    expect(people).toEqual(people.toSorted((a: string, b: string) => (a < b ? -1 : 1)))
    expect(deals.map(({ position }: Json) => position)).toEqual(deals.map((_: Json, i: number) => i + 1))
    for (const [, own] of Map.groupBy<string, Json>(deals, ({ person }) => person?.name)) {
      const ranks = own.map((one) => ['changed', 'risk'].indexOf(kindsOf(one)[0] ?? '')).map((i) => (i < 0 ? 0.5 : i))
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    }
  })

  test('of a person holds theirs and those of who reports to them, and of a team its members’', async () => {
    const since = '&since=2026-11-20T00:00:00.000Z'
    const all = await agenda(since)
    const own = (told: Json) => new Set(told['deals'].map(({ person }: Json) => person?.name ?? null))
    expect(own(all)).toEqual(new Set(['Ana', 'Budi', null]))
    expect(own(await agenda(`${since}&person=${boss.id}`))).toEqual(new Set(['Ana']))
    expect(own(await agenda(`${since}&person=me`, budi))).toEqual(new Set(['Budi']))
    const team = (
      await call('POST', '/teams', { name: 'West', members: [budi.id], valid_from: '2026-11-01T00:00:00Z' })
    ).body
    expect(own(await agenda(`${since}&team=${team.id}`))).toEqual(new Set(['Budi']))
  })

  test('has the calls of then and now as the grid has them, to the cent, in three currencies', async () => {
    const since = '2026-11-26T00:00:00.000Z'
    for (const currency of currencies) {
      const told = await agenda(`&since=${since}&currency=${currency}`)
      const grid = async (as_of: string) =>
        (await call('GET', `/forecast-grid?pipeline=called&period=2026-Q4&currency=${currency}&as_of=${as_of}`)).body
          .rows[0]
      for (const [end, row] of [
        ['from', await grid(since)],
        ['to', await grid(told.as_of)],
      ] as const)
        expect(Object.fromEntries(told.called.map((line: Json) => [line['category'], line[end]]))).toEqual({
          closed: row.closed,
          commit: row.commit.deals,
          best_case: row.best_case.deals,
          pipeline: row.pipeline_call.deals,
          omitted: row.omitted,
          elsewhere: row.elsewhere,
        })
      expect(told.called[0].to.amount.currency).toBe(currency)
    }
  })

  test('says who called what in the last round and in this one, and what was said otherwise since', async () => {
    await call('POST', '/submissions', { pipeline: 'called' }, as(ana))
    const said = { pipeline: 'called', period: '2026-Q4', person_id: ana.id, category: 'commit', reason: 'Slips' }
    await call('POST', '/adjustments', { ...said, amount: { amount: '5.00', currency: 'EUR' } }, as(boss))
    const { called_by } = await agenda(`&person=${boss.id}`)
    expect(called_by).toMatchObject([
      { person: { name: 'Ana' }, last: null, now: { person: { id: ana.id } }, adjustments: [{ reason: 'Slips' }] },
      { person: { name: 'Boss' }, last: null, now: null, adjustments: [] },
    ])
  })

  test('of something that is not there, or of two things at once, is refused with what would do', async () => {
    const asked = (query: string) => call('GET', `/deal-reviews/agenda?${query}`)
    for (const [query, pointer] of [
      ['pipeline=nowhere', '/pipeline'],
      [`pipeline=called&person=${nobody}`, '/person'],
      [`pipeline=called&team=team_${'0'.repeat(26)}`, '/team'],
      [`pipeline=called&person=me&team=team_${'0'.repeat(26)}`, '/team'],
      ['pipeline=called&since=2027-01-01T00:00:00Z', '/since'],
      ['', '/pipeline'],
    ] as const) {
      const answer = await asked(query)
      expect([answer.status, faults(answer)]).toEqual([400, [pointer]])
    }
  })
})

describe('a review', () => {
  let review: Json
  test('begins with the agenda of its moment, and whoever begins it again comes to it', async () => {
    const drawn = await agenda('', boss)
    const first = await begin()
    expect(first.status).toBe(201)
    review = first.body
    expect(review).toMatchObject({ state: 'under_way', since_from: 'cadence', began_by: { name: 'Boss' }, version: 1 })
    expect(names(review)).toEqual(names(drawn))
    for (const [i, { position, deal, reasons, from, to }] of review['deals'].entries())
      expect({ position, deal, reasons, from, to }).toEqual({
        position: i + 1,
        deal: drawn.deals[i].deal,
        reasons: drawn.deals[i].reasons,
        from: drawn.deals[i].from,
        to: drawn.deals[i].to,
      })
    const again = await begin({}, { id: wire.server.owner.id, key: wire.server.owner.key })
    expect(again.body.id).toBe(review['id'])
    expect((await wire.eventsOf(review['id'])).map(({ type }) => type)).toEqual(['deal_review.began'])
    expect((await agenda()).under_way).toBe(review['id'])
  })

  test('begun by two at the same moment is one', async () => {
    const given = { person: ana.id }
    const both = await Promise.all([begin(given), begin(given, ana), begin(given)])
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1)
    expect(both.map(({ status }) => status)).toEqual([201, 201, 201])
  })

  test('keeps what two people say of different deals, and tells who speaks of an older view', async () => {
    const [one, two, three] = review['deals'].map(({ deal }: Json) => deal)
    const said = await Promise.all([
      mark(review, one, { decision: 'Push to January' }),
      mark(review, two, { reviewed: true }, ana),
      mark(review, three, { decision: 'Ana asks the buyer' }, ana),
    ])
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200])
    const shown = (await call('GET', `/deal-reviews/${review['id']}`)).body
    expect(shown).toMatchObject({ reviewed_count: 3, decisions_count: 2, version: 4 })
    expect(shown.deals.slice(0, 3).map(({ mark }: Json) => [mark.reviewed_by.name, mark.decision])).toEqual([
      ['Boss', 'Push to January'],
      ['Ana', null],
      ['Ana', 'Ana asks the buyer'],
    ])
    const stale = await mark(review, one, { decision: 'Drop it' }, ana, '"1"')
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'mark-changed', current: { decision: 'Push to January', version: 2 } },
    })
    // A mark alone loses nothing, whichever version it was decided on.
    expect((await mark(review, one, { reviewed: false }, ana)).body).toMatchObject({
      reviewed_at: null,
      decision: 'Push to January',
      version: 3,
    })
    expect((await mark(review, one, { reviewed: true })).body.version).toBe(4)
  })

  test('makes a task of a decision: the owner’s, unless somebody is named', async () => {
    const { deal, to } = review['deals'].find(({ to }: Json) => to.owner?.name === 'Ana' && to.outcome === null)
    const path = `/deal-reviews/${review['id']}/deals/${deal.key}/tasks`
    const made = await call('POST', path, { subject: 'Ask for a date', due_on: '2026-12-04' }, as(boss))
    expect(made).toMatchObject({
      status: 201,
      body: { tasks: [{ subject: 'Ask for a date', owner: { name: 'Ana' }, due_on: '2026-12-04', done_at: null }] },
    })
    expect(made.body.reviewed_by.name).toBeDefined()
    const tasks = (await call('GET', `/activities?deal_id=${deal.id}&kind=task&open=true`, undefined, as(ana))).body
      .data
    const [task] = tasks.filter(({ subject }: Json) => subject === 'Ask for a date')
    expect(task).toMatchObject({ owner: { id: to.owner.id }, created_by: { id: boss.id } })
    await call('PATCH', `/activities/${task.id}`, { done: true }, as(ana))
    const shown = (await call('GET', `/deal-reviews/${review['id']}`)).body
    expect(shown.tasks_count).toBe(1)
    expect(shown.deals.find((one: Json) => one['deal'].id === deal.id).mark.tasks[0].done_at).not.toBeNull()
    const wrong = await call('POST', path, { subject: '', due_on: 'soon' }, as(boss))
    expect([wrong.status, faults(wrong)]).toEqual([400, ['/subject', '/due_on']])
    const whom = await call('POST', path, { subject: 'Ring', due_on: '2026-12-04', owner: nobody }, as(boss))
    expect([whom.status, faults(whom)]).toEqual([400, ['/owner']])
  })

  test('shows deals as they are while it goes on, and as they were once it ended', async () => {
    const { deal } = review['deals'].find(({ to }: Json) => to.outcome === null && to.category !== 'omitted')
    const categoryIn = async () =>
      (await call('GET', `/deal-reviews/${review['id']}`)).body.deals.find((one: Json) => one['deal'].id === deal.id).to
        .category
    await at('2026-12-01T09:00:00.000Z')
    await call('PATCH', `/deals/${deal.id}`, { category: 'omitted' })
    expect(await categoryIn()).toBe('omitted')
    const ended = await call('POST', `/deal-reviews/${review['id']}/end`, { note: 'We keep the commit' }, as(boss))
    expect(ended).toMatchObject({
      status: 201,
      body: {
        state: 'ended',
        ended_at: expect.stringMatching(/^2026-12-01T09:0/),
        ended_by: { name: 'Boss' },
        note: 'We keep the commit',
      },
    })
    await at('2026-12-03T09:00:00.000Z')
    await call('PATCH', `/deals/${deal.id}`, { category: 'pipeline' })
    expect(await categoryIn()).toBe('omitted')
  })

  test('that ended stays as it was', async () => {
    const [{ deal }] = review['deals']
    for (const answer of [await mark(review, deal, { reviewed: true }), await end(review)])
      expect(answer).toMatchObject({ status: 422, body: { code: 'review-ended' } })
    const path = `/deal-reviews/${review['id']}/deals/${deal.id}/tasks`
    expect((await call('POST', path, { subject: 'Ring', due_on: '2026-12-04' }, as(boss))).body.code).toBe(
      'review-ended',
    )
  })

  test('is where the next one starts: with what changed since, and what nobody came to', async () => {
    const next = await agenda()
    expect(next).toMatchObject({
      since: expect.stringMatching(/^2026-12-01T09:0/),
      since_from: 'last_review',
      last_review: { id: review['id'] },
      under_way: null,
    })
    const kept = (await call('GET', `/deal-reviews/${review['id']}`)).body
    const left = kept.deals
      .filter(({ mark, to }: Json) => mark.reviewed_at === null && to.outcome === null)
      .map(({ deal }: Json) => deal.id)
    const again = next.deals.filter((one: Json) => kindsOf(one).includes('left_over')).map(({ deal }: Json) => deal.id)
    expect(new Set(again)).toEqual(new Set(left))
    expect(left.length).toBeGreaterThan(5)
    const changed = next.deals.filter((one: Json) => kindsOf(one).includes('changed'))
    expect(changed).toHaveLength(1)
    expect(changed[0]).toMatchObject({ from: { category: 'omitted' }, to: { category: 'pipeline' } })
    expect(changed[0].reasons.find(({ kind }: Json) => kind === 'changed').happened).toBe('category_up')
  })

  test('leaves no change unseen that somebody made while it went on, on a deal that was not on it', async () => {
    const before = await begin({ person: budi.id })
    const late = await open(budi, { name: 'While they talked' })
    await at('2026-12-03T10:00:00.000Z')
    await end(before.body)
    await at('2026-12-03T11:00:00.000Z')
    const next = await agenda(`&person=${budi.id}`)
    const found = next.deals.find(({ deal }: Json) => deal.id === late['id'])
    expect(kindsOf(found)).toContain('left_over')
  })

  test('is listed with the others, the newest first', async () => {
    const all = await wire.allPages('/deal-reviews?pipeline=called&limit=2')
    expect(all.map(({ person, state }: Json) => [person?.name ?? null, state])).toEqual([
      ['Budi', 'ended'],
      ['Ana', 'under_way'],
      [null, 'ended'],
    ])
    const open = (await call('GET', '/deal-reviews?state=under_way')).body.data
    expect(open.map(({ person }: Json) => person.name)).toEqual(['Ana'])
    expect((await call('GET', '/deal-reviews?pipeline=plain')).body.data).toEqual([])
  })

  test('of a foreign workspace is not there', async () => {
    const theirs = { key: wire.other.key }
    expect((await call('GET', `/deal-reviews/${review['id']}`, undefined, theirs)).status).toBe(404)
    expect((await call('POST', `/deal-reviews/${review['id']}/end`, {}, theirs)).status).toBe(404)
    expect((await call('GET', '/deal-reviews', undefined, theirs)).body.data).toEqual([])
  })
})
