import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { rowsOfPart } from '../../src/domain/backtests/jobs.ts'
import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { fiveMotions } from '../../src/simulator/motion.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { methods } from '../../src/stats/backtest/history.ts'
import { knownAt } from '../../src/stats/stay.ts'
import { type PastDeal, writePast } from './past-deals.ts'
import { type Json, startWire, trade, type Wire } from './wire.ts'

const root = join(import.meta.dirname, '../..')
const now = '2026-11-24T20:00:00.000Z'
const today = Date.parse(now) / 86_400_000
const ways = ['new-business', 'renewal'] as const
const stagesOf = { 'new-business': [] as string[], renewal: [] as string[] }

/** Two motions with known truth, three years of them. */
const motions = () =>
  ways.map((key, i) => ({
    ...(fiveMotions[i === 0 ? 1 : 4] ?? fiveMotions[0]),
    key,
    stages: stagesOf[key],
    per_day: i === 0 ? 0.8 : 0.5,
  })) as Parameters<typeof simulateDeals>[0]['motions']

/** How many rows every statement answered that read the ledgers of some deals, since somebody last looked. */
const answers: number[] = []
const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const answered = query.apply(this, given)
  const text = typeof given[0] === 'string' ? given[0] : (given[0] as { text?: string }).text
  // Exposure counts are kept meanwhile, by statements of their own, which name the seal of each row.
  const reads = text?.includes('from deal_ledger') && text.includes('deal_id = any(') && !text.includes('event_seal')
  if (reads && answered instanceof Promise)
    void answered.then(({ rows }: pg.QueryResult) => answers.push(rows.length)).catch(() => {})
  return answered
} as typeof pg.Client.prototype.query

let wire: Wire
let past: (PastDeal & { id: string })[]
beforeAll(async () => {
  wire = await startWire()
  for (const key of ways) {
    const source = readFileSync(join(root, `motions/${key}.yaml`), 'utf8')
    await wire.within('write', (context) => createPipeline.run(context, { source }))
  }
  const { body } = await call('GET', '/pipelines')
  for (const { key, stages } of body.data)
    if (key in stagesOf) stagesOf[key as 'renewal'] = stages.map((stage: Json) => stage.key)
  const simulated = simulateDeals({ motions: motions(), seed: 7, from_day: today - 900, days: 900 })
  const deals = simulated.map(
    ({ pipeline, stays, amount }): PastDeal => ({
      pipeline,
      stays: knownAt(stays, today),
      amount: { amount: `${Math.round(amount)}.00`, currency: 'EUR' },
    }),
  )
  const ids = await wire.within('write', (context) => writePast(context, deals))
  past = deals.map((deal, i) => ({ ...deal, id: ids[i] ?? '' }))
})
afterAll(() => {
  pg.Client.prototype.query = query as typeof pg.Client.prototype.query
  return wire.server.close()
})
const call: Wire['call'] = (...given) => wire.call(...given)

async function tested(body: Json): Promise<Json> {
  const asked = await call('POST', '/backtests', body)
  expect(asked).toMatchObject({ status: 202, body: { status: 'queued', results: [], finished_at: null } })
  await wire.server.settled()
  const job = await call('GET', `/jobs/${asked.body.job_id}`)
  expect(job.body).toMatchObject({ status: 'done', kind: 'backtest', result: { backtest_id: asked.body.id } })
  expect(job.body.done).toBeLessThanOrEqual(job.body.total)
  return (await call('GET', `/backtests/${asked.body.id}`)).body
}

test('history is read in parts: no statement of the job answers many rows at once', async () => {
  answers.length = 0
  await tested({ horizon_days: [30], origins: ['2026-10-01'] })
  const rows = past.reduce((sum, { stays }) => sum + stays.length, 0)
  expect(answers.reduce((sum, some) => sum + some, 0)).toBeGreaterThan(rows)
  expect(rows).toBeGreaterThan(rowsOfPart)
  expect(Math.max(...answers)).toBeGreaterThan(rowsOfPart / 2)
  // The last deal of a part may have some rows more.
  expect(Math.max(...answers)).toBeLessThan(rowsOfPart + 20)
})

const dayOf = (text: string) => Date.parse(text) / 86_400_000
const lastOf = (deal: PastDeal) => deal.stays.at(-1)
const amountOf = ({ amount }: PastDeal) => Number(amount?.amount)

