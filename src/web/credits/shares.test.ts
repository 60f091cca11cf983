import { describe, expect, test } from 'vitest'
import { evenly, hundredths, sumOf, whole, withOneMore } from './shares.ts'

const of = (...shares: number[]) => shares.map((share, i) => ({ person_id: `p${i}`, share }))

describe('shares of a deal', () => {
  test.each([1, 2, 3, 6, 7, 20])('even among %i people, they are all of it', (people) => {
    const shares = evenly(of(...Array.from({ length: people }, () => 1)))
    expect(sumOf(shares)).toBe(whole)
    const own = shares.map(({ share }) => share)
    expect(Math.max(...own) - Math.min(...own)).toBeLessThan(people)
  })

  test('whoever is added gets what is missing, and nothing where nothing is', () => {
    expect(withOneMore(of(6000), 'x').at(-1)).toEqual({ person_id: 'x', share: 4000 })
    expect(withOneMore(of(6000, 5000), 'x').at(-1)).toEqual({ person_id: 'x', share: 0 })
  })

  test('per cent are typed with two decimals, and lose none', () => {
    expect(hundredths('33.33')).toBe(3333)
    expect(hundredths('0.07')).toBe(7)
    expect(hundredths('100')).toBe(whole)
    expect(hundredths('')).toBe(0)
  })
})
