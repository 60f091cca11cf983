import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Target } from '../move/target.ts'
import type { Card } from '../wire.ts'

/** Lets a card be dragged; `onDragged` says whether it is in the hand. */
export const dragOf = (element: HTMLElement, deal: Card, onDragged: (dragged: boolean) => void) =>
  draggable({
    element,
    getInitialData: () => ({ deal }),
    onDragStart: () => onDragged(true),
    onDrop: () => onDragged(false),
  })

/** Makes an element a place to drop on; `onOver` says whether a card hovers there. */
export const dropOn = (element: HTMLElement, target: Target, onOver: (over: boolean) => void) =>
  dropTargetForElements({
    element,
    getData: () => ({ target }),
    onDragEnter: () => onOver(true),
    onDragLeave: () => onOver(false),
    onDrop: () => onOver(false),
  })

/** Watches the whole board: which card is in the hand, and where it was let go. */
export const watchDrags = (onHold: (deal: Card | null) => void, onDrop: (deal: Card, target: Target) => void) =>
  combine(
    monitorForElements({
      onDragStart: ({ source }) => onHold(source.data['deal'] as Card),
      onDrop: ({ source, location }) => {
        onHold(null)
        const target = location.current.dropTargets[0]?.data['target'] as Target | undefined
        if (target) onDrop(source.data['deal'] as Card, target)
      },
    }),
  )
