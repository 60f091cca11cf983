import { type Edit, editAll, editFile } from './file-edits.ts'
import type { Path } from './file-places.ts'
import type { CriterionOutline, Outline } from './outline.ts'

/** What is being designed: the file, and where deals of stages go that it no longer has. */
export type Written = { source: string; stage_map: Record<string, string> }

export const setPart = (written: Written, path: Path, value: unknown): Written => ({
  ...written,
  source: editFile(written.source, { kind: 'set', path, value: value === '' ? undefined : value }),
})

/** `Terms agreed` as `terms_agreed`; with a number behind it where that is taken. */
export function keyFrom(name: string, taken: readonly string[], fallback: string): string {
  const letters = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const words = letters.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '')
  const key = words.slice(0, 50).replace(/_+$/, '') || fallback
  for (let count = 1; ; count++) {
    const tried = count === 1 ? key : `${key}_${count}`
    if (!taken.includes(tried)) return tried
  }
}

export function addStage(
  written: Written,
  outline: Outline,
  after: number,
  name: string,
): { written: Written; key: string } {
  const key = keyFrom(name, [...outline.stages.map((stage) => stage.key), ...Object.keys(written.stage_map)], 'stage')
  const phase = outline.stages[after]?.phase || 'qualify'
  const edit: Edit = { kind: 'insert', path: ['stages'], at: after + 1, value: { key, name, phase } }
  return { key, written: { ...written, source: editFile(written.source, edit) } }
}

export const moveStage = (written: Written, from: number, to: number): Written => ({
  ...written,
  source: editFile(written.source, { kind: 'move', path: ['stages'], from, to }),
})

/** Takes a stage out, and out of every list that names it; its deals go to another one. */
export function removeStage(written: Written, outline: Outline, key: string, to: string | null): Written {
  const index = outline.stages.findIndex((stage) => stage.key === key)
  const source = editAll(written.source, [
    ...renamedWays(outline, key, null),
    { kind: 'set', path: ['stages', index], value: undefined },
  ])
  const moved = Object.fromEntries(
    Object.entries(written.stage_map).map(([from, old]) => [from, old === key && to ? to : old]),
  )
  return { source, stage_map: to ? { ...moved, [key]: to } : moved }
}

/** Sets where deals of a removed stage go. */
export const mapStage = (written: Written, from: string, to: string): Written => ({
  ...written,
  stage_map: to === '' ? without(written.stage_map, from) : { ...written.stage_map, [from]: to },
})

/** Names a stage; the key of one that is not published yet follows its name, and so does whatever refers to it. */
export function nameStage(
  written: Written,
  outline: Outline,
  index: number,
  name: string,
  fresh: boolean,
): { written: Written; key: string } {
  const stage = outline.stages[index]
  const old = stage?.key ?? ''
  const named = setPart(written, ['stages', index, 'name'], name)
  if (!fresh || !stage) return { written: named, key: old }
  const others = outline.stages.filter((one) => one !== stage).map((one) => one.key)
  const key = keyFrom(name, others, 'stage')
  if (key === old) return { written: named, key }
  const edits: Edit[] = [{ kind: 'set', path: ['stages', index, 'key'], value: key }, ...renamedWays(outline, old, key)]
  const stage_map = Object.fromEntries(
    Object.entries(named.stage_map).map(([from, to]) => [from, to === old ? key : to]),
  )
  return { key, written: { source: editAll(named.source, edits), stage_map } }
}

/** Wherever a stage is named beside its own place: another key there, or none. */
function renamedWays(outline: Outline, key: string, next: string | null): Edit[] {
  const listed = (keys: string[] | null, path: Path): Edit[] => {
    if (!keys?.includes(key)) return []
    const value = keys.flatMap((one) => (one === key ? (next ?? []) : one))
    return [{ kind: 'set', path, value: value.length > 0 ? value : undefined }]
  }
  return [
    ...outline.stages.flatMap((stage, index) => listed(stage.to, ['stages', index, 'to'])),
    ...listed(outline.won_from, ['outcomes', 'won', 'from']),
    ...outline.fields.flatMap((field, index): Edit[] =>
      field.required_from === key
        ? [{ kind: 'set', path: ['fields', index, 'required_from'], value: next ?? undefined }]
        : [],
    ),
  ]
}

export const criteriaIn = (outline: Outline): CriterionOutline[] => [
  ...outline.stages.flatMap(({ entry, exit }) => [...entry, ...exit]),
  ...outline.won_criteria,
]

export function addCriterion(written: Written, outline: Outline, path: Path, count: number, label: string): Written {
  const key = keyFrom(
    label,
    criteriaIn(outline).map((one) => one.key),
    'criterion',
  )
  const value = { key, label, level: 'hard', kind: 'rule', rule: 'deal.amount > 0' }
  return insertItem(written, path, count, value)
}

/** The label of a criterion, a reason or an option; the key of a new one follows it. */
export function setLabel(written: Written, path: Path, label: string, key: string | null): Written {
  const labelled = setPart(written, [...path, 'label'], label)
  return key === null ? labelled : setPart(labelled, [...path, 'key'], key)
}

/** Another kind keeps what both have in common: a rule must hold beside any kind, a field is of two of them. */
export function setKind(written: Written, path: Path, { rule, field }: CriterionOutline, kind: string): Written {
  const edits: Edit[] = [{ kind: 'set', path: [...path, 'kind'], value: kind }]
  if (kind !== 'rule' && kind !== 'field') edits.push({ kind: 'set', path: [...path, 'field'], value: undefined })
  if (kind === 'field' && field === '') edits.push({ kind: 'set', path: [...path, 'field'], value: 'amount' })
  if (kind === 'rule' && rule === '') edits.push({ kind: 'set', path: [...path, 'rule'], value: 'deal.amount > 0' })
  if (kind !== 'rule' && rule === 'deal.amount > 0')
    edits.push({ kind: 'set', path: [...path, 'rule'], value: undefined })
  return { ...written, source: editAll(written.source, edits) }
}

export const insertItem = (written: Written, path: Path, at: number, value: unknown): Written => ({
  ...written,
  source: editFile(written.source, { kind: 'insert', path, at, value }),
})

export const moveItem = (written: Written, path: Path, from: number, to: number): Written => ({
  ...written,
  source: editFile(written.source, { kind: 'move', path, from, to }),
})

const without = (map: Record<string, string>, key: string) =>
  Object.fromEntries(Object.entries(map).filter(([one]) => one !== key))
