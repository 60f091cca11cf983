import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run.ts'
import { fiveMotions } from '../../src/simulator/motion.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { knownAt } from '../../src/stats/stay.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tributary-backtest-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs the command as a shell would, on no server at all. */
async function run(command: string, file: string, lines: readonly string[], encoding: BufferEncoding = 'utf8') {
  const path = join(directory, file)
  writeFileSync(path, lines.join('\n'), encoding)
  const caught = { stdout: '', stderr: '' }
  const catching = (name: keyof typeof caught) =>
    new Writable({
      write(chunk, _, done) {
        caught[name] += chunk
        done()
      },
    })
  const nowhere = { TRIBUTARY_URL: 'http://127.0.0.1:9', TRIBUTARY_API_KEY: 'none' }
  const streams = { stdout: catching('stdout'), stderr: catching('stderr') }
  const exit_code = await runCommand(
    command.split(' ').map((word) => (word === 'FILE' ? path : word)),
    nowhere,
    streams,
  )
  return { exit_code, ...caught }
}

const header = 'deal,pipeline,stage,entered_at,left_at,next,amount'
const first = 20_454
const iso = (day: number | null) => (day === null ? '' : new Date(day * 86_400_000).toISOString())
const motions = fiveMotions.filter(({ key }) => key === 'transactional' || key === 'renewal')
const deals = simulateDeals({ motions, seed: 4, from_day: first, days: 420 })
const rows = deals.flatMap(({ stays, amount }) =>
  knownAt(stays, first + 420).map(({ deal, pipeline, stage, entered, left, to }) =>
    [deal, pipeline, stage, iso(entered), iso(left), to ?? '', amount.toFixed(2)].join(','),
  ),
)

test('a file of stays is judged by nine methods, two targets, every pipeline and the total, without a server', async () => {
  const { exit_code, stdout, stderr } = await run('backtest --data FILE --horizon 30 --json', 'stays.csv', [
    header,
    ...rows,
  ])
  expect({ exit_code, stderr }).toEqual({ exit_code: 0, stderr: '' })
  const { horizon, origins, unit, scores } = JSON.parse(stdout)
  expect({ horizon, unit }).toEqual({ horizon: 30, unit: 'amount' })
  // From a third of 420 days after 2026-01-01 to 30 days before the end.
  expect(origins).toEqual(
    [6, 7, 8, 9, 10, 11, 12, 1].map((month) => `${month === 1 ? 2027 : 2026}-${String(month).padStart(2, '0')}-01`),
  )
  expect(scores).toHaveLength(2 * 9 * 3)
  const of = (target: string, method: string, scope: string) =>
    scores.find((one: Record<string, unknown>) => one.target === target && one.method === method && one.scope === scope)
  for (const scope of ['transactional', 'renewal', 'total']) {
    const model = of('open', 'model', scope)
    for (const key of ['crps', 'wape', 'bias', 'coverage80', 'width80', 'log_loss', 'brier'])
      expect(model[key]).toEqual(expect.any(Number))
    expect(model).toMatchObject({ windows: 8, forecasts: 8 })
    expect(Math.abs(model.bias)).toBeLessThan(0.35)
  }
  const total = (method: string) => of('open', method, 'total')
  expect(total('model').crps).toBeLessThan(0.6 * total('stage_weighted').crps)
  expect(total('model').log_loss).toBeLessThan(total('horizon_share').log_loss)
  // Nobody recorded categories, and a run rate says nothing of the deals that are open.
  expect(of('all', 'categories', 'total')).toMatchObject({ crps: null, bias: null, windows: 0 })
  expect(of('open', 'run_rate', 'total').crps).toBeNull()
  expect(of('all', 'run_rate', 'total').crps).toEqual(expect.any(Number))
  expect(of('all', 'model', 'total').log_loss).toBeNull()
})

