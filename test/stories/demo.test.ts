import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareInstallation } from '../../src/first-start.ts'
import { testConfig } from '../database.ts'
import { startTestServer, type TestServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ demo: true })
})
afterAll(() => server.close())

const count = async (table: string) =>
  (await server.database.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n as number

test('six pipelines, people of every role, two years of deals in two currencies', async () => {
  const { data: pipelines } = await server.client.pipelines.list()
  expect(pipelines.map(({ key }) => key)).toEqual([
    'enterprise',
    'transactional',
    'partner',
    'renewal',
    'self-service',
    'hardware',
  ])
  const { data: people } = await server.client.people.list()
  expect(new Set(people.map(({ role }) => role))).toEqual(new Set(['owner', 'revops', 'manager', 'rep', 'viewer']))
  expect(await count('deal')).toBeGreaterThan(2_200)
  expect(await count('import_row')).toBe(0)
  const { rows } = await server.database.pool.query(
    `select currency, count(*) filter (where outcome = 'won')::int as won, count(*) filter (where outcome is null)::int as open
     from deal group by currency order by currency`,
  )
  expect(rows.map(({ currency }) => currency)).toEqual(['EUR', 'IDR'])
  for (const { won, open } of rows) {
    expect(won).toBeGreaterThan(100)
    expect(open).toBeGreaterThan(50)
  }
})

test('deals have a past: stages in the ledger at the moments of then, wins at a frozen rate', async () => {
  const { rows } = await server.database.pool.query(
    `select kind, count(*)::int as n, min(occurred_at) as first from deal_ledger group by kind`,
  )
  const kinds = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
  expect(kinds.moved).toBeGreaterThan(3_000)
  expect(kinds.won).toBeGreaterThan(700)
  expect(kinds.lost).toBeGreaterThan(500)
  const unfrozen = await server.database.pool.query(
    `select from deal where outcome = 'won' and currency = 'IDR' and frozen_rate is null`,
  )
  expect(unfrozen.rows).toEqual([])
})

test('there is a day of work, and some things went wrong', async () => {
  const today = (await server.client.me.get()).workspace.today
  const { data: open } = await server.client.activities.list({ open: 'true', limit: 200 })
  expect(open.some(({ due_on }) => due_on === today)).toBe(true)
  expect(open.some(({ overdue }) => overdue)).toBe(true)
  const { data: owing } = await server.client.deals.list({ owed: 'true', limit: 200 })
  expect(owing.length).toBeGreaterThan(10)
  expect(await count('line_item')).toBeGreaterThan(20)
  expect(await count('contact')).toBeGreaterThan(20)
  expect(await count('quota')).toBeGreaterThan(40)
  expect(await count('quota_share')).toBeGreaterThan(100)
  // Two of this quarter, and of the six before what both managers called in two pipelines.
  expect(await count('submission')).toBe(2 + 6 * 2 * 2)
})

test('what was called is held against what was won: a record in two pipelines, too little in the others', async () => {
  const { submissions, periods_needed, adjustments } = await server.client.hit_rates.get({})
  const periods = Object.fromEntries(submissions.map(({ key, periods }) => [key, periods]))
  expect(periods).toMatchObject({ transactional: 0, partner: 0, renewal: 0, 'self-service': 0 })
  expect(periods['enterprise']).toBe(periods_needed)
  expect(periods['total']).toBeGreaterThan(periods_needed)
  for (const { periods, called, won } of submissions.filter((one) => one.periods > 0)) {
    // Neither the truth nor nonsense.
    expect(called).not.toEqual(won)
    expect(Number(called.amount)).toBeGreaterThan(0.4 * Number(won.amount))
    expect(Number(called.amount)).toBeLessThan(2.5 * Number(won.amount))
    expect(periods).toBeLessThanOrEqual(12)
  }
  expect(adjustments.filter(({ n }) => n > 10).map(({ level }) => level)).toEqual(['own', 'manager'])
})

test('forecasts are held against the past in the background', { timeout: 300_000 }, async () => {
  const { data } = await server.client.backtests.list()
  expect(data).toHaveLength(1)
  expect(data[0]?.pipelines).toHaveLength(6)
  await server.settled()
  const { data: records } = await server.client.forecasts.record({})
  expect(new Set(records.map(({ scope }) => scope)).size).toBe(7)
})

test('pipelines are governed: a change published, one that waits for its second vote, an exception, an approval', async () => {
  const { data: changes } = await server.client.change_requests.list()
  expect(changes.map(({ key, state, self_approved }) => [key, state, self_approved])).toEqual([
    ['CR-2', 'open', false],
    ['CR-1', 'published', false],
  ])
  const change = await server.client.change_requests.get({ change_request_id: changes[0]?.id ?? '' })
  expect(change.approvals).toMatchObject([{ state: 'open', needed: 2, votes: [{ vote: 'approve' }] }])
  expect(change.comments).toHaveLength(1)
  const plan = await server.client.change_requests.plan({ change_request_id: change.id })
  expect(plan.newly_failing[0]?.deal_ids.length).toBeGreaterThan(5)
  expect(await count('gate_override')).toBeGreaterThan(0)
  const { data: asked } = await server.client.approvals.list()
  expect(new Map(asked.map(({ subject, may_vote }) => [subject.kind, may_vote]))).toEqual(
    new Map([
      ['gate', true],
      ['routing', true],
    ]),
  )
  expect(await count('confirmation_request')).toBe(1)
  await server.settled()
  expect(await count('notification')).toBeGreaterThan(3)
})

test('new deals are routed: rules that were approved, a change that waits, a deal that a rule took and two that none did', async () => {
  const { version, rules, findings, waiting } = await server.client.routing.get({})
  expect({ version, rules: rules.length, findings, waiting }).toEqual({
    version: 1,
    rules: 6,
    findings: [],
    waiting: 2,
  })
  const { data: changes } = await server.client.routing_changes.list({ state: 'open' })
  expect(changes).toMatchObject([{ may_vote: true, plan: { findings: [] } }])
  expect(changes[0]?.plan.replay.elsewhere).toBeGreaterThan(10)
  const { data: taken } = await server.client.incoming_deals.list({ state: 'opened' })
  const why = await server.client.deal_routing.get({ deal_id: taken[0]?.deal?.id ?? '' })
  expect(why).toMatchObject({ decided_by: 'rule', rule: 'usual', version: 1 })
})

test('every open deal of a pipeline with history has its chance', async () => {
  const { rows } = await server.database.pool.query(
    `select count(*)::int as n, count(probability)::int as known from deal where outcome is null`,
  )
  expect(rows[0].known / rows[0].n).toBeGreaterThan(0.9)
})

test('a first start that was killed anywhere is taken up, and doubles nothing', async () => {
  const tables = [
    'deal',
    'deal_ledger',
    'account',
    'person',
    'pipeline',
    'quota',
    'product',
    'contact',
    'activity',
    'adjustment',
    'submission',
    'rate',
    'change_request',
    'gate_override',
    'gate_approval',
    'confirmation_request',
    'approval_policy',
    'routing_version',
    'routing_change',
    'incoming_deal',
  ]
  const before = Object.fromEntries(await Promise.all(tables.map(async (t) => [t, await count(t)])))
  // As a kill leaves it: not yet noted that the deals are there, nor that the workspace is complete.
  await server.database.pool.query(`delete from installation where key in ('founded', 'demo_deals')`)
  const data = mkdtempSync(join(tmpdir(), 'tributary-demo-'))
  const said: string[] = []
  await prepareInstallation(server.server, { ...testConfig({ data }), demo: true }, (line) => said.push(line))
  rmSync(data, { recursive: true })
  expect(said.at(-1)).toMatch(/^The demo company is there/)
  expect(Object.fromEntries(await Promise.all(tables.map(async (t) => [t, await count(t)])))).toEqual(before)
})

test('its pipelines go over into one another, and an account that has grown waits for enterprise to agree', async () => {
  const { version, rules, findings } = await server.client.handoff_rules.get()
  expect([version, rules.length, findings]).toEqual([1, 4, []])
  expect((await server.client.calendars.list()).data.map(({ key }) => key)).toEqual(['berlin', 'jakarta'])
  await server.settled()
  const { data } = await server.client.handoffs.list()
  const [grown, ...others] = data.toSorted((a, b) => (a.trigger > b.trigger ? -1 : 1))
  expect(grown).toMatchObject({
    state: 'proposed',
    trigger: 'usage',
    to: { pipeline: { key: 'enterprise' }, deal: null },
  })
  expect(others.every(({ trigger, to }) => trigger === 'term_end' && to.pipeline.key === 'renewal')).toBe(true)
})

test('what it won for a term left contracts: in force, up for renewal, renewed and churned; a few terms end unasked', async () => {
  for (;;) {
    await server.settled()
    if ((await count('contract_due')) === 0) break
  }
  const states = async (state: 'in_force' | 'up_for_renewal' | 'renewed' | 'churned') =>
    (await server.client.contracts.list({ state, limit: 200 })).data.length
  expect(await states('in_force')).toBe(200)
  expect(await states('renewed')).toBeGreaterThan(80)
  expect(await states('up_for_renewal')).toBeGreaterThan(5)
  expect(await states('churned')).toBeGreaterThan(20)
  const { rows } = await server.database.pool.query(
    `select count(*)::int as n from contract c join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
     where d.amount_minor <> case d.amount_measure when 'annual' then c.annual_minor else c.value_minor end`,
  )
  expect(rows[0].n).toBe(0)
  const today = (await server.client.me.get()).workspace.today
  const from = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  const retention = await server.client.retention.get({ from })
  expect(retention.accounts).toBeGreaterThan(50)
  expect(retention.gross).toBeGreaterThan(0.5)
  expect(retention.gross).toBeLessThan(1)
  expect(retention.net).toBeGreaterThan(retention.gross ?? 1)
})
