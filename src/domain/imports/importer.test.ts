import { describe, expect, it } from 'vitest'
import type { Membership } from '../people/index.ts'
import { importerOf } from './importer.ts'

const now = '2026-11-01T10:00:00.000Z'
const person = {
  id: 'per_1',
  name: 'Ada',
  role: 'revops',
  workspace_id: 'wsp_1',
  workspace_slug: 'one',
  workspace_name: 'One',
  standing: null,
} as unknown as Membership

describe('whoever asked for an import works on it as they may now', () => {
  it('by their role, where they asked without a key', () =>
    expect(importerOf(person, undefined, now).access.has('deals:work')).toBe(true))
  it('no further than the scopes of the key that asked', () =>
    expect([...importerOf(person, { scopes: ['imports:work'], expires_at: null }, now).access]).toEqual([
      'imports:work',
    ]))
  it('by their role, with a key that was limited to nothing', () =>
    expect(importerOf(person, { scopes: null, expires_at: null }, now).access.has('deals:work')).toBe(true))
  it.each([
    ['who is gone', undefined, undefined],
    ['whose role may not import any more', { ...person, role: 'viewer' as const }, undefined],
    ['whose key was not given it', person, { scopes: ['deals:read' as const], expires_at: null }],
    ['whose key has expired', person, { scopes: null, expires_at: now }],
  ])('not for one %s', (_, one, key) => expect(() => importerOf(one, key, now)).toThrow(/import/))
})
