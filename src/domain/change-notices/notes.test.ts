import { describe, expect, it } from 'vitest'
import { concernedBy } from './notes.ts'

describe('what became of a request', () => {
  it('is told to whoever asked and whoever voted, once each, and not to who did it', () => {
    const votes = [{ person_id: 'dewi' }, { person_id: 'budi' }, { person_id: 'rina' }]
    expect(concernedBy({ created_by: 'rina' }, votes, 'budi')).toEqual(['rina', 'dewi'])
  })
})
