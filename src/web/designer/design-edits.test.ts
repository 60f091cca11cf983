import { describe, expect, it } from 'vitest'
import {
  addCriterion,
  addStage,
  keyFrom,
  mapStage,
  moveStage,
  nameStage,
  removeStage,
  setKind,
  type Written,
} from './design-edits.ts'
import { criteriaIn } from './design-edits.ts'
import { type Outline, outlineOf, partAt, pathOfPart } from './outline.ts'

const files = import.meta.glob<string>('../../../motions/direct.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const [direct = ''] = Object.values(files)
const source = direct.replace('  won:\n', '  won:\n    from: [preferred, conditions_settled]\n')
const begun: Written = { source, stage_map: {} }
const outline = (written: Written) => outlineOf(written.source) as Outline
const keys = (written: Written) => outline(written).stages.map(({ key }) => key)

describe('a stage', () => {
  it('is added behind another one, in its phase, and its key follows its name until it is published', () => {
    const { written, key } = addStage(begun, outline(begun), 1, 'New stage')
    expect(keys(written)).toEqual(['need_confirmed', 'criteria_set', 'new_stage', 'preferred', 'conditions_settled'])
    expect([key, outline(written).stages[2]?.phase]).toEqual(['new_stage', 'evaluate'])
    const named = nameStage(written, outline(written), 2, 'Buyer tries it', true)
    expect([named.key, keys(named.written)[2]]).toEqual(['buyer_tries_it', 'buyer_tries_it'])
  })

  it('keeps its key for ever once it is published', () => {
    const { written, key } = nameStage(begun, outline(begun), 0, 'Need spoken', false)
    expect([key, outline(written).stages[0]?.name]).toEqual(['need_confirmed', 'Need spoken'])
  })

  it('goes with every mention of it, and its deals go where one says', () => {
    const removed = removeStage(begun, outline(begun), 'preferred', 'criteria_set')
    expect(keys(removed)).toEqual(['need_confirmed', 'criteria_set', 'conditions_settled'])
    expect(outline(removed).won_from).toEqual(['conditions_settled'])
    expect(outline(removed).fields.find(({ key }) => key === 'budget')?.required_from).toBe('')
    expect(removed.stage_map).toEqual({ preferred: 'criteria_set' })
    const again = removeStage(removed, outline(removed), 'criteria_set', 'need_confirmed')
    expect(again.stage_map).toEqual({ preferred: 'need_confirmed', criteria_set: 'need_confirmed' })
    expect(mapStage(removed, 'preferred', '').stage_map).toEqual({})
  })

  it('takes another place with its comment', () => {
    expect(keys(moveStage(begun, 3, 0))[0]).toBe('conditions_settled')
    expect(moveStage(moveStage(begun, 3, 0), 0, 3)).toEqual(begun)
  })
})

describe('a criterion', () => {
  it('has a key that no other one has, and keeps what fits when its kind changes', () => {
    const one = addCriterion(begun, outline(begun), ['stages', 3, 'exit'], 0, 'Contract signed')
    const two = addCriterion(one, outline(one), ['stages', 3, 'exit'], 1, 'Contract signed')
    expect(outline(two).stages[3]?.exit.map(({ key }) => key)).toEqual(['contract_signed_2', 'contract_signed_3'])
    const [first] = outline(two).stages[3]?.exit ?? []
    const meeting = setKind(two, ['stages', 3, 'exit', 0], first as never, 'meeting')
    expect(outline(meeting).stages[3]?.exit[0]).toMatchObject({ kind: 'meeting', rule: '', field: '' })
    expect(criteriaIn(outline(meeting)).length).toBe(criteriaIn(outline(begun)).length + 2)
  })
})

it.each([
  ['Größe des Kaufs', 'grosse_des_kaufs'],
  ['2 offers', 'offers'],
  ['—', 'stage'],
])('%s becomes the key %s', (name, key) => expect(keyFrom(name.replace('ß', 'ss'), [], 'stage')).toBe(key))

it('a place in the file belongs to a part of the form, and back', () => {
  expect(partAt(['stages', 2, 'exit', 0], outline(begun))).toBe('stage:preferred')
  expect(pathOfPart('stage:preferred', outline(begun))).toEqual(['stages', 2])
  expect(outlineOf('a: [')).toBeNull()
  expect(outlineOf('- a')).toBeNull()
})
