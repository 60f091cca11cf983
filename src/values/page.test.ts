import { expect, test } from 'vitest'
import { z } from 'zod'
import { pageOf, pageOfKept, pageQuery } from './page.ts'

const query = z.strictObject(pageQuery(z.tuple([z.string(), z.int()])))
const rows = Array.from({ length: 5 }, (_, id) => ({ name: `n${id}`, id }))
const keyOf = (row: { name: string; id: number }) => [row.name, row.id]

test('a page of a longer list says where the next one begins', () => {
  const page = pageOf(rows.slice(0, 3), 2, keyOf)
  expect(page).toMatchObject({ data: rows.slice(0, 2), has_more: true })
  expect(query.parse({ cursor: page.next_cursor }).cursor).toEqual(['n1', 1])
})

test('the last page says that it is the last, also when it is full or empty', () => {
  expect(pageOf(rows.slice(3), 2, keyOf)).toEqual({ data: rows.slice(3), has_more: false, next_cursor: null })
  expect(pageOf([], 2, keyOf)).toEqual({ data: [], has_more: false, next_cursor: null })
})

test.each([1, 2, 3, 7])(
  'a list of which only some are kept: pages of %s hold every one of them once, and are full but the last',
  async (limit) => {
    const all = Array.from({ length: 40 }, (_, i) => ({ id: String(i).padStart(2, '0') }))
    const read = async (after: string | undefined) => all.filter(({ id }) => id > (after ?? '')).slice(0, limit + 1)
    const keep = async (some: { id: string }[]) => some.filter(({ id }) => Number(id) % 5 === 3)
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await pageOfKept({ limit, after }, read, keep)
      seen.push(...page.data.map(({ id }) => id))
      if (!page.has_more) break
      expect(page.data).toHaveLength(limit)
      after = seen.at(-1)
    }
    expect(seen).toEqual(['03', '08', '13', '18', '23', '28', '33', '38'])
  },
)

test('names in any script survive the cursor', () => {
  const { next_cursor } = pageOf([{ name: 'Łódź 株式会社 "x"', id: 1 }, ...rows], 1, keyOf)
  expect(query.parse({ cursor: next_cursor }).cursor).toEqual(['Łódź 株式会社 "x"', 1])
})

test('fifty rows where nobody says how many; text from a query is read', () => {
  expect(query.parse({}).limit).toBe(50)
  expect(query.parse({ limit: '200' }).limit).toBe(200)
})

test.each(['0', '201', '-1', '1.5', 'many', ''])('a limit of "%s" is refused', (limit) =>
  expect(query.safeParse({ limit }).error?.issues[0]?.path).toEqual(['limit']),
)

test.each(['', 'x', '%%%', 'bnVsbA', 'WyJhIl0', 'WzEsImEiXQ', 'e30'])('a made-up cursor "%s" is refused', (cursor) =>
  expect(query.safeParse({ cursor }).error?.issues[0]?.message).toBe(
    'expected the next_cursor of an earlier page of this list',
  ),
)
