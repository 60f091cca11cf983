import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { refreshStatistics } from '../../src/domain/forecast/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { type SimulatedDeal, simulateDeals } from '../../src/simulator/simulate.ts'
import { knownAt } from '../../src/stats/stay.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

const root = join(import.meta.dirname, '../..')
const now = '2026-11-24T20:00:00.000Z'
const today = Date.parse(now) / 86_400_000
const current = readFileSync(join(root, 'motions/new-business.yaml'), 'utf8')
const stages = ['problem_admitted', 'solution_pictured', 'trust_earned', 'choice_made', 'contract_ready']

/** Two years of deals with known truth. */
const simulated = simulateDeals({
  motions: [
    {
      key: 'new-business',
      stages,
      per_day: 1,
      cycle_days: 60,
      shape: 2,
      win: 0.3,
      amount_median: 20_000,
      amount_log_sd: 0.8,
    },
  ],
  seed: 12,
  from_day: today - 730,
  days: 730,
})
const amountOf = ({ amount }: SimulatedDeal) => Math.round(amount)
const wonBy = (deal: SimulatedDeal) => deal.outcome === 'won' && deal.closed !== null && deal.closed <= today
/** Months are counted by the calendar: from the same day and hour of 2024. */
const windowStart = Date.parse('2024-11-24T20:00:00.000Z') / 86_400_000
const won = simulated.filter((deal) => wonBy(deal) && (deal.closed ?? 0) >= windowStart)
/** The planted rule: an amount below which lie 30 % of all that was won. */
const threshold = won.map(amountOf).toSorted((a, b) => a - b)[Math.floor(won.length * 0.3)] ?? 0
const truth = won.filter((deal) => amountOf(deal) < threshold)

const planted = current.replace(
  '    exit:\n      - key: choice_in_writing',
  `    exit:
      - { key: large_enough, label: Large enough, level: hard, kind: rule, rule: deal.amount >= ${threshold} }
      - key: choice_in_writing`,
)

let wire: Wire
let directory: string
let ids: string[]
beforeAll(async () => {
  wire = await startWire()
  directory = mkdtempSync(join(tmpdir(), 'tributary-rehearse-'))
  await wire.createTrade()
  await wire.within('write', (context) => createPipeline.run(context, { source: current }))
  const past = simulated.map(
    (deal): PastDeal => ({
      pipeline: 'new-business',
      stays: knownAt(deal.stays, today),
      amount: { amount: `${amountOf(deal)}.00`, currency: 'EUR' },
    }),
  )
  ids = await wire.within('write', (context) => writePast(context, past))
  await refreshStatistics(wire.server.database, wire.server.workspace_id, now)
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await wire.server.close()
})
const call: Wire['call'] = (...given) => wire.call(...given)

async function rehearsed(body: Json): Promise<Json> {
  const asked = await call('POST', '/rehearsals', body)
  expect(asked).toMatchObject({ status: 202, body: { finished_at: null, replay: null, routed: null } })
  await wire.server.settled()
  const job = await call('GET', `/jobs/${asked.body.job_id}`)
  expect(job.body).toMatchObject({ status: 'done', kind: 'rehearsal', result: { rehearsal_id: asked.body.id } })
  return (await call('GET', `/rehearsals/${asked.body.id}`)).body
}

