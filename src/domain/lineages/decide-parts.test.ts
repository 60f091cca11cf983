import { describe, expect, it } from 'vitest'
import { decideKind } from './decide-parts.ts'

const part = (from: string, to: string, rule?: string) => ({ from, to, rule })

describe('parts', () => {
  it.each([
    ['one pipeline into several', [part('a', 'b', 'x'), part('a', 'c')], 'split'],
    ['a part taken out of one', [part('a', 'b', 'x')], 'split'],
    ['one into another', [part('a', 'b')], 'split'],
    ['several into one', [part('a', 'c'), part('b', 'c', 'x')], 'merge'],
  ] as const)('%s', (_, parts, kind) => {
    expect(decideKind(parts)).toEqual({ ok: true, value: kind })
  })

  it.each([
    ['to itself', [part('a', 'a')], 'pipeline-same', '/parts/0/to'],
    ['to one that is left', [part('a', 'b'), part('b', 'c')], 'pipeline-left', '/parts/0/to'],
    ['twice the same', [part('a', 'b', 'x'), part('a', 'b', 'y')], 'part-twice', '/parts/1/to'],
    ['behind the rest', [part('a', 'b'), part('a', 'c', 'x')], 'part-unreachable', '/parts/1/rule'],
    ['several into several', [part('a', 'c'), part('b', 'd')], 'neither-split-nor-merge', undefined],
  ] as const)('%s is refused', (_, parts, code, pointer) => {
    const decision = decideKind(parts)
    expect(decision).toMatchObject({ ok: false, refusal: { code } })
    if (!decision.ok) expect(decision.refusal.details?.['pointer']).toBe(pointer)
  })
})
