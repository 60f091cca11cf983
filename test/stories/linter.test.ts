import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { refreshStatistics } from '../../src/domain/forecast/index.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { writePast } from './past-deals.ts'
import { type Json, startWire, type Wire } from './wire.ts'

const root = join(import.meta.dirname, '../..')
const today = Date.parse('2026-11-24T20:00:00.000Z') / 86_400_000
const motion = (key: string) => readFileSync(join(root, `motions/${key}.yaml`), 'utf8')
/** New business, with a stage that everybody reaches, a chance out of thin air, and an old review. */
const planted = motion('new-business')
  .replace('review_every_days: 90', 'review_every_days: 90\n  review_on: 2026-06-01')
  .replace('    expected_days: 25\n', '    chance: 0.95\n    expected_days: 25\n')
  .replace('name: Buyer chooses us', 'name: Proposal sent')

let wire: Wire
let directory: string
beforeAll(async () => {
  wire = await startWire()
  directory = mkdtempSync(join(tmpdir(), 'tributary-lint-'))
  for (const source of [planted, motion('renewal')])
    await wire.within('write', (context) => createPipeline.run(context, { source }))
  await wire.within('write', (context) => writePast(context, past(300)))
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await wire.server.close()
})
const call: Wire['call'] = (...given) => wire.call(...given)

const stages = ['problem_admitted', 'solution_pictured', 'trust_earned', 'choice_made', 'contract_ready']

/** Deals of which none is ever lost in the second stage: reaching the third tells nothing. */
function past(n: number) {
  const random = randomFrom(9)
  const [pass, days] = [
    [0.7, 1, 0.7, 0.7, 0.8],
    [20, 30, 25, 20, 12],
  ]
  return Array.from({ length: n }, () => {
    let entered = today - 700 + random.uniform() * 400
    const stays: { stage: string; entered: number; left: number; to: string }[] = []
    for (const [index, stage] of stages.entries()) {
      const left = entered + (days[index] ?? 10) * random.gamma(2)
      const on = random.chance(pass[index] ?? 1)
      stays.push({ stage, entered, left, to: on ? (stages[index + 1] ?? 'won') : 'lost' })
      entered = left
      if (!on) break
    }
    return { pipeline: 'new-business', stays, amount: { amount: '1000.00', currency: 'EUR' } }
  })
}

async function run(...words: string[]) {
  const caught = { stdout: '', stderr: '' }
  const catching = (name: keyof typeof caught) =>
    new Writable({
      write(chunk, _, done) {
        caught[name] += chunk
        done()
      },
    })
  const here = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
  const exit_code = await runCommand(words, here, { stdout: catching('stdout'), stderr: catching('stderr') })
  return { exit_code, ...caught }
}

const codes = ({ body }: { body: Json }) => body.data.map(({ code }: Json) => code)

