import { expect, it } from 'vitest'
import type { Stage } from '../pipelines/index.ts'
import { columnsOf } from './columns.ts'

const stages = (...keys: string[]) => keys.map((key) => ({ key, name: key, phase: 'qualify' }) as Stage)
const versions = [
  { version: 1, definition: { stages: stages('asked', 'shown', 'spoken', 'agreed') } },
  {
    version: 2,
    definition: { stages: stages('asked', 'legal', 'agreed'), stage_map: { shown: 'asked', spoken: 'agreed' } },
  },
]
const columns = (...occupied: string[]) =>
  columnsOf(versions, new Set(occupied)).map(({ stage, older_version, belongs_to }) =>
    older_version === null ? stage.key : `${stage.key} (${older_version}) → ${belongs_to}`,
  )

it('a board has the stages of its current version, and no others while no deal stands in one', () => {
  expect(columns('asked', 'agreed')).toEqual(['asked', 'legal', 'agreed'])
})

it('a deal in an older version stands in a column of its own, behind what it stood behind', () => {
  expect(columns('spoken', 'agreed')).toEqual(['asked', 'spoken (1) → agreed', 'legal', 'agreed'])
  expect(columns('shown', 'spoken')).toEqual(['asked', 'shown (1) → asked', 'spoken (1) → agreed', 'legal', 'agreed'])
})