/** Counted from the deals as they were written, without anything of ours in between. */
function recounted(origin: string, days: number, of: (deal: PastDeal) => boolean): { open: number; all: number } {
  const from = dayOf(origin)
  const won = past.filter((deal) => {
    const { to, left } = lastOf(deal) ?? { to: null, left: null }
    return of(deal) && to === 'won' && left !== null && left > from && left <= from + days
  })
  const sum = (some: PastDeal[]) => some.reduce((all, deal) => all + amountOf(deal), 0)
  return { all: sum(won), open: sum(won.filter(({ stays }) => (stays[0]?.entered ?? Infinity) <= from)) }
}

describe('a backtest of the own past', () => {
  let found: Json
  beforeAll(async () => {
    found = await tested({})
  })

  test('looks 30 and 90 days ahead, at all pipelines, from starts of months that are over', () => {
    expect(found.horizon_days).toEqual([30, 90])
    expect(found.pipelines.map(({ key }: Json) => key).toSorted()).toEqual([...ways])
    for (const { horizon_days, origins } of found.results) {
      expect(origins.length).toBeGreaterThan(10)
      for (const origin of origins) {
        expect(origin).toMatch(/-01$/)
        expect(dayOf(origin) + horizon_days).toBeLessThanOrEqual(today)
      }
    }
    expect(found).toMatchObject({ currency: 'EUR', note: null, without_rate: [], deals: past.length })
  })

  test('scores nine methods in every scope for both targets, with windows that do not overlap', () => {
    for (const { scores, horizon_days, origins } of found.results) {
      expect(scores).toHaveLength(methods.length * 2 * (ways.length + 1))
      const model = scores.find((one: Json) => one.method === 'model' && one.scope === 'total' && one.target === 'all')
      expect(model.forecasts).toBe(origins.length)
      let free = 0
      const apart = origins.map(dayOf).filter((day: number) => day >= free && (free = day + horizon_days))
      expect(model.windows).toBe(apart.length)
      // Nobody ever changed a category, so that the method has nothing to say.
      const silent = scores.filter((one: Json) => one.method === 'categories')
      expect(silent.every((one: Json) => one.crps === null && one.forecasts === 0)).toBe(true)
    }
  })

  test('says what happened as the raw deals add up to it, at every origin, in every scope', async () => {
    for (const days of [30, 90])
      for (const scope of [...ways, 'total'])
        for (const target of ['open', 'all'] as const) {
          const path = `/backtests/${found.id}/origins?horizon_days=${days}&scope=${scope}&target=${target}`
          const { body } = await call('GET', path)
          expect(body.data.length).toBeGreaterThan(10)
          for (const { origin, happened } of body.data) {
            const truth = recounted(origin, days, (deal) => scope === 'total' || deal.pipeline === scope)[target]
            expect(Number(happened.amount)).toBeCloseTo(truth, 2)
          }
        }
  })

  test('its coverage, bias and WAPE are those that its own statements add up to', async () => {
    const { body } = await call('GET', `/backtests/${found.id}/origins?horizon_days=30&scope=renewal`)
    const said = body.data.map(({ happened, methods: all }: Json) => {
      const model = all.find((one: Json) => one.method === 'model')
      const [came, low, high, expected] = [happened, model.low, model.high, model.expected].map((one) =>
        Number(one.amount),
      )
      return { came, low, high, expected } as Record<'came' | 'low' | 'high' | 'expected', number>
    }) as Record<'came' | 'low' | 'high' | 'expected', number>[]
    const of = (one: Json) => one.method === 'model' && one.scope === 'renewal' && one.target === 'all'
    const score = found.results[0].scores.find(of)
    const sum = (of: (one: (typeof said)[number]) => number) => said.reduce((all, one) => all + of(one), 0)
    const inside = sum(({ came, low, high }) => Number(came >= low && came <= high))
    expect(score.coverage80).toBeCloseTo(inside / said.length, 10)
    const came = sum((one) => one.came)
    expect(score.bias).toBeCloseTo(sum((one) => one.expected - one.came) / came, 4)
    expect(score.wape).toBeCloseTo(sum((one) => Math.abs(one.expected - one.came)) / came, 4)
  })

  test('expected values of the pipelines add up to that of the total; one pipeline says something else', async () => {
    const read = async (scope: string) =>
      (await call('GET', `/backtests/${found.id}/origins?horizon_days=30&scope=${scope}`)).body.data as Json[]
    const [total, ...each] = await Promise.all(['total', ...ways].map(read))
    const expectedAt = (data: Json[] | undefined, origin: string, method: string) => {
      const { methods: all } = data?.find((one) => one['origin'] === origin) ?? { methods: [] }
      return Number(all.find((one: Json) => one.method === method)?.expected.amount)
    }
    let apart = 0
    for (const { origin } of (total ?? []) as { origin: string }[]) {
      const parts = each.reduce((sum, data) => sum + expectedAt(data, origin, 'model'), 0)
      const whole = expectedAt(total, origin, 'model')
      expect(Math.abs(parts / whole - 1)).toBeLessThan(0.002)
      apart = Math.max(apart, Math.abs(expectedAt(total, origin, 'pooled') / whole - 1))
    }
    expect(apart).toBeGreaterThan(0.02)
  })

  test('the record names the method to believe, and what it rests on', async () => {
    const { body } = await call('GET', '/forecasts/record')
    expect(body).toMatchObject({ backtest_id: found.id, note: null })
    expect(body.data).toHaveLength(2 * (ways.length + 1))
    for (const record of body.data) {
      expect(record.windows).toBeGreaterThan(0)
      if (record.horizon_days !== 30) continue
      // The vendors' habit knows nothing of time.
      expect(record.against_stage_weighted).toBeLessThan(record.scope === 'renewal' ? 0 : -0.3)
    }
  })

  test('asked for again as of one day, it says the same', async () => {
    const [origin] = found.results[0].origins
    const again = await tested({ horizon_days: [30], origins: [origin], pipelines: ['renewal'] })
    expect(again.results[0].origins).toEqual([origin])
    const { body } = await call('GET', `/backtests/${again.id}/origins?horizon_days=30&scope=renewal`)
    const alone = recounted(origin, 30, ({ pipeline }) => pipeline === 'renewal')
    expect(Number(body.data[0].happened.amount)).toBeCloseTo(alone.all, 2)
    // One window proves nothing.
    expect(again.results[0].records.find((one: Json) => one.scope === 'renewal')).toMatchObject({
      method: 'model',
      verdict: 'too_few_windows',
      windows: 1,
    })
  })

  test('neither days that somebody picked nor a try of one pipeline takes the record away', async () => {
    const viewer = await wire.server.addPerson({ role: 'viewer' })
    for (const body of [{ origins: ['1990-01-01'] }, { pipelines: ['renewal'] }]) {
      const asked = await call('POST', '/backtests', { horizon_days: [30], ...body }, { key: viewer.key })
      expect(asked.status).toBe(202)
      await wire.server.settled()
      expect((await call('GET', '/forecasts/record')).body.backtest_id).toBe(found.id)
    }
  })
})

