import type { z } from 'zod'
import { plusDays } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { undoDays } from './decide-resolution.ts'
import type { Overlap, OverlapDeal } from './overlap.ts'
import type { Beside, OverlapRow } from './store.ts'

/** A deal as the wire lays it beside another. */
export function shownDeal({ number, amount_minor, currency, ...row }: Beside): z.input<typeof OverlapDeal> {
  return { ...row, key: `D-${number}`, amount: amount_minor === null ? null : moneyOf(amount_minor, currency) }
}

/** A pair as the wire shows it; nothing where one of the two is not for this reader. */
export function shownOverlap(row: OverlapRow, deals: ReadonlyMap<string, Beside>): z.input<typeof Overlap>[] {
  const [deal, other] = [deals.get(row.deal_id), deals.get(row.other_id)]
  if (!deal || !other) return []
  const { id, version, state, likeness, reasons, found_at, resolved_at, resolved_by, resolved_name } = row
  const by = resolved_by === null ? null : { id: resolved_by, name: resolved_name ?? '' }
  const resolution = resolved_at && {
    as: state,
    kept: row.kept_id,
    note: row.note,
    by,
    at: resolved_at,
    undo_until: plusDays(resolved_at, undoDays),
  }
  const pair = { deal: shownDeal(deal), other: shownDeal(other) }
  return [{ id, version, state, ...pair, likeness, reasons, found_at, resolution: resolution || null }]
}
