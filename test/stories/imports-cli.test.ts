import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { mavenFile } from '../maven-file.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { root } from './import-wire.ts'

let server: TestServer
let directory: string
beforeAll(async () => {
  server = await startTestServer()
  directory = mkdtempSync(join(tmpdir(), 'tributary-cli-'))
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await server.close()
})

const run = (...words: string[]) => commandLine(server)(words)

const mapping = join(root, 'examples/maven/mapping.yaml')
const pipelines = ['gtx', 'mg', 'gtk'].map((key) => join(root, `examples/maven/pipelines/${key}.yaml`))
const place = (name: string) => join(directory, name)
const whole = mavenFile(400)
const won = { count: whole.won.count, amount: [{ amount: whole.won.amount, currency: 'USD' }] }

test('without pipelines the mapping is refused with what to do: exit 2', async () => {
  writeFileSync(place('deals.csv'), whole.csv)
  const { exit_code, stdout, stderr } = await run('import', place('deals.csv'), '--mapping', mapping)
  expect({ exit_code, stdout }).toEqual({ exit_code: 2, stdout: '' })
  expect(stderr).toContain('tributary pipelines create FILE.yaml')
})

test('pipelines are created from their files, listed and shown', async () => {
  const created = await run('pipelines', 'create', ...pipelines)
  expect(created).toMatchObject({ exit_code: 0, stdout: expect.stringContaining('gtx: prospecting > engaging\n') })
  const listed = await run('pipelines', 'list', '--json')
  expect(JSON.parse(listed.stdout).data.map(({ key }: { key: string }) => key)).toEqual(['gtx', 'mg', 'gtk'])
  expect(await run('pipelines', 'show', 'gtx')).toMatchObject({
    exit_code: 0,
    stdout: expect.stringMatching(/^GTX \(gtx/),
  })
  // Once more it says what is there already.
  expect(await run('pipelines', 'create', pipelines[0] ?? '')).toMatchObject({ exit_code: 0 })
  expect(await run('pipelines', 'show', 'none')).toMatchObject({ exit_code: 3 })
})

test('a definition that does not hold is told line by line', async () => {
  writeFileSync(
    place('bad.yaml'),
    readFileSync(pipelines[0] ?? '', 'utf8')
      .replace('phase: qualify', 'phase: dream')
      .replace('key: gtx', 'key: GTX'),
  )
  const { exit_code, stderr } = await run('pipelines', 'create', place('bad.yaml'))
  expect(exit_code).toBe(2)
  expect(stderr.match(/^ {2}line \d+: /gm)).toHaveLength(2)
})

test('--dry-run and --json answer what the contract says', async () => {
  const dry = await run('import', place('deals.csv'), '--mapping', mapping, '--dry-run', '--json')
  const counts = { rows: 400, created: 400, updated: 0, unchanged: 0, refused: 0, won, routed: [] }
  expect({ exit_code: dry.exit_code, counts: JSON.parse(dry.stdout) }).toEqual({ exit_code: 0, counts })
  const real = await run('import', place('deals.csv'), '--mapping', mapping, '--json')
  expect({ exit_code: real.exit_code, counts: JSON.parse(real.stdout) }).toEqual({ exit_code: 0, counts })
  const again = await run('import', place('deals.csv'), '--mapping', mapping, '--json')
  expect(JSON.parse(again.stdout)).toEqual({ ...counts, created: 0, unchanged: 400 })
  expect(existsSync(place('deals.refused.csv'))).toBe(false)
})

test('refused rows come back in a file, and the exit code says so', async () => {
  const lines = mavenFile(10, 3).csv.split('\n')
  lines[4] = (lines[4] ?? '').replace(/,(MG|GTX|GTK)[^,]*,/, ',Unheard,')
  writeFileSync(place('some.csv'), lines.join('\n'))
  const { exit_code, stdout, stderr } = await run('import', place('some.csv'), '--mapping', mapping)
  expect(exit_code).toBe(6)
  expect(stdout).toMatch(/^10 rows\n {2}created {4}9\n/)
  expect(stderr).toContain('some.refused.csv')
  const refused = readFileSync(place('some.refused.csv'), 'utf8').trimEnd().split('\r\n')
  expect(refused).toHaveLength(2)
  expect(refused[1]).toMatch(/,5,product,pipeline_unknown,/)
  await run('import', place('some.csv'), '--mapping', mapping, '--refused', place('elsewhere.csv'))
  expect(existsSync(place('elsewhere.csv'))).toBe(true)
})

test.each([
  ['no mapping', ['import', 'deals.csv'], 2],
  ['a mapping that is not there', ['import', 'deals.csv', '--mapping', 'nowhere.yaml'], 2],
  ['a file that is not there', ['import', 'nowhere.csv', '--mapping', mapping], 2],
  ['a file that is none', ['import', mapping, '--mapping', mapping], 2],
])('%s: exit 2', async (_, words, exit_code) => {
  expect(await run(...words.map((word) => (word === 'deals.csv' ? place(word) : word)))).toMatchObject({ exit_code })
})