test('what later was edited is not known at an origin before', async () => {
  const of = (deal: PastDeal) => deal.pipeline === 'renewal' && lastOf(deal)?.left === null
  const one = past.find((deal) => of(deal) && (deal.stays[0]?.entered ?? 0) < today - 120)
  const origin = new Date((today - 100) * 86_400_000).toISOString().slice(0, 10)
  const asked = { horizon_days: [30], origins: [origin], pipelines: ['renewal'] }
  const said = async (id: string) =>
    (await call('GET', `/backtests/${id}/origins?horizon_days=30&scope=renewal&target=open`)).body.data[0].methods
  const before = await said((await tested(asked)).id)
  const { etag } = await call('GET', `/deals/${one?.id}`)
  const edited = await call(
    'PATCH',
    `/deals/${one?.id}`,
    { amount: { amount: '900000000.00', currency: 'EUR' } },
    { if_match: etag ?? '' },
  )
  expect(edited.status).toBe(200)
  expect(await said((await tested(asked)).id)).toEqual(before)
})

test('the command line shows the last one, runs another, and says which flags are for what', async () => {
  const run = async (words: string[]) => {
    const caught = { stdout: '', stderr: '' }
    const catching = (name: keyof typeof caught) =>
      new Writable({
        write(chunk, _, done) {
          caught[name] += chunk
          done()
        },
      })
    const environment = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
    const streams = { stdout: catching('stdout'), stderr: catching('stderr') }
    return { exit_code: await runCommand(['backtest', ...words], environment, streams), ...caught }
  }
  const shown = await run(['--run', '--horizon', '30', '--pipeline', 'renewal'])
  expect(shown.exit_code).toBe(0)
  expect(shown.stdout).toContain('30 days ahead')
  expect(shown.stdout).toContain('renewal')
  const { exit_code, stdout } = await run(['--json'])
  const last = JSON.parse(stdout)
  expect({ exit_code, horizons: last.horizon_days }).toEqual({ exit_code: 0, horizons: [30] })
  expect(last.pipelines.map(({ key }: Json) => key)).toEqual(['renewal'])
  expect(await run(['--horizon', '30'])).toMatchObject({ exit_code: 2 })
})

