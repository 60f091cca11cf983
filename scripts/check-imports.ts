import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'

const require = createRequire(import.meta.url)

/** Every import of `root`'s sources that breaks a rule of .dependency-cruiser.cjs, as lines to read. */
export async function importFaults(root: string): Promise<string[]> {
  const { forbidden, options } = require('../.dependency-cruiser.cjs')
  const asked: ICruiseOptions = { ...options, baseDir: root, validate: true, ruleSet: { forbidden } }
  const { output } = await cruise(['src'], asked, options.enhancedResolveOptions)
  const { modules, folders = [], summary } = output as ICruiseResult
  const read = modules.filter(({ source }) => source.startsWith('src/')).length
  const there = globSync('src/**/*.{ts,tsx}', { cwd: root }).length
  const reasons = new Map<string, string>(
    forbidden.map((rule: { name: string; comment: string }) => [rule.name, rule.comment]),
  )
  const faults = [...summary.violations, ...folders.flatMap(folderFaults)].map(
    ({ rule, from, to }) => `${from} → ${to}\n    ${rule.name}: ${reasons.get(rule.name)}`,
  )
  if (read < there) faults.push(`Only ${read} of ${there} modules were read: this check sees nothing of the others.`)
  return [...new Set(faults)]
}

type Folder = NonNullable<ICruiseResult['folders']>[number]

/** Circles of folders are reported beside the folders, not in the summary. */
const folderFaults = ({ name, dependencies = [] }: Folder) =>
  dependencies.flatMap(({ name: to, rules = [] }) => rules.map((rule) => ({ rule, from: name, to })))

if (import.meta.main) {
  const faults = await importFaults(join(import.meta.dirname, '..'))
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
