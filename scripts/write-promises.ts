import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

type Result = { title: string; status: string; duration?: number }
type Report = { testResults: { assertionResults: Result[] }[] }

/** `R6: 1000 rounds …`: the tests that prove a promise say which one in their title. */
const promise = /^((?:[RS]\d+)(?:, [RS]\d+)*): (.*)$/

/** Writes docs/promises.md from the reports of the run that just ended: which promise was proven, how, and how long it took. */
function writePromises(): void {
  const reports = globSync('.cache/tests-*.json', { cwd: root }).map(
    (file): Report => JSON.parse(readFileSync(join(root, file), 'utf8')),
  )
  const proofs = reports
    .flatMap(({ testResults }) => testResults)
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ title, status, duration = 0 }) => {
      const [, ids, what] = promise.exec(title) ?? []
      return ids && what ? [{ ids, what, kept: status === 'passed', seconds: duration / 1000 }] : []
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