describe('refusals', () => {
  test.each([
    [{ horizon_days: [3] }, 400, '/horizon_days/0'],
    [{ horizon_days: [] }, 400, '/horizon_days'],
    [{ pipelines: ['nope'] }, 400, '/pipelines/0'],
    [{ origins: ['2026-02-30'] }, 400, '/origins/0'],
  ])('%j is %i and names the member', async (body, status, path) => {
    const answer = await call('POST', '/backtests', body)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(path)
  })

  test('a day whose horizon is not over yet', async () => {
    const answer = await call('POST', '/backtests', { origins: ['2026-11-20'], horizon_days: [30] })
    expect(answer).toMatchObject({ status: 422, body: { code: 'not-over' } })
    expect(answer.body.detail).toContain('name days until 2026-10-25')
  })

  test('another workspace sees none of it', async () => {
    const { body } = await call('GET', '/backtests')
    const key = wire.other.key
    expect((await call('GET', `/backtests/${body.data[0].id}`, undefined, { key })).status).toBe(404)
    expect((await call('GET', '/backtests', undefined, { key })).body.data).toEqual([])
  })
})

test('too little history is a sentence, not a number', async () => {
  const key = wire.other.key
  expect(await call('POST', '/backtests', {}, { key })).toMatchObject({
    status: 422,
    body: { code: 'nothing-to-test' },
  })
  const created = { body: trade, content_type: 'application/yaml' }
  await wire.other.client.send('POST', '/pipelines', created)
  const asked = await call('POST', '/backtests', {}, { key })
  await wire.server.settled()
  const { body } = await call('GET', `/backtests/${asked.body.id}`, undefined, { key })
  expect(body).toMatchObject({ note: 'not enough data: has 0 closed deals, needs 30', results: [] })
})

test('whoever may not see all of one pipeline learns nothing of a backtest of it', async () => {
  const rep = await wire.server.addPerson({ role: 'rep' })
  const { body: mine } = await call('GET', '/backtests')
  const [{ id }] = mine.data
  const asRep = { key: rep.key }
  expect((await call('GET', `/backtests/${id}`, undefined, asRep)).status).toBe(200)
  const see = { to: { role: 'rep' }, rights: ['see', 'see_forecast'], deals: 'own' }
  const granted = await call('PUT', '/pipelines/renewal/rights', { grants: [see] })
  expect(granted.status).toBe(200)
  expect((await call('GET', `/backtests/${id}`, undefined, asRep)).status).toBe(404)
  const origins = `/backtests/${id}/origins?horizon_days=30`
  expect((await call('GET', origins, undefined, asRep)).status).toBe(404)
  expect((await call('GET', '/backtests', undefined, asRep)).body.data).toEqual([])
  expect((await call('GET', '/forecasts/record', undefined, asRep)).body).toMatchObject({ backtest_id: null, data: [] })
  expect((await call('POST', '/backtests', { pipelines: ['renewal'] }, asRep)).status).toBe(403)
  const own = await call('POST', '/backtests', { horizon_days: [30] }, asRep)
  expect(own.body.pipelines.map(({ key }: Json) => key)).toEqual(['new-business'])
  await wire.server.settled()
  const { body } = await call('GET', `/backtests/${own.body.id}`, undefined, asRep)
  expect(body).toMatchObject({ status: 'done', note: null })
  expect(body.results[0].records.map(({ scope }: Json) => scope).toSorted()).toEqual(['new-business', 'total'])
})

test('cancelled, it leaves nothing behind', async () => {
  const asked = await call('POST', '/backtests', {})
  const cancelled = await call('POST', `/jobs/${asked.body.job_id}/cancellation`, {})
  expect(cancelled.status).toBe(201)
  await wire.server.settled()
  const { body } = await call('GET', `/backtests/${asked.body.id}`)
  expect(body).toMatchObject({ status: 'cancelled', finished_at: null, results: [], as_of: null })
  const { body: latest } = await call('GET', '/forecasts/record')
  expect(latest.backtest_id).not.toBe(asked.body.id)
})