test('as a table it names the best method of each scope; origins can be named', async () => {
  const { exit_code, stdout } = await run(
    'backtest --data FILE --horizon 30 --origins 2026-09-01,2026-10-01',
    'stays.csv',
    [header, ...rows],
  )
  expect(exit_code).toBe(0)
  expect(stdout).toContain('2 origins from 2026-09-01 to 2026-10-01, 30 days ahead, in the unit of the amounts')
  const starred = stdout.split('\n').filter((line) => / \* /.test(line) && /^(open|all)/.test(line))
  expect(starred).toHaveLength(2 * 3)
  expect(stdout).not.toContain('categories')
})

test('bad rows are refused by line and reason, their deals are left out, the rest is judged: exit 6', async () => {
  const bad = [
    'x1,renewal,qualify,2026-02-30,,,10',
    'x2,renewal,qualify,2026-03-05,2026-03-01,lost,10',
    'x3,renewal,qualify,2026-03-05,2026-03-09,Wonn,10',
    'x4,renewal,qualify,2026-03-05,2026-03-09,,10',
    'x5,renewal,qualify,2026-03-05,,won,10',
    'x6,renewal,qualify,2026-03-05,,,"1.250,00"',
    ',renewal,qualify,2026-03-05,,,10',
    'x8,total,qualify,2026-03-05,,,10',
  ]
  const { exit_code, stdout, stderr } = await run(
    'backtest --data FILE --horizon 30 --origins 2026-09-01 --json',
    'bad.csv',
    [header, ...bad, ...rows],
  )
  expect(exit_code).toBe(6)
  expect(stderr.trim().split('\n')).toEqual([
    'Line 2: entered_at 2026-02-30 is no date; write 2026-03-31 or 2026-03-31T14:05:00Z.',
    'Line 3: left_at 2026-03-01 lies before entered_at 2026-03-05.',
    'Line 4: next Wonn is none of won, lost, transferred, nor a stage of renewal that any row is in.',
    'Line 5: next is empty although the deal left; name a stage, won, lost or transferred.',
    'Line 6: left_at is empty although next is won; say when, or leave both empty.',
    'Line 7: amount 1.250,00 is no amount; write digits with a point, such as 1250.50.',
    'Line 8: deal is empty; every stay has one.',
    'Line 9: pipeline is called total, which is what all pipelines together are called.',
    '8 rows refused; 8 deals are left out with all rows.',
  ])
  const said = JSON.parse(stdout)
  expect(said.rows).toMatchObject({ read: rows.length + 8, refused: { length: 8 } })
  const clean = await run('backtest --data FILE --horizon 30 --origins 2026-09-01 --json', 'stays.csv', [
    header,
    ...rows,
  ])
  expect(said.scores).toEqual(JSON.parse(clean.stdout).scores)
})

test('what cannot be done is said: no such file, a wrong flag, a column that is missing, too short a history', async () => {
  const bare = await run('backtest --data /nowhere.csv --horizon 30', 'stays.csv', [])
  expect(bare).toMatchObject({ exit_code: 3, stderr: 'There is no file /nowhere.csv.\n' })
  for (const [flags, said] of [
    ['--data FILE', '--horizon is missing'],
    ['--data FILE --horizon soon', 'expected a whole number of days from 1 to 730'],
    ['--data FILE --horizon 30 --origins 2020-01-01', 'days from 2026-01-02 to '],
    ['--data FILE --horizon 30 --origins May', 'expected days such as 2026-03-01'],
  ]) {
    const answer = await run(`backtest ${flags}`, 'stays.csv', [header, ...rows])
    expect(answer).toMatchObject({ exit_code: 2, stderr: expect.stringContaining(said ?? '') })
  }
  const blind = await run('backtest --data FILE --horizon 30', 'blind.csv', ['deal,stage', 'a,b'])
  expect(blind).toMatchObject({
    exit_code: 2,
    stderr: expect.stringContaining('no column pipeline, entered_at, left_at'),
  })
  const short = await run('backtest --data FILE --horizon 90', 'short.csv', [
    header,
    'a,p,s,2026-01-01,2026-02-01,won,5',
  ])
  expect(short).toMatchObject({
    exit_code: 6,
    stderr: expect.stringContaining('reaches from 2026-01-01 to 2026-02-01'),
  })
  const empty = await run('backtest --data FILE --horizon 90', 'empty.csv', [header])
  expect(empty).toMatchObject({ exit_code: 6, stderr: expect.stringContaining('not a single stay') })
})

