import type { z } from 'zod'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { checkDefinition, warnAbout } from './check-definition.ts'
import { type Definition, DefinitionSchema } from './definition.ts'
import type { LibraryField } from './field.ts'
import { type Fault, type Finding, pathText } from './finding.ts'
import { type Place, readYaml, type YamlFault } from './read-yaml.ts'

/** A definition as text (YAML, of which JSON is a part), or as a value whose size and depth are known to be harmless. */
export type DefinitionSource = { text: string; file?: string } | { value: unknown; file?: string }

/**
 * Reads a definition and finds everything that is wrong with it at once. Refused as `definition-invalid` with
 * `findings: Finding[]`; what is read may come with warnings.
 */
export function readDefinition(
  source: DefinitionSource,
  library: LibraryField[],
  /** What else is to hold of it, such as what the version before it asks of it. */
  also: (definition: Definition) => Fault[] = () => [],
): Decision<{ definition: Definition; warnings: Finding[] }> {
  const file = source.file ?? 'definition'
  const read = 'text' in source ? readYaml(source.text) : accept({ value: source.value, placeOf: () => null })
  if (!read.ok) {
    const faults = read.refusal.details?.['faults'] as YamlFault[]
    return invalid(
      faults.map(({ line, column, message, remedy }) => ({ file, line, column, path: '', message, remedy })),
    )
  }

  const { value, placeOf } = read.value
  const findingOf = ({ path, message, remedy }: Fault): Finding => {
    const place: Place | null = placeOf(path)
    return { file, line: place?.line ?? null, column: place?.column ?? null, path: pathText(path), message, remedy }
  }
  const shaped = DefinitionSchema.safeParse(value)
  const misshapen = shaped.success ? [] : shaped.error.issues.flatMap((issue) => faultsOf(issue, value))
  const checkable = shaped.success ? shaped : DefinitionSchema.safeParse(mended(value, misshapen))
  const found = checkable.success ? [...checkDefinition(checkable.data, library), ...also(checkable.data)] : []
  const faults = [...misshapen, ...found]
  if (faults.length > 0 || !shaped.success) return invalid(faults.map(findingOf))
  return accept({ definition: shaped.data, warnings: warnAbout(shaped.data).map(findingOf) })
}

/** Leaves out what cannot belong and any charter at fault, so that rules and ways are checked in the same go. */
function mended(value: unknown, faults: Fault[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const copy = structuredClone(value) as Record<string, unknown>
  if (faults.some(({ path }) => path[0] === 'charter')) copy['charter'] = anyCharter
  for (const { path, unknown } of faults) {
    const parent = unknown ? valueAt(copy, path.slice(0, -1)) : undefined
    const key = path.at(-1)
    if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.deleteProperty(parent, key)
  }
  return copy
}

const any = '-'
const anyCharter = {
  motion: any,
  buyer: any,
  entry_rule: any,
  won_means: any,
  lost_means: any,
  owner: any,
  review_every_days: 1,
  reason_to_be_separate: any,
}

function invalid(findings: Finding[]): Decision<never> {
  const [first] = findings
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : ''
  const place = first?.line ? `${first.file}, line ${first.line}: ` : ''
  return refuse('definition-invalid', `${place}${first?.message ?? ''} ${first?.remedy ?? ''}${more}`, { findings })
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown): Fault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  const name = path.findLast((step) => typeof step === 'string') ?? 'the definition'
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      unknown: true,
      message: `${key.slice(0, 80)} is not a key that belongs here.`,
      remedy: remedyForName(key, knownKeysAt(path, value)),
    }))
  const given = valueAt(value, path)
  if (given === undefined && path.length > 0)
    return [{ path, message: `${name} is missing.`, remedy: `Add it: ${said(issue)}.` }]
  return [{ path, message: `${name}: ${said(issue)}.`, remedy: remedies[String(name)] ?? 'Correct the value.' }]
}

/** Our own sentences where the schema has none. */
function said(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big' && issue.origin === 'array') return `at most ${issue.maximum} entries`
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return issue.message
  return `expected ${shapes[issue.expected] ?? issue.expected}`
}
const shapes: Record<string, string> = { object: 'keys with values, such as name: Trade', array: 'a list' }

const remedies: Record<string, string> = {
  key: 'Keys are for ever: lower case letters, digits, - or _.',
  kind: 'Approvals and confirmations by the buyer are not criteria yet; ask for a link, meeting or field.',
}

function valueAt(value: unknown, path: (string | number)[]): unknown {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<string | number, unknown>)[step]
  }
  return found
}

/** The keys that the schema knows at a place, to tell what a mistyped one was meant to be. */
function knownKeysAt(path: (string | number)[], value: unknown): string[] {
  const found = keysAt(DefinitionSchema, path, value)
  const present = valueAt(value, path)
  const used = typeof present === 'object' && present !== null ? Object.keys(present) : []
  return found.filter((key) => !used.includes(key))
}

type Inner = {
  def: { type: string; innerType?: Inner; element?: Inner; options?: Inner[] }
  shape?: Record<string, Inner>
}

function keysAt(schema: unknown, path: (string | number)[], value: unknown): string[] {
  let inner = schema as Inner
  while (inner.def.innerType) inner = inner.def.innerType
  if (inner.def.options) inner = inner.def.options.find((option) => fits(option, value)) ?? inner
  const [step, ...rest] = path
  if (step === undefined) return Object.keys(inner.shape ?? {})
  const next = inner.def.element ?? inner.shape?.[step]
  const within =
    typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined
  return next ? keysAt(next, rest, within) : []
}

/** Among kinds of criterion, the one that is written there. */
function fits(option: Inner, value: unknown): boolean {
  const kind = (option.shape?.['kind'] as unknown as { value?: unknown } | undefined)?.value
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind
}
