import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Plant, plants } from '../test/plants/plants.ts'

const root = join(import.meta.dirname, '..')

/**
 * `npm run plants`: plants each bug in a copy of the working tree, runs the tests that must catch it, and prints which
 * one did. Words behind it choose plants by a part of their name. Exit 1 when one was not caught.
 */
function runPlants(words: readonly string[]): number {
  const chosen = plants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  const tried = tryPlants(chosen, ({ plant, caught, by, seconds }) =>
    console.log(
      `${caught ? 'caught' : 'MISSED'} ${String(seconds).padStart(4)} s  ${plant.name}\n               ${by}`,
    ),
  )
  const missed = tried.filter(({ caught }) => !caught).length
  console.log(`\n${chosen.length - missed} of ${chosen.length} caught`)
  return missed === 0 && chosen.length > 0 ? 0 : 1
}

type Tried = Verdict & { plant: Plant; seconds: number }

/** Plants each of these alone; tells of each as soon as it is known. */
export function tryPlants(chosen: readonly Plant[], tell: (tried: Tried) => void = () => undefined): Tried[] {
  const copy = copied()
  try {
    return chosen.map((plant) => {
      const begun = performance.now()
      const verdict = tryOut(copy, plant)
      const tried = { plant, ...verdict, seconds: Math.round((performance.now() - begun) / 1000) }
      tell(tried)
      return tried
    })
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** The working tree as it is, with what is not committed yet. */
function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 'tributary-plants-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const file of listed.split('\n').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

type Verdict = { caught: boolean; by: string }

function tryOut(copy: string, plant: Plant): Verdict {
  const { file, find, replace } = plant
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  const times = source.split(find).length - 1
  if (times !== 1) return { caught: false, by: `${file} holds the place ${times} times; the plant has to follow it` }
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
  try {
    return run(copy, plant)
  } finally {
    writeFileSync(path, source)
  }
}

type Report = {
  testResults: { name: string; message: string; assertionResults: { status: string; fullName: string }[] }[]
}

/** Only a test that failed has caught it: a suite that cannot be read, or a server that fails to start, proves nothing. */
function run(copy: string, { suites, test, refuses_to_start }: Plant): Verdict {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const named = test === undefined ? [] : ['-t', test]
  const given = ['run', '--bail', '1', '--reporter', 'json', '--outputFile', report, ...named, ...suites]
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...given], {
    cwd: copy,
    stdio: 'ignore',
    timeout: 300_000,
  })
  if (status === 0) return { caught: false, by: `${suites.join(', ')} passed` }
  if (!existsSync(report)) return { caught: false, by: 'the suite did not come to its end' }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const [failed] = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((one) => one.status === 'failed').map(({ fullName }) => fullName),
  )
  if (failed !== undefined) return { caught: true, by: failed }
  const broken = testResults.map(({ message }) => message.split('\n')[0] ?? '').find((message) => message !== '') ?? ''
  const expected = refuses_to_start !== undefined && broken.includes(refuses_to_start)
  return { caught: expected, by: expected ? broken : `no test failed, but: ${broken}` }
}

if (import.meta.main) process.exitCode = runPlants(process.argv.slice(2))