describe('the findings of a pipeline', () => {
  test('rest on what its deals did, say where in the file they stand, and name the deals', async () => {
    const answer = await call('GET', '/pipelines/new-business/findings')
    expect(answer).toMatchObject({ status: 200, body: { pipeline: { key: 'new-business' }, n_deals: 300 } })
    expect(codes(answer)).toEqual(['review-overdue', 'silent-stage', 'invented-chance', 'activity-stage'])
    const [overdue, silent, invented, activity] = answer.body.data
    const lineOf = (text: string) => planted.split('\n').findIndex((line) => line.includes(text)) + 1
    expect(overdue).toMatchObject({ severity: 'warning', stage: null })
    expect(silent).toMatchObject({
      severity: 'warning',
      stage: 'trust_earned',
      path: 'stages[2]',
      line: lineOf('- key: trust_earned'),
      figures: { won_before: silent.figures.won_after },
    })
    expect(silent.figures.bits_high).toBeLessThan(0.02)
    expect(silent.deals.total).toBe(silent.figures.n)
    expect(silent.deals.ids).toHaveLength(100)
    expect(silent.deals.ids[0]).toMatch(/^deal_/)
    expect(invented).toMatchObject({ line: lineOf('chance: 0.95'), figures: { said: 0.95 } })
    expect(activity).toMatchObject({
      line: lineOf('name: Proposal sent'),
      column: expect.any(Number),
      deals: { total: 0 },
    })
  })

  test('a pipeline without a fault has none', async () => {
    expect((await call('GET', '/pipelines/renewal/findings')).body).toMatchObject({ n_deals: 0, data: [] })
  })

  test('an unknown pipeline, or one of another workspace, is not there', async () => {
    expect((await call('GET', '/pipelines/nowhere/findings')).status).toBe(404)
    const { status } = await call('GET', '/pipelines/new-business/findings', undefined, { key: wire.other.key })
    expect(status).toBe(404)
  })

  test('whoever sees their own deals alone gets figures of these alone', async () => {
    const rep = await wire.server.addPerson({ name: 'Rafi Rep' })
    const grants = [{ to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' }]
    expect((await call('PUT', '/pipelines/new-business/rights', { grants })).status).toBe(200)
    const seen = await call('GET', '/pipelines/new-business/findings', undefined, { key: rep.key })
    expect(seen.body.n_deals).toBe(0)
    expect(codes(seen)).toEqual(['review-overdue', 'activity-stage'])
    expect((await call('PUT', '/pipelines/new-business/rights', { grants: [] })).status).toBe(200)
  })
})

describe('a definition that is not published', () => {
  const post = async (text: string) => {
    const answer = await fetch(`${wire.server.url}/api/v1/definitions/findings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' },
      body: text,
    })
    return { status: answer.status, body: (await answer.json()) as Json }
  }

  test('is held against the deals of the pipeline that it would change', async () => {
    const mended = planted.replace('name: Proposal sent', 'name: Buyer chooses us').replace('    chance: 0.95\n', '')
    const answer = await post(mended)
    expect(answer).toMatchObject({ status: 200, body: { pipeline: { key: 'new-business' }, n_deals: 300 } })
    expect(codes(answer)).toEqual(['review-overdue', 'silent-stage'])
  })

  test('is found to be another pipeline over again', async () => {
    const answer = await post(motion('renewal').replace('key: renewal', 'key: renewals-asia'))
    expect(answer.body).toMatchObject({ pipeline: null, data: [{ code: 'alike-pipelines', figures: { likeness: 1 } }] })
  })

  test('that does not hold is refused with its faults, as when it is published', async () => {
    const { status, body } = await post(motion('renewal').replace('phase: qualify', 'phase: dream'))
    expect(status).toBe(400)
    expect(body.findings[0]).toMatchObject({ line: 35, path: 'stages[0].phase' })
  })
})

describe('tributary lint', () => {
  test('exits 6 with what it found, and 0 where there is nothing but advice', async () => {
    const found = await run('lint', 'new-business')
    expect(found.exit_code).toBe(6)
    expect(found.stdout).toMatch(/^new-business \(300 deals\): 4 found\n/)
    expect(found.stdout).toContain('Proposal sent names what we do')
    expect(await run('lint', 'renewal')).toMatchObject({ exit_code: 0, stdout: 'renewal: nothing found\n' })
    expect((await run('lint')).exit_code).toBe(6)
  })

  test('reads a file', async () => {
    const file = join(directory, 'draft.yaml')
    writeFileSync(file, motion('direct').replace('name: Buyer prefers us', 'name: Demo'))
    const { exit_code, stdout } = await run('lint', file, '--json')
    expect(exit_code).toBe(6)
    expect(JSON.parse(stdout).data[0].findings).toMatchObject([{ code: 'activity-stage', stage: 'preferred' }])
    expect((await run('lint', join(directory, 'none.yaml'))).exit_code).toBe(2)
    expect((await run('lint', 'nowhere')).exit_code).toBe(3)
  })
})

test('a chance that somebody said holds until the pipeline has a history of its own', async () => {
  const source = motion('renewal')
    .replace('key: renewal', 'key: upkeep')
    .replace('    phase: qualify\n', '    phase: qualify\n    chance: 0.4\n')
  await wire.within('write', (context) => createPipeline.run(context, { source }))
  const shown = (await call('GET', '/pipelines/upkeep')).body
  expect(shown.stages.map(({ chance }: Json) => chance)).toEqual([0.4, null, null, null])
  const deal = (await call('POST', '/deals', { name: 'First', pipeline: 'upkeep' })).body
  await refreshStatistics(wire.server.database, wire.server.workspace_id, '2026-11-24T20:30:00.000Z')
  expect((await call('GET', `/deals/${deal.id}`)).body.probability).toBe(0.4)
})

describe('a review', () => {
  const stateOf = async (key: string) =>
    (await call('GET', '/reviews')).body.data.find(({ pipeline }: Json) => pipeline.key === key)

  test('is due by the charter, and those that are late come first', async () => {
    const { data } = (await call('GET', '/reviews')).body
    expect(data[0]).toMatchObject({
      pipeline: { key: 'new-business' },
      due_on: '2026-06-01',
      days_late: 176,
      last: null,
    })
  })

  test('is held: noted with its decisions, and the next one falls due by itself', async () => {
    const held = await call('POST', '/pipelines/new-business/reviews', {
      notes: 'Nobody is lost while they picture the solution.',
      decisions: ['Join it with earning trust'],
    })
    expect(held).toMatchObject({ status: 201, body: { definition: { version: 1 }, next_on: null } })
    expect(await stateOf('new-business')).toMatchObject({ due_on: '2027-02-22', days_late: -90 })
    expect(codes(await call('GET', '/pipelines/new-business/findings'))).not.toContain('review-overdue')
    const event = (await wire.eventsOf(held.body.pipeline.id)).find(({ type }) => type === 'pipeline.reviewed')
    expect(event?.data).toMatchObject({
      before: { reviewed_at: null, due_on: '2026-06-01' },
      after: { due_on: '2027-02-22', decisions: ['Join it with earning trust'] },
    })
    expect((await call('GET', '/pipelines/new-business/reviews')).body.data).toHaveLength(1)
  })

  test('may say when the next one is, but not in the past', async () => {
    const notes = 'Looked at again.'
    const past = await call('POST', '/pipelines/new-business/reviews', { notes, next_on: '2026-11-01' })
    expect(past).toMatchObject({ status: 400, body: { errors: [{ pointer: '/next_on' }] } })
    const never = await call('POST', '/pipelines/new-business/reviews', { notes, next_on: '9999-01-01' })
    expect(never).toMatchObject({ status: 400, body: { errors: [{ pointer: '/next_on', code: 'too-far' }] } })
    const next = await run('reviews', 'hold', 'new-business', '--notes', notes, '--next', '2026-12-24')
    expect(next).toMatchObject({ exit_code: 0, stdout: 'New business was reviewed; 0 decisions noted.\n' })
    expect(await stateOf('new-business')).toMatchObject({ due_on: '2026-12-24', last: { notes } })
    expect((await run('reviews', 'list')).stdout).toContain('in 30 days')
  })

  test('is for those who configure the pipeline, and of their own workspace', async () => {
    const rep = await wire.server.addPerson({ name: 'Rosa Rep' })
    const body = { notes: 'I looked at it.' }
    expect((await call('POST', '/pipelines/renewal/reviews', body, { key: rep.key })).status).toBe(403)
    expect((await call('POST', '/pipelines/renewal/reviews', body, { key: wire.other.key })).status).toBe(404)
  })
})
