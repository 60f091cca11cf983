import { expect, test } from 'vitest'
import { columnsIn, sourcesOf } from './columns.ts'
import type { Mapping } from './mapping.ts'

const columns = columnsIn(['Motion', 'Phase'])
const read = (stage: object, ...cells: string[]) =>
  sourcesOf({ deal: { fields: {}, entered: {}, stage } } as unknown as Mapping, columns).deal['stage']?.read(cells)

test('values are looked up in what a template makes, so that one name can mean two stages', () => {
  const stage = {
    template: '{Motion}: {Phase}',
    values: { 'Neu: Angebot': 'shortlisted', 'Partner: Angebot': 'solution_accepted' },
  }
  expect(read(stage, 'Neu', 'Angebot')).toBe('shortlisted')
  expect(read(stage, 'partner', 'ANGEBOT')).toBe('solution_accepted')
  expect(read(stage, 'Partner', 'Vertrag')).toBe('Partner: Vertrag')
  expect(read({ ...stage, default: 'lost' }, 'Partner', 'Vertrag')).toBe('lost')
  expect(read({ template: '{Motion} – {Phase}', default: 'none' }, '', '')).toBe('none')
})
