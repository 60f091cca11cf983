import type { Target } from '../move/target.ts'
import type { Card } from '../wire.ts'

type Kit = typeof import('./drag-kit.ts')

// Dragging needs a library that the first picture of a board does not: it follows, and keys and menus work without it.
const loading = () => import('./drag-kit.ts')
let kit: Kit | undefined

/** Lets a card be dragged; `onDragged` says whether it is in the hand. Answers how to stop, as the others do. */
export const dragOf = (element: HTMLElement, deal: Card, onDragged: (dragged: boolean) => void) =>
  withKit(({ draggable }) =>
    draggable({
      element,
      getInitialData: () => ({ deal }),
      onDragStart: () => onDragged(true),
      onDrop: () => onDragged(false),
    }),
  )

/** Makes an element a place to drop on; `onOver` says whether a card hovers there. */
export const dropOn = (element: HTMLElement, target: Target, onOver: (over: boolean) => void) =>
  withKit(({ dropTargetForElements }) =>
    dropTargetForElements({
      element,
      getData: () => ({ target }),
      onDragEnter: () => onOver(true),
      onDragLeave: () => onOver(false),
      onDrop: () => onOver(false),
    }),
  )

/** Watches the whole board: which card is in the hand, and where it was let go. */
export const watchDrags = (onHold: (deal: Card | null) => void, onDrop: (deal: Card, target: Target) => void) =>
  withKit(({ monitorForElements }) =>
    monitorForElements({
      onDragStart: ({ source }) => onHold(source.data['deal'] as Card),
      onDrop: ({ source, location }) => {
        onHold(null)
        const target = location.current.dropTargets[0]?.data['target'] as Target | undefined
        if (target) onDrop(source.data['deal'] as Card, target)
      },
    }),
  )

/** At once where the library is there; otherwise as soon as it is, unless that was stopped before. */
function withKit(start: (kit: Kit) => () => void): () => void {
  if (kit) return start(kit)
  let stop: (() => void) | undefined
  let stopped = false
  void loading().then(
    (loaded) => {
      kit = loaded
      if (!stopped) stop = start(loaded)
    },
    // The server is out of reach, which the shell says already; the next card that is drawn tries again.
    () => undefined,
  )
  return () => {
    stopped = true
    stop?.()
  }
}
