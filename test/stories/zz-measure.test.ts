import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { createPipeline, readPipelines } from '../../src/domain/pipelines/index.ts'
import { readStanding, readStayRows, staysOf } from '../../src/domain/history/index.ts'
import { refreshStatistics } from '../../src/domain/forecast/index.ts'
import { fitWinModel } from '../../src/domain/forecast/win-model.ts'
import { demoMotions } from '../../src/simulator/demo-motions.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { knownAt } from '../../src/stats/stay.ts'
import { startWire } from './wire.ts'
import { writePast } from './past-deals.ts'
import { readPlans } from '../../src/domain/forecast/store.ts'

const timed = async <T>(what: string, work: () => Promise<T> | T): Promise<T> => {
  const t = performance.now()
  const r = await work()
  console.log(what, Math.round(performance.now() - t), 'ms')
  return r
}
test('measure', async () => {
  const wire = await startWire()
  for (const key of ['enterprise', 'transactional', 'partner', 'renewal', 'self-service'])
    await wire.within('write', (c) => createPipeline.run(c, { source: readFileSync(`motions/${key}.yaml`, 'utf8') }))
  const pipelines = await wire.within('read', ({ tx, workspace_id }) => readPipelines(tx, workspace_id))
  const now = Date.parse('2026-11-24T20:00:00Z') / 86400000
  const motions = demoMotions.flatMap((m) => {
    const p = pipelines.find(({ key }) => key === m.pipeline)
    return p ? [{ ...m, key: m.pipeline, per_day: m.per_day * Number(process.env.FACTOR ?? 1.3), stages: p.definition.stages.map(({ key }) => key) }] : []
  })
  const deals = simulateDeals({ motions, seed: 3, from_day: now - 730, days: 730 }).flatMap((d) => {
    const stays = knownAt(d.stays, now)
    return stays.length ? [{ pipeline: d.pipeline, stays, amount: { amount: d.amount.toFixed(2), currency: 'EUR' }, close_date: '2026-12-20' }] : []
  })
  console.log(deals.length, 'deals', deals.reduce((s, d) => s + d.stays.length + 1, 0), 'rows')
  await timed('write', () => wire.within('write', (c) => writePast(c, deals)))
  await wire.server.settled()
  for (let i = 0; i < 2; i++) {
  await wire.within('read', async ({ tx, workspace_id, now: at }) => {
    const plans = await timed('plans', () => readPlans(tx, workspace_id, at))
    const rows = await timed('stay rows', () => readStayRows(tx, workspace_id, at))
    const st = await timed('standing', () => readStanding(tx, workspace_id, at))
    const stays = await timed('staysOf', () => staysOf(rows))
    const ids = new Map(plans.map((p) => [p.id, p.key]))
    const keyed = stays.map((s) => ({ ...s, pipeline: ids.get(s.pipeline) ?? '' }))
    await timed('fit', () => fitWinModel(keyed, plans, at))
  })
  await timed('refresh', () => refreshStatistics(wire.server.database, wire.server.workspace_id, wire.server.server.clock.now()))
  }
  for (const q of ['', '?period=2026', '?period=2027', '?pipeline=partner', '?as_of=2026-01-01T00:00:00Z'])
    await timed('forecast' + q, async () => { const a = await wire.call('GET', '/forecasts' + q); console.log(a.status, JSON.stringify({ ...a.body.total, distribution: a.body.total?.distribution.length })) })
  await timed('totals', async () => console.log(JSON.stringify((await wire.call('GET', '/pipeline-totals')).body).slice(0, 900)))
  await timed('totals2', async () => console.log(JSON.stringify((await wire.call('GET', '/pipeline-totals?as_of=2026-06-01T00:00:00Z')).body).slice(0, 900)))
  const board = await wire.call('GET', '/boards/partner')
  console.log(board.status, JSON.stringify(board.body).slice(0, 600))
  const d = (await wire.call('GET', '/deals?limit=1')).body.data?.[0]
  if (d) await timed('chance', async () => console.log(JSON.stringify((await wire.call('GET', `/deals/${d.id}/chance`)).body)))
  await wire.server.close()
}, 600000)
