import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

type Result = { ancestorTitles: string[]; title: string; status: string; duration?: number }
type Report = { testResults: { assertionResults: Result[] }[] }

/** `R6: 1000 rounds …`: the tests that prove a promise, or the group they stand in, say which one in their title. */
const promise = /^((?:[RS]\d+)(?:, [RS]\d+)*): (.*)$/

/** Writes docs/promises.md from the reports of the run that just ended: which promise was proven, how, and how long it took. */
function writePromises(): void {
  const reports = globSync('.cache/tests-*.json', { cwd: root }).map(
    (file): Report => JSON.parse(readFileSync(join(root, file), 'utf8')),
  )
  const results = reports.flatMap(({ testResults }) => testResults).flatMap(({ assertionResults }) => assertionResults)
  const proving = results.flatMap((result) => {
    const title = [...result.ancestorTitles, result.title].find((one) => promise.test(one))
    return title === undefined ? [] : [{ ...result, proof: title }]
  })
  const proofs = [...Map.groupBy(proving, ({ proof }) => proof)]
    .map(([proof, tests]) => {
      const [, ids = '', what = ''] = promise.exec(proof) ?? []
      const kept = tests.every(({ status }) => status === 'passed')
      const seconds = tests.reduce((sum, { duration = 0 }) => sum + duration / 1000, 0)
      return { ids, what: tests.length === 1 ? what : `${what} (${tests.length} tests)`, kept, seconds }
    })
    .toSorted((a, b) => a.ids.localeCompare(b.ids, 'en', { numeric: true }))
  if (proofs.length === 0) throw new Error('no test in this run proves a promise')
  const kept = proofs.filter((proof) => proof.kept).length
  const rows = proofs.map(
    ({ ids, what, kept: is, seconds }) =>
      `| ${ids} | ${what} | ${is ? 'kept' : '**broken**'} | ${seconds.toFixed(0)} s |`,
  )
  const server = process.env['TEST_DATABASE_URL'] ? 'PostgreSQL' : 'PGlite'
  const text = [
    '# Promises',
    '',
    `Kept ${kept} of ${proofs.length}, with the whole counts, on ${server}, ${new Date().toISOString().slice(0, 10)}, node ${process.version}.`,
    'Written by `npm run test:full`; `npm test` runs a tenth of the large counts with the seeds printed in the titles.',
    '',
    '| promise | proof | result | took |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
  writeFileSync(join(root, 'docs/promises.md'), text)
  console.log(`docs/promises.md: kept ${kept} of ${proofs.length}`)
}

writePromises()