describe('a definition that would change a pipeline', () => {
  test('with a rule that would have stopped 30 % of all later won deals is found out, to the deal', async () => {
    const { replay } = await rehearsed({ pipeline: 'new-business', definition: planted, months: 24 })
    expect(won.length).toBeGreaterThan(150)
    expect(replay.won).toMatchObject({ n: won.length, stopped: truth.length })
    expect(replay.won.share).toBeCloseTo(0.3, 2)
    expect([replay.won.low < 0.3, replay.won.high > 0.3]).toEqual([true, true])
    const brought = truth.reduce((sum, deal) => sum + amountOf(deal), 0)
    expect(replay.won_amount_stopped).toEqual({ amount: `${brought}.00`, currency: 'EUR' })
    const fresh = replay.rules.filter((rule: Json) => rule.fresh)
    expect(fresh).toMatchObject([{ key: 'large_enough', stage: 'choice_made', level: 'hard', won: truth.length }])
    const expected = new Set(truth.map((deal) => ids[simulated.indexOf(deal)]))
    expect(fresh[0].deal_ids.slice(0, truth.length).every((id: string) => expected.has(id))).toBe(true)
    expect(replay.moves.stopped).toBe(fresh[0].moves)
  })

  test('says whether a rule stops the lost sooner than the won: this one does not', async () => {
    const { replay } = await rehearsed({ pipeline: 'new-business', definition: planted, months: 24 })
    expect(replay.difference.high).toBeLessThan(0)
    expect(replay.lost.n).toBeGreaterThan(100)
  })

  test('that says what holds today stops nobody, and tells which debts there are anyway', async () => {
    const { replay } = await rehearsed({ pipeline: 'new-business', definition: current, months: 24 })
    expect(replay.moves).toMatchObject({ stopped: 0, asked_for_reason: 0, unmapped: 0 })
    expect(replay.moves.passed).toBe(replay.moves.judged)
    expect(replay.won).toMatchObject({ stopped: 0, share: 0 })
    // The deals came by import and never passed a gate: none of them has an account.
    expect(replay.rules[0]).toMatchObject({ key: 'account_known', fresh: false, level: 'hard' })
    expect(replay.not_judged).toBeGreaterThan(0)
  })

  test('holds back open deals, and what they are expected to bring with them', async () => {
    const { replay } = await rehearsed({ pipeline: 'new-business', definition: planted, months: 1 })
    const { open_deals, held_back, expected_before, expected_after } = replay.standing
    const open = simulated.filter((deal) => knownAt(deal.stays, today).at(-1)?.left === null)
    expect(open_deals).toBe(open.length)
    const late = open.filter(
      (deal) => deal.stays.filter(({ entered }) => entered <= today).at(-1)?.stage === 'contract_ready',
    )
    expect(held_back).toBe(late.filter((deal) => amountOf(deal) < threshold).length)
    expect(held_back).toBeGreaterThan(0)
    expect(Number(expected_after.amount)).toBeLessThan(Number(expected_before.amount))
  })

  test('without a stage of today says where moves have no place, and takes a map', async () => {
    const renamed = current
      .replace('key: choice_made', 'key: chosen')
      .replace('required_from: choice_made', 'required_from: chosen')
    const without = (await rehearsed({ pipeline: 'new-business', definition: renamed, months: 24 })).replay
    expect(without.unmapped_stages).toMatchObject([{ stage: 'choice_made' }])
    expect(without.moves.unmapped).toBeGreaterThan(0)
    const stage_map = { choice_made: 'chosen' }
    const mapped = (await rehearsed({ pipeline: 'new-business', definition: renamed, months: 24, stage_map })).replay
    expect(mapped.moves).toMatchObject({ unmapped: 0, stopped: 0 })
  })
})

describe('what people did is judged as it was then', () => {
  test('evidence that was given later does not count, nor does a contact who came later', async () => {
    await call('PUT', '/test-clock', { now: '2026-11-25T08:00:00.000Z' })
    const deal = (await call('POST', '/deals', { name: 'Shop', pipeline: 'trade' })).body
    const early = (await call('POST', '/deals', { name: 'Stall', pipeline: 'trade' })).body
    const contact = (await call('POST', '/contacts', { name: 'Ayu' })).body
    await call('POST', `/deals/${early.id}/contacts`, { contact_id: contact.id, role: 'champion' })
    await call('PUT', '/test-clock', { now: '2026-11-25T09:00:00.000Z' })
    for (const { id } of [deal, early])
      expect((await call('POST', `/deals/${id}/moves`, { to_stage: 'agreed' })).status).toBe(201)
    await call('PUT', '/test-clock', { now: '2026-11-25T10:00:00.000Z' })
    await call('POST', `/deals/${deal.id}/contacts`, { contact_id: contact.id, role: 'champion' })
    await call('DELETE', `/deals/${early.id}/contacts/${contact.id}`)
    const strict = trade.replace(
      'phase: qualify }',
      `phase: qualify, exit: [{ key: champion, label: A champion, level: hard, kind: rule, rule: deal.contacts.champion >= 1 }] }`,
    )
    const { replay } = await rehearsed({ pipeline: 'trade', definition: strict, months: 1 })
    expect(replay.moves).toMatchObject({ judged: 2, stopped: 1, passed: 1 })
    expect(replay.rules).toMatchObject([{ key: 'champion', deals: 1, open: 1, deal_ids: [deal.id] }])
  })

  test('a move that was undone was never made', async () => {
    const deal = (await call('POST', '/deals', { name: 'Kiosk', pipeline: 'trade' })).body
    const move = (await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'agreed' })).body
    await call('POST', `/deals/${deal.id}/moves/${move.id}/reversal`, {})
    const { replay } = await rehearsed({ pipeline: 'trade', definition: trade, months: 1 })
    expect(replay.moves.judged).toBe(2)
  })
})

