import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Plant, plants } from '../test/plants/plants.ts'

const root = join(import.meta.dirname, '..')

/**
 * `npm run plants`: plants each bug in a copy of the working tree, runs the suites that must catch it, and prints which
 * test did. Words behind it choose plants by a part of their name. Exit 1 when one was not caught.
 */
function runPlants(words: readonly string[]): number {
  const chosen = plants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  const copy = copied()
  let missed = 0
  try {
    for (const plant of chosen) {
      const { caught, by } = tryOut(copy, plant)
      if (!caught) missed += 1
      console.log(`${caught ? 'caught' : 'MISSED'}  ${plant.name}\n        ${by}`)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  console.log(`\n${chosen.length - missed} of ${chosen.length} caught`)
  return missed === 0 && chosen.length > 0 ? 0 : 1
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

function tryOut(copy: string, { file, find, replace, suites }: Plant): Verdict {
  const path = join(copy, file)
  const source = readFileSync(path, 'utf8')
  const times = source.split(find).length - 1
  if (times !== 1) return { caught: false, by: `${file} holds the place ${times} times; the plant has to follow it` }
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
  try {
    return run(copy, suites)
  } finally {
    writeFileSync(path, source)
  }
}

type Report = {
  testResults: { name: string; message: string; assertionResults: { status: string; fullName: string }[] }[]
}

function run(copy: string, suites: readonly string[]): Verdict {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const given = ['run', '--bail', '1', '--reporter', 'json', '--outputFile', report, ...suites]
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...given], {
    cwd: copy,
    stdio: 'ignore',
    timeout: 300_000,
  })
  if (status === 0) return { caught: false, by: `${suites.join(', ')} passed` }
  if (!existsSync(report)) return { caught: false, by: 'the suite did not come to its end' }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((one) => one.status === 'failed').map(({ fullName }) => fullName),
  )
  const broken = testResults.map(({ message }) => message.split('\n')[0] ?? '').find((message) => message !== '')
  const by = failed[0] ?? broken
  return by === undefined ? { caught: false, by: 'the suite failed without a test that did' } : { caught: true, by }
}

process.exitCode = runPlants(process.argv.slice(2))
