import type { z } from 'zod'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { type Fault, type Finding, pathText, readYaml, type YamlFault } from '../pipelines/index.ts'
import { checkMapping, type Known } from './check-mapping.ts'
import { Mapping } from './mapping.ts'

/**
 * Reads a mapping and finds everything that is wrong with it at once, also against the workspace that it is for.
 * Refused as `mapping-invalid` with `findings: Finding[]`, each with its line and what would put it right.
 */
export function readMapping(text: string, known: Known): Decision<Mapping> {
  const read = readYaml(text)
  if (!read.ok) {
    const faults = read.refusal.details?.['faults'] as YamlFault[]
    return invalid(faults.map((fault) => ({ file, path: '', ...fault })))
  }
  const { value, placeOf } = read.value
  const findingOf = ({ path, message, remedy }: Fault): Finding => {
    const place = placeOf(path)
    return { file, line: place?.line ?? null, column: place?.column ?? null, path: pathText(path), message, remedy }
  }
  const shaped = Mapping.safeParse(value)
  if (!shaped.success) return invalid(shaped.error.issues.flatMap((issue) => faultsOf(issue, value)).map(findingOf))
  const faults = checkMapping(shaped.data, known)
  if (faults.length > 0) return invalid(faults.map(findingOf))
  return accept(shaped.data)
}

const file = 'mapping'

function invalid(findings: Finding[]): Decision<never> {
  const [first] = findings
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : ''
  const place = first?.line ? `Line ${first.line}: ` : ''
  return refuse('mapping-invalid', `${place}${first?.message ?? ''} ${first?.remedy ?? ''}${more}`, { findings })
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown): Fault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  const name = path.length === 0 ? 'The mapping' : pathText(path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `${key.slice(0, 80)} is not a key that belongs here.`,
      remedy: remedyForName(key, keysAt(path)),
    }))
  if (isMissing(value, path)) return [{ path, message: `${name} is missing.`, remedy: 'Add it.' }]
  const said = issue.code === 'invalid_type' && issue.message.startsWith('Invalid') ? 'expected keys' : issue.message
  return [{ path, message: `${name}: ${said}.`, remedy: 'Correct the value.' }]
}

function isMissing(value: unknown, path: (string | number)[]): boolean {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return false
    found = (found as Record<string | number, unknown>)[step]
  }
  return found === undefined && path.length > 0
}

/** The keys that may stand at a place, to tell what a mistyped one was meant to be. */
function keysAt(path: (string | number)[]): string[] {
  const { shape } = Mapping
  if (path.length === 0) return Object.keys(shape)
  if (path.join() === 'deal') return Object.keys(shape.deal.shape)
  if (path.join() === 'format') return ['dates', 'decimal', 'time_zone', 'delimiter']
  if (path.join() === 'people' || path.join() === 'products') return ['create']
  return ['column', 'template', 'value', 'values', 'default']
}
