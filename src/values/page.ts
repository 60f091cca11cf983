import { z } from 'zod'
import { Ours } from './text.ts'

/** One page of a list, as it goes over the wire. */
export const Page = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    has_more: z.boolean(),
    /** Sent back as `cursor` for the next page; null on the last one. */
    next_cursor: Ours.nullable(),
  })

export type PageOf<Item> = { data: Item[]; has_more: boolean; next_cursor: string | null }

/**
 * The query members of a list. `sortKey` is the schema of the values that a list is sorted by, the last of them unique:
 * a page goes on behind the last row seen, so that what is added or removed meanwhile neither repeats nor hides a row.
 */
export const pageQuery = <SortKey extends z.ZodType>(sortKey: SortKey) => ({
  limit: z.coerce
    .number({ error: 'expected a whole number from 1 to 200' })
    .int('expected a whole number from 1 to 200')
    .min(1, 'expected at least 1')
    .max(200, 'expected at most 200')
    .default(50),
  cursor: z
    .string()
    .max(2000)
    .transform((cursor, context) => {
      const read = sortKey.safeParse(sortKeyFrom(cursor))
      if (read.success) return read.data
      context.addIssue({ code: 'custom', message: 'expected the next_cursor of an earlier page of this list' })
      return z.NEVER
    })
    .optional(),
})

/** A yes or no in a query, where everything is text. */
export const FlagSchema = z
  .enum(['true', 'false'], { error: 'expected true or false' })
  .transform((text) => text === 'true')

/** Makes a page of `limit + 1` rows: the one too many only tells that there are more. */
export function pageOf<Row>(rows: readonly Row[], limit: number, sortKeyOf: (row: Row) => unknown[]): PageOf<Row> {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  const has_more = rows.length > limit && last !== undefined
  return { data, has_more, next_cursor: has_more ? cursorOf(sortKeyOf(last)) : null }
}

/**
 * Makes a page of those rows that `keep` leaves, where only more than a query can tell which: reads on until the page is
 * full or the list at its end. `read` answers `limit + 1` rows behind one that was seen.
 */
export async function pageOfKept<Row extends { id: string }, Shown extends { id: string }>(
  { limit, after }: { limit: number; after: string | undefined },
  read: (after: string | undefined) => Promise<readonly Row[]>,
  keep: (rows: Row[]) => Promise<Shown[]>,
): Promise<PageOf<Shown>> {
  const kept: Shown[] = []
  for (let behind = after; kept.length <= limit; ) {
    const rows = await read(behind)
    const batch = rows.slice(0, limit)
    kept.push(...(await keep(batch)))
    if (rows.length <= limit) break
    behind = batch.at(-1)?.id
  }
  return pageOf(kept, limit, ({ id }) => [id])
}

const cursorOf = (sortKey: unknown[]): string => Buffer.from(JSON.stringify(sortKey)).toString('base64url')

function sortKeyFrom(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