describe('a pipeline that would be new', () => {
  const fresh = trade.replace('key: trade', 'key: small').replace('name: Trade', 'name: Small')

  test('is told which deals would have gone there, and from where', async () => {
    const { routed, replay } = await rehearsed({ definition: fresh, rule: `deal.amount < ${threshold}`, months: 24 })
    expect(replay).toBeNull()
    const begun = simulated.filter(({ created }) => created >= windowStart && created <= today)
    const small = begun.filter((deal) => amountOf(deal) < threshold)
    expect(routed.matched).toBe(small.length)
    expect(routed.sources[0]).toMatchObject({
      pipeline: { key: 'new-business' },
      deals: begun.length,
      at_creation: small.length,
      won: small.filter(wonBy).length,
    })
  })

  test('needs a rule that holds together, and one that changes a pipeline needs none', async () => {
    const post = async (body: Json) => (await call('POST', '/rehearsals', body)).body.errors
    expect(await post({ definition: fresh })).toMatchObject([{ pointer: '/rule', code: 'missing' }])
    expect(await post({ definition: fresh, rule: 'deal.amuont < 5.0' })).toMatchObject([{ pointer: '/rule' }])
    expect(await post({ definition: trade, pipeline: 'trade', rule: 'deal.amount < 5.0' })).toMatchObject([
      { pointer: '/rule' },
    ])
    expect(await post({ definition: trade, pipeline: 'nowhere' })).toMatchObject([{ pointer: '/pipeline' }])
    const stage_map = { wanted: 'nowhere' }
    expect(await post({ definition: trade, pipeline: 'trade', stage_map })).toMatchObject([
      { pointer: '/stage_map/wanted' },
    ])
    const broken = await call('POST', '/rehearsals', { definition: 'key: [', pipeline: 'trade' })
    expect(broken).toMatchObject({ status: 400, body: { findings: [{ line: 1 }] } })
  })
})

test('is for those who configure the pipeline and see all of its deals; another workspace knows nothing of it', async () => {
  const { id } = await rehearsed({ pipeline: 'trade', definition: trade, months: 1 })
  const rep = await wire.server.addPerson({ name: 'Rini Rep' })
  expect((await call('POST', '/rehearsals', { pipeline: 'trade', definition: trade }, { key: rep.key })).status).toBe(
    403,
  )
  expect((await call('GET', `/rehearsals/${id}`, undefined, { key: wire.other.key })).status).toBe(404)
  const revops = await wire.server.addPerson({ name: 'Rudi RevOps', role: 'revops' })
  expect((await call('GET', `/rehearsals/${id}`, undefined, { key: revops.key })).status).toBe(200)
  const grants = [{ to: { role: 'revops' }, rights: ['see', 'work', 'configure'], deals: 'own' }]
  expect((await call('PUT', '/pipelines/trade/rights', { grants })).status).toBe(200)
  expect(await call('GET', `/rehearsals/${id}`, undefined, { key: revops.key })).toMatchObject({
    status: 403,
    body: { code: 'rehearsal-part-sight' },
  })
  expect((await call('PUT', '/pipelines/trade/rights', { grants: [] })).status).toBe(200)
})

test('tributary rehearse tells it in a table', async () => {
  const file = join(directory, 'planted.yaml')
  writeFileSync(file, planted)
  const caught = { stdout: '', stderr: '' }
  const catching = (name: keyof typeof caught) =>
    new Writable({
      write(chunk, _, done) {
        caught[name] += chunk
        done()
      },
    })
  const here = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
  const streams = { stdout: catching('stdout'), stderr: catching('stderr') }
  expect(await runCommand(['rehearse', file, '--months', '24'], here, streams)).toBe(0)
  expect(caught.stdout).toContain(`of the deals that were won   ${truth.length} of ${won.length} (30 %`)
  expect(caught.stdout).toMatch(/Large enough +hard +new/)
})
