import type { Pending } from '../move/pending.ts'
import type { Board } from '../wire.ts'
import { placed, placeOf } from './board-cache.ts'

/** The server's board with the moves that are under way laid over it; taking one back is dropping it from the list. */
export function shownBoard(board: Board, pending: Pending[]): Board {
  return pending.reduce((shown, { deal, target }) => {
    const card = placeOf(board, deal.id)?.deal
    // Somebody else's newer change has arrived meanwhile: the server's view wins.
    if (!card || card.version > deal.version) return shown
    return placed(shown, card, 'outcome' in target ? null : target.to_stage)
  }, board)
}
