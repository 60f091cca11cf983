import type { BulkAnswer } from '../../client/schema.ts'
import { announce } from '../announce.ts'
import { client, type BulkChange } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { say } from '../ui/toast.ts'
import { forgetUndo, remember } from '../undo.ts'
import { i18n } from '../words.ts'

const most = 1_000

/** Changes many deals, each by itself; what is refused stays as it was. */
export async function changeAll(operations: readonly BulkChange[]): Promise<BulkAnswer> {
  const all: BulkAnswer = { data: [], done: 0, refused: 0 }
  for (let at = 0; at < operations.length; at += most) {
    const { data, done, refused } = await client.deals.bulk({
      atomic: false,
      operations: operations.slice(at, at + most),
    })
    all.data.push(...data.map((item) => ({ ...item, index: item.index + at })))
    all.done += done
    all.refused += refused
  }
  return all
}

/** Offers to undo what was done to many deals, by the changes that give each of them back what it had. */
export function offerBack(words: string, back: readonly BulkChange[]): void {
  if (back.length === 0) return
  const undo = () => void takeBack(back)
  say({ title: words, undo, about: 'bulk-edit' })
  remember(words, undo)
}

async function takeBack(back: readonly BulkChange[]): Promise<void> {
  forgetUndo()
  try {
    const { done, refused } = await changeAll(back)
    const words =
      refused === 0
        ? i18n.t('{done, plural, one {# deal is} other {# deals are}} as before', { done })
        : i18n.t('{done} are as before; {refused} were changed by others since and stay', { done, refused })
    say({ title: words, tone: refused === 0 ? 'plain' : 'bad', about: 'bulk-edit' })
    announce(words)
  } catch (error) {
    say({ title: i18n.t('This cannot be undone any more'), detail: sentenceOf(error), tone: 'bad', about: 'bulk-edit' })
  }
  refreshDeals()
}

const touched = ['board', 'deal', 'deals', 'history', 'totals', 'look', 'forecast', 'needs']

export const refreshDeals = () => {
  for (const key of touched) void queries.invalidateQueries({ queryKey: [key] })
}
