import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareLines, mergeTexts } from './merge-lines.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 }).map((lines) => lines.join('\n'))

describe('lines', () => {
  it('lead from one text to the other', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const changes = compareLines(a, b)
        const side = (op: string) => changes.filter((one) => one.op !== op).map(({ line }) => line)
        expect(side('+').join('\n')).toBe(a)
        expect(side('-').join('\n')).toBe(b)
      }),
    )
  })
})

describe('what two people wrote at once', () => {
  const base = 'a\nb\nc\nd\ne'

  it('stands together where they changed different places', () => {
    expect(mergeTexts(base, 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE\nf')).toBe('A\nb\nc\nd\nE\nf')
    expect(mergeTexts(base, 'a\nc\nd\ne', 'a\nb\nc\nd\ne')).toBe('a\nc\nd\ne')
  })

  it('is for a person to decide where they changed the same', () => {
    expect(mergeTexts(base, 'a\nX\nc\nd\ne', 'a\nY\nc\nd\ne')).toBeNull()
    expect(mergeTexts(base, 'a\nc\nd\ne', 'a\nY\nc\nd\ne')).toBeNull()
  })

  it('is nothing new where one of them changed nothing, or both the same', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(mergeTexts(a, b, a)).toBe(b)
        expect(mergeTexts(a, a, b)).toBe(b)
        expect(mergeTexts(a, b, b)).toBe(b)
      }),
    )
  })
})
