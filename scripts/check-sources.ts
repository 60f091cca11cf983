import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const longest = 400
const written = '{src,test,scripts,bench}/**/*.{ts,tsx,cjs,sql,css}'
const generated = new Set(['src/client/schema.ts'])
const rooms = /^(utils?|helpers?|common|shared|libs?|misc|core|services?|managers?)$/

/** What in the sources breaks a rule that neither types nor lint nor imports show, as lines to read. */
export function sourceFaults(root: string): string[] {
  const files = globSync(written, { cwd: root }).filter((file) => !generated.has(file))
  if (files.length === 0) return ['There is no source to check.']
  return files.flatMap((file) => faultsOf(file, readFileSync(join(root, file), 'utf8')))
}

type Pattern = { where: RegExp; found: RegExp; rule: string }

// Words in pieces, so that this list does not find itself.
const unfinished = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')
const patterns: Pattern[] = [
  { where: /./, found: new RegExp(`\\b(${unfinished})\\b`), rule: 'what is here is done; what is not is an issue' },
  {
    where: /\.test\.tsx?$/,
    found: /\b(test|it|describe|suite)\.(skip|only|todo|skipIf|runIf|fails)\b/,
    rule: 'every test runs, always',
  },
  { where: /^src\/.*\.tsx?$/, found: /^\s*(export )?(abstract )?class (?!Problem\b)/, rule: 'no class but Problem' },
  { where: /^src\/(domain|api|platform|values|stats|cli)\/.*\.ts$/, found: /^export default\b/, rule: 'named exports' },
  {
    where: /^src\/(domain|stats|values)\/(?!.*\.test\.ts$)/,
    found: /\b(Date\.now\(\)|new Date\(\)|Math\.random\(\))/,
    rule: 'clock and randomness are arguments',
  },
]

function faultsOf(file: string, text: string): string[] {
  const lines = text.split('\n')
  const faults =
    lines.length > longest + 1 ? [`${file}: ${lines.length - 1} lines; past ${longest} a noun is hiding`] : []
  for (const part of file.split(/[\\/]/).map((name) => basename(name).replace(/\..*$/, '')))
    if (rooms.test(part)) faults.push(`${file}: ${part} is no room; find the noun`)
  for (const [index, line] of lines.entries())
    for (const { where, found, rule } of patterns)
      if (where.test(file) && found.test(line)) faults.push(`${file}:${index + 1}: ${rule}\n    ${line.trim()}`)
  return faults
}

if (import.meta.main) {
  const faults = sourceFaults(join(import.meta.dirname, '..'))
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
