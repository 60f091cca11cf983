import { describe, expect, it } from 'vitest'
import type { Account } from '../accounts/index.ts'
import { decideMerge, decideParting, factsOf } from './decide-merge.ts'

const account = (id: string, more: Partial<Account> = {}): Account => ({
  id,
  name: id,
  domain: null,
  kind: 'customer',
  country: null,
  owner: null,
  fields: {},
  version: 1,
  created_at: '2026-11-24T09:00:00.000Z',
  ...more,
})

describe('one account goes into another', () => {
  it('which keeps its own words, takes what it lacks, and what was chosen', () => {
    const kept = account('Acme', { country: 'DE', fields: { tier: 'gold' } })
    const gone = account('Acme GmbH', { country: 'AT', domain: 'acme.de', fields: { tier: 'blue', size: 5 } })
    const decided = decideMerge(kept, gone, ['name'])
    expect(decided.ok && decided.value).toEqual({
      name: 'Acme GmbH',
      domain: 'acme.de',
      country: 'DE',
      owner: null,
      fields: { tier: 'gold', size: 5 },
    })
  })

  it.each([
    ['itself', account('A'), account('A'), 'merge-self'],
    ['one that went away', account('A'), account('B', { merged_into: 'C' }), 'account-merged'],
    ['a partner', account('A'), account('B', { kind: 'partner' }), 'kind-differs'],
  ])('but not %s', (_, kept, gone, code) => {
    const decided = decideMerge(kept, gone, [])
    expect(decided.ok ? null : decided.refusal.code).toBe(code)
  })
})

describe('two accounts are parted again', () => {
  const before = account('Acme', { fields: { tier: 'gold' } })
  const after = { ...factsOf(before), domain: 'acme.de', country: 'AT', fields: { tier: 'gold', size: 5 } }
  const undoing = {
    days: 3,
    undone: false,
    gone: account('Acme GmbH'),
    kept_before: factsOf(before),
    kept_after: after,
    gone_domain: 'acme.de',
  }

  it('what was taken over goes back where it still says the same', () => {
    const decided = decideParting({ ...undoing, kept: { ...before, ...after, country: 'CH' } })
    expect(decided.ok && decided.value).toEqual({
      kept: { name: 'Acme', domain: null, country: 'CH', owner: null, fields: { tier: 'gold' } },
      gone_domain: 'acme.de',
    })
  })

  it.each([
    ['twice', { undone: true }, 'merge-undone'],
    ['after 30 days', { days: 31 }, 'undo-too-late'],
  ])('but not %s', (_, more, code) => {
    const decided = decideParting({ ...undoing, kept: { ...before, ...after }, ...more })
    expect(decided.ok ? null : decided.refusal.code).toBe(code)
  })

  it('nor where the kept one went into a third', () => {
    const decided = decideParting({ ...undoing, kept: { ...before, ...after, merged_into: 'C' } })
    expect(decided.ok ? null : decided.refusal.code).toBe('account-merged')
  })
})
