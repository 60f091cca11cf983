import { describe, expect, it } from 'vitest'
import { forever } from '../../values/instant.ts'
import { decideManager, type Reporting } from './decide-manager.ts'
import { type Membership, planMembers } from './plan-members.ts'

const [jan, mar, jun, sep] = ['2026-01-01', '2026-03-01', '2026-06-01', '2026-09-01'] as [
  string,
  string,
  string,
  string,
]
const stay = (person_id: string, valid_from: string, valid_until = forever): Membership => ({
  person_id,
  valid_from,
  valid_until,
})

describe('who is in a team from a moment on', () => {
  it('closes the stay of who leaves, and opens one for who comes', () => {
    expect(planMembers([stay('ana', jan), stay('ben', jan)], new Set(['ben', 'cem']), mar)).toEqual({
      until: [stay('ana', jan, mar)],
      remove: [],
      add: [stay('cem', mar)],
    })
  })
  it('leaves the past alone: who left before is not touched, and comes back in a new stay', () => {
    expect(planMembers([stay('ana', jan, mar)], new Set(['ana']), jun)).toEqual({
      until: [],
      remove: [],
      add: [stay('ana', jun)],
    })
  })
  it('replaces what was agreed for later', () => {
    const agreed = [stay('ana', jan, sep), stay('ben', sep)]
    expect(planMembers(agreed, new Set(['ana']), jun)).toEqual({
      until: [stay('ana', jan)],
      remove: [stay('ben', sep)],
      add: [],
    })
  })
  it('changes nothing where all is as wanted', () => {
    expect(planMembers([stay('ana', jan)], new Set(['ana']), jan)).toEqual({ until: [], remove: [], add: [] })
  })
})

const reports = (person_id: string, manager_id: string | null, valid_from = jan): Reporting => ({
  person_id,
  manager_id,
  valid_from,
})

describe('nobody reports to themselves', () => {
  it.each([
    ['straight', [], reports('ana', 'ana')],
    ['through one', [reports('ben', 'ana')], reports('ana', 'ben', mar)],
    ['through two', [reports('ben', 'cem'), reports('cem', 'ana')], reports('ana', 'ben', mar)],
    ['later, by what is agreed already', [reports('ben', 'ana', jun)], reports('ana', 'ben', mar)],
    ['by a change that is put in before another', [reports('ana', 'ben', mar)], reports('ben', 'ana', jun)],
  ])('%s', (_, known, change) => {
    expect(decideManager(known, change)).toMatchObject({ ok: false, refusal: { code: 'manager-circle' } })
  })
  it.each([
    ['a line up', [reports('ben', 'cem')], reports('ana', 'ben')],
    ['what ended before', [reports('ben', 'ana'), reports('ben', null, mar)], reports('ana', 'ben', jun)],
    [
      'a line at the same moment is replaced',
      [reports('ana', 'ben'), reports('ben', 'ana', jun)],
      reports('ana', null),
    ],
  ])('%s is fine', (_, known, change) => {
    expect(decideManager(known, change)).toEqual({ ok: true, value: change })
  })
})