test('without any amount deals are counted; other separators, a byte order mark and an observed_from are read', async () => {
  const counted = rows.map((row) => `${row.split(',').slice(0, 6).join(';')};;2026-01-01`)
  const { exit_code, stdout } = await run('backtest --data FILE --horizon 60 --json', 'counts.csv', [
    `\uFEFF${header.replaceAll(',', ';')};observed_from`,
    ...counted,
  ])
  expect(exit_code).toBe(0)
  const { unit, scores } = JSON.parse(stdout)
  expect(unit).toBe('deals')
  const total = scores.find(
    (one: Record<string, unknown>) => one.method === 'model' && one.target === 'all' && one.scope === 'total',
  )
  expect(total.crps).toBeLessThan(20)
  expect(Math.abs(total.bias)).toBeLessThan(0.3)
})

test('a column of stages that holds something of each deal’s own is asked about, and nothing is reckoned', async () => {
  const own = Array.from({ length: 120 }, (_, i) => {
    const day = first + i
    return [`d${i}`, 'sales', `call ${i}`, iso(day), iso(day + 20), i % 3 === 0 ? 'won' : 'lost', '10'].join(',')
  })
  const { exit_code, stdout, stderr } = await run('backtest --data FILE --horizon 30', 'own.csv', [header, ...own])
  expect({ exit_code, stdout }).toEqual({ exit_code: 6, stdout: '' })
  expect(stderr).toMatch(/^Pipeline sales has 120 stages, and a model is made of at most 100\. Does the column stage/)
  const each = own.map((row) => row.replace('sales,call ', 'way ').replace(/(way \d+)/, '$1,met'))
  const asked = await run('backtest --data FILE --horizon 30', 'each.csv', [header, ...each, ...each.map(another)])
  expect({ exit_code: asked.exit_code, stdout: asked.stdout }).toEqual({ exit_code: 6, stdout: '' })
  expect(asked.stderr).toMatch(
    /^The file has 240 pipelines, and a backtest takes at most 200\. Does the column pipeline/,
  )
})
const another = (row: string) => row.replace(/^d/, 'e').replace('way ', 'path ')

test('names mean nothing: pipelines and stages that are called as parts of the language are, in UTF-16 besides', async () => {
  const named = (row: string) =>
    row
      .split(',')
      .map((cell, i) => (i === 1 ? (cell === 'renewal' ? 'constructor' : '__proto__') : cell))
      .map((cell, i) => (cell !== '' && (i === 2 || (i === 5 && !['won', 'lost'].includes(cell))) ? `to${cell}` : cell))
      .map((cell) => (cell === `to${firstStage}` ? 'toString' : cell))
      .join(',')
  const firstStage = rows[0]?.split(',')[2]
  const command = 'backtest --data FILE --horizon 30 --origins 2026-09-01 --json'
  const strange = await run(command, 'named.csv', [`\uFEFF${header}`, ...rows.map(named)], 'utf16le')
  expect({ exit_code: strange.exit_code, stderr: strange.stderr }).toEqual({ exit_code: 0, stderr: '' })
  const plain = await run(command, 'stays.csv', [header, ...rows])
  // Sums are added up in the order of names, and differ in their last digits.
  const scoresIn = (text: string) =>
    JSON.parse(text).scores.map(({ target, method, crps, bias, log_loss }: Record<string, number | null>) => [
      target,
      method,
      ...[crps, bias, log_loss].map((score) => score?.toPrecision(6)),
    ])
  expect(scoresIn(strange.stdout)).toEqual(scoresIn(plain.stdout))
})
