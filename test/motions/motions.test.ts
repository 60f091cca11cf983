import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decideMove } from '../../src/domain/moves/decide-move.ts'
import { exampleSituation } from '../../src/domain/moves/example.ts'
import type { Gate } from '../../src/domain/moves/move.ts'
import { criteriaOf } from '../../src/domain/pipelines/criteria.ts'
import { criterionKinds, type Definition } from '../../src/domain/pipelines/definition.ts'
import { fieldsOf, type LibraryField } from '../../src/domain/pipelines/field.ts'
import { readDefinition } from '../../src/domain/pipelines/read-definition.ts'

const folder = new URL('../../motions/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

function read(file: string, library: LibraryField[] = []): Definition {
  const result = readDefinition({ text: readFileSync(new URL(file, folder), 'utf8'), file }, library)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal.details, null, 2))
  expect(result.value.warnings).toEqual([])
  return result.value.definition
}

describe('The pipelines that ship', () => {
  it('cover five pairs of motions and the marketplace', () => {
    expect(files.map((file) => file.replace('.yaml', '')).sort()).toEqual([
      'direct',
      'enterprise',
      'marketplace',
      'new-business',
      'partner',
      'product-line-a',
      'product-line-b',
      'renewal',
      'sales-assisted',
      'self-service',
      'transactional',
    ])
  })

  it.each(files)('%s is read without a finding, under its own name', (file) => {
    expect(`${read(file).key}.yaml`).toBe(file)
  })

  it('share one library of fields, in whatever order they are created', () => {
    for (const order of [files, files.toReversed()]) {
      let library: LibraryField[] = []
      for (const file of order) {
        const fitted = fieldsOf(read(file, library), library)
        if (!fitted.ok) throw new Error(fitted.refusal.message)
        library = [...library, ...fitted.value.added]
      }
      expect(library.length).toBeGreaterThan(20)
    }
  })

  it.each(files)('%s says with every stage what the buyer has reached, and how long that takes', (file) => {
    const { stages } = read(file)
    expect(stages.length).toBeGreaterThanOrEqual(4)
    expect(stages.length).toBeLessThanOrEqual(7)
    for (const { name, expected_days, maximum_days } of stages) {
      expect(name).not.toMatch(/\b(demo|call|sent|follow|presentation|discovery|meeting|qualified|proposal sent)\b/i)
      expect(maximum_days).toBeGreaterThan(expected_days ?? 0)
    }
  })

  it('use every level and kind of criterion among them', () => {
    const criteria = files.flatMap((file) => criteriaOf(read(file)).map(({ criterion }) => criterion))
    expect(new Set(criteria.map(({ kind }) => kind))).toEqual(new Set(criterionKinds))
    expect(new Set(criteria.map(({ level }) => level))).toEqual(new Set(['hard', 'soft', 'advice']))
  })
})

describe('A deal in the enterprise pipeline that came without anything but account, amount and date', () => {
  const definition = read('enterprise.yaml')
  const fitted = fieldsOf(definition, [])
  const library = fitted.ok ? fitted.value.fields : []

  it('misses two things to be shortlisted: a date to fill in and a document to ask for', () => {
    const situation = exampleSituation({ stage: 'evaluating', fields: {} }, { definition, library })
    const by = { actor: 'per_1', now: '2026-11-24T04:00:00.000Z', id: 'led_9' }
    const decision = decideMove(situation, { to_stage: 'shortlisted' }, by)
    const gates = decision.ok ? [] : (decision.refusal.details?.['gates'] as Gate[])
    expect(gates.map(({ key, kind, level, satisfied, field }) => ({ key, kind, level, satisfied, field }))).toEqual([
      { key: 'scope_priced', kind: 'rule', level: 'hard', satisfied: true, field: 'amount' },
      { key: 'decision_date_known', kind: 'field', level: 'hard', satisfied: false, field: 'decision_date' },
      { key: 'success_confirmed', kind: 'link', level: 'hard', satisfied: false, field: null },
      { key: 'close_date_set', kind: 'field', level: 'hard', satisfied: true, field: 'close_date' },
    ])
  })

  it('owes nothing from the stage before', async () => {
    const { owedOnArrival } = await import('../../src/domain/moves/owed.ts')
    const situation = exampleSituation({ stage: 'evaluating', fields: {} }, { definition, library })
    expect(owedOnArrival(situation, '2026-11-24T04:00:00.000Z')).toEqual([])
  })
})
