import { describe, expect, it } from 'vitest'
import type { Membership } from '../people/index.ts'
import { importerOf } from './importer.ts'

const now = '2026-11-01T10:00:00.000Z'
const key = { id: 'key_1', scopes: null, expires_at: null, revoked: false }
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
    expect([...importerOf(person, { ...key, scopes: ['imports:work'] }, now).access]).toEqual(['imports:work']))
  it('by their role, with a key that was limited to nothing', () =>
    expect(importerOf(person, key, now).access.has('deals:work')).toBe(true))
  it.each([
    ['who is gone', undefined, undefined],
    ['whose role may not import any more', { ...person, role: 'viewer' as const }, undefined],
    ['whose key was not given it', person, { ...key, scopes: ['deals:read' as const] }],
    ['whose key has expired', person, { ...key, expires_at: now }],
    ['whose key was revoked', person, { ...key, revoked: true }],
  ])('not for one %s', (_, one, key) => expect(() => importerOf(one, key, now)).toThrow(/import/))
})
