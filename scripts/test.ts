import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ensureBrowser } from '../test/browser/browser.ts'
import { buildWeb } from './build-web.ts'

const root = join(import.meta.dirname, '..')
const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')))
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

type Count = { passed: number; failed: number }

/**
 * `npm test`: the checks, then every test, on PGlite, or on the PostgreSQL of DATABASE_URL or TEST_DATABASE_URL.
 * `--checks` runs the checks alone, `--tests` the tests alone, `--database` those tests alone in which a database has a
 * part, `--full` the whole counts of docs/promises.md; paths choose test files. The last line is `N passed, N failed`.
 */
async function test(): Promise<number> {
  const server = process.env.TEST_DATABASE_URL || process.env.DATABASE_URL
  const { DATABASE_URL, ...rest } = process.env
  const environment = {
    ...rest,
    ...(server ? { TEST_DATABASE_URL: server } : {}),
    ...(flags.has('--full') ? { TRIBUTARY_FULL: '1' } : {}),
  }
  const counts: Count[] = []
  if (!flags.has('--tests') && !flags.has('--database') && paths.length === 0)
    for (const check of checks) counts.push(await one(check))
  if (!flags.has('--checks')) {
    console.log(`\nTests on ${server ? 'PostgreSQL' : 'PGlite'}`)
    buildWeb()
    if (paths.length === 0 && !flags.has('--database')) await ensureBrowser()
    const without = flags.has('--database') ? withoutDatabase.flatMap((files) => ['--exclude', files]) : []
    // What starts and kills server processes goes last, so that it measures itself and not its peers.
    counts.push(await vitest(environment, 'all', ['--exclude', 'test/chaos/**', ...without, ...paths]))
    if (paths.length === 0) counts.push(await vitest(environment, 'chaos', ['test/chaos']))
  }
  if (flags.has('--full')) counts.push(await one(['promises', 'scripts/write-promises.ts']))
  const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
}

/** Pure functions, the sources themselves, and what a browser shows: the same whatever holds the rows. */
const withoutDatabase = ['src/**', 'test/browser/**', 'test/golden/**', 'test/motions/**', 'test/plants/**']

const checks: [string, ...string[]][] = [
  ['types of the server', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['types of the web', 'node_modules/typescript/bin/tsc', '-p', 'src/web'],
  ['format', 'node_modules/@biomejs/biome/bin/biome', 'format', '.'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet'],
  ['imports', 'scripts/check-imports.ts'],
  ['sources', 'scripts/check-sources.ts'],
  ['schema', 'scripts/check-schema.ts'],
]

async function one([name, script, ...args]: [string, ...string[]]): Promise<Count> {
  const started = performance.now()
  const { code, output } = await run(process.execPath, [join(root, script ?? ''), ...args], process.env, 'collect')
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output.replaceAll(/^/gm, '     '))
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * Counts what ran; a run that ends without a report, or that fails without a failed test, counts as a failure. Files
 * with a failure run once more by themselves: what fails again fails, what passes then is named as unsteady, so that a
 * busy machine stops nobody and hides nothing.
 */
async function vitest(environment: NodeJS.ProcessEnv, name: string, args: string[]): Promise<Count> {
  const first = await vitestOnce(environment, name, args)
  if (first.failures.length === 0) return first
  const again = [...new Set(first.failures.map((failure) => failure.file))]
  if (again.length > 10) return first
  console.log(`\nOnce more, by themselves:\n${first.failures.map(inWords).join('\n')}`)
  const second = await vitestOnce(environment, `${name}-again`, ['--no-file-parallelism', ...again])
  for (const failure of first.failures)
    if (!second.failures.some((still) => still.file === failure.file)) console.log(`UNSTEADY ${inWords(failure)}`)
  return { passed: first.passed + Math.max(first.failed - second.failed, 0), failed: second.failed }
}

type Failure = { file: string; test: string }
type Run = Count & { failures: Failure[] }

async function vitestOnce(environment: NodeJS.ProcessEnv, name: string, args: string[]): Promise<Run> {
  const report = join(root, `.cache/tests-${name}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const script = join(root, 'node_modules/vitest/vitest.mjs')
  const { code } = await run(process.execPath, [script, 'run', ...reporters, ...args], environment, 'show')
  const { passed, failed, failures } = readReport(report)
  for (const failure of failures) console.log(`FAILED ${inWords(failure)}`)
  return { passed, failed: code === 0 ? failed : Math.max(failed, failures.length, 1), failures }
}

const inWords = (failure: Failure) => `${relative(root, failure.file)}: ${failure.test}`

type Report = {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
}

function readReport(path: string): Run {
  try {
    const report: Report = JSON.parse(readFileSync(path, 'utf8'))
    const failures = report.testResults.flatMap(({ name: file, status, assertionResults }) => {
      const failed = assertionResults.filter((result) => result.status === 'failed')
      if (failed.length > 0) return failed.map((result) => ({ file, test: result.fullName }))
      return status === 'failed' ? [{ file, test: 'the file itself' }] : []
    })
    return { passed: report.numPassedTests, failed: report.numFailedTests, failures }
  } catch {
    return { passed: 0, failed: 1, failures: [] }
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv, how: 'show' | 'collect') {
  const child = spawn(command, args, { cwd: root, env, stdio: how === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  return new Promise<{ code: number; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code: code ?? 1, output })),
  )
}

process.exitCode = await test()
