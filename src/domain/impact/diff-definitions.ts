import type { Criterion, Definition, Stage } from '../pipelines/index.ts'
import type { DefinitionChange } from './impact.ts'

/** What a version changes against the one before it, each thing once and by its key, in words as well. */
export function diffDefinitions(before: Definition, after: Definition): DefinitionChange[] {
  const { stages: a, fields: b, outcomes: c, stage_map: _, ...plainBefore } = before
  const { stages, fields, outcomes, stage_map: __, ...plainAfter } = after
  return [
    ...leaves([], plainBefore, plainAfter),
    ...byKey(['stages'], a, stages, changesOfStage, stageInWords),
    ...order(['stages'], a, stages),
    ...byKey(['fields'], b.map(named), fields.map(named), leavesOf, (field) => `Field ${field.key}`),
    ...leaves(['outcomes', 'won'], { from: c.won.from }, { from: outcomes.won.from }, 'Winning'),
    ...byKey(
      ['outcomes', 'won', 'criteria'],
      c.won.criteria,
      outcomes.won.criteria,
      leavesOf,
      criterionInWords('Winning'),
    ),
    ...(['lost', 'transferred'] as const).flatMap((outcome) =>
      byKey(
        ['outcomes', outcome, 'reasons'],
        c[outcome].reasons,
        outcomes[outcome].reasons,
        leavesOf,
        ({ label }) => `Reason ${label}`,
      ),
    ),
  ]
}

/** The summary line, in the manner of plans of infrastructure. */
export function summaryOf(changes: readonly DefinitionChange[], moving: number): string {
  const count = (op: DefinitionChange['op']) => changes.filter((change) => change.op === op).length
  if (changes.length === 0 && moving === 0) return 'No changes.'
  const deals = moving === 0 ? '' : `; ${moving} open ${moving === 1 ? 'deal moves' : 'deals move'}`
  return `Plan: ${count('+')} to add, ${count('~')} to change, ${count('-')} to remove${deals}.`
}

type Path = readonly string[]
type Keyed = { key: string }

/** A field of an account may have the key of one of deals. */
const named = <F extends { key: string; subject: string }>(field: F): F =>
  field.subject === 'deal' ? field : { ...field, key: `${field.subject}.${field.key}` }

function byKey<T extends Keyed>(
  path: Path,
  before: readonly T[],
  after: readonly T[],
  changesOf: (path: Path, before: T, after: T, about: string) => DefinitionChange[],
  inWords: (item: T) => string,
): DefinitionChange[] {
  const [old, now] = [new Map(before.map((one) => [one.key, one])), new Map(after.map((one) => [one.key, one]))]
  const added = after.filter(({ key }) => !old.has(key))
  const removed = before.filter(({ key }) => !now.has(key))
  return [
    ...removed.map((one) => change('-', [...path, one.key], said(one), null, `${inWords(one)} goes.`)),
    ...before.flatMap((one) => {
      const other = now.get(one.key)
      return other ? changesOf([...path, one.key], one, other, inWords(other)) : []
    }),
    ...added.map((one) => change('+', [...path, one.key], null, said(one), `${inWords(one)} is new.`)),
  ]
}

function changesOfStage(path: Path, before: Stage, after: Stage): DefinitionChange[] {
  const { entry: a, exit: b, ...plainBefore } = before
  const { entry, exit, ...plainAfter } = after
  const renamed =
    before.name === after.name
      ? []
      : [change('~', [...path, 'name'], before.name, after.name, `Stage ${before.name} is called ${after.name}.`)]
  return [
    ...renamed,
    ...leaves(path, { ...plainBefore, name: '' }, { ...plainAfter, name: '' }, `Stage ${after.name}`),
    ...byKey([...path, 'entry'], a, entry, leavesOf, criterionInWords(`Entering ${after.name}`)),
    ...byKey([...path, 'exit'], b, exit, leavesOf, criterionInWords(`Leaving ${after.name}`)),
  ]
}

function order(path: Path, before: readonly Keyed[], after: readonly Keyed[]): DefinitionChange[] {
  const kept = (items: readonly Keyed[], others: readonly Keyed[]) =>
    items.map(({ key }) => key).filter((key) => others.some((other) => other.key === key))
  const [old, now] = [kept(before, after).join(' > '), kept(after, before).join(' > ')]
  return old === now ? [] : [change('~', [...path, 'order'], old, now, `The stages stand in another order: ${now}.`)]
}

const leavesOf = (path: Path, before: object, after: object, about: string) => leaves(path, before, after, about)

/** What differs among plain values, however deep they stand; `about` says whose they are, unless they are the file's. */
function leaves(path: Path, before: object, after: object, about = ''): DefinitionChange[] {
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => key !== 'key')
  return keys.flatMap((key): DefinitionChange[] => {
    const [a, b] = [old[key], now[key]]
    if (isPlainObject(a) && isPlainObject(b)) return leaves([...path, key], a, b, partOf(about, key))
    const [was, is] = [a === undefined ? null : said(a), b === undefined ? null : said(b)]
    if (was === is) return []
    const [at, part] = [[...path, key], partOf(about, key)]
    if (was === null) return [change('+', at, null, is, `${part}: ${is}.`)]
    if (is === null) return [change('-', at, was, null, `${part} goes; it was ${was}.`)]
    return [change('~', at, was, is, `${part}: ${was} → ${is}.`)]
  })
}

const partOf = (about: string, key: string): string => {
  const words = key.replaceAll('_', ' ')
  return about === '' ? words.charAt(0).toUpperCase() + words.slice(1) : `${about}, ${words}`
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const longest = 300
function said(value: unknown): string {
  const text = typeof value === 'string' ? value : sortedText(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** The same text for the same value, also after a trip through the database. */
const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isPlainObject(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  )

const stageInWords = ({ key, name }: Stage) => `Stage ${name} (${key})`
const criterionInWords = (where: string) => (criterion: Criterion) =>
  `${where}: the ${criterion.level} criterion ${criterion.label}`

const change = (
  op: DefinitionChange['op'],
  path: Path,
  before: string | null,
  after: string | null,
  sentence: string,
): DefinitionChange => ({ op, path: path.join('.'), before, after, sentence })
