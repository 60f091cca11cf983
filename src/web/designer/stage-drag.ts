import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'

/** Lets a stage be dragged to the place of another one. */
export const stageDrags = (
  element: HTMLElement,
  index: number,
  onState: (state: 'idle' | 'held' | 'over') => void,
  onDrop: (from: number, to: number) => void,
) =>
  combine(
    draggable({
      element,
      getInitialData: () => ({ stage_at: index }),
      onDragStart: () => onState('held'),
      onDrop: () => onState('idle'),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data['stage_at'] === 'number' && source.data['stage_at'] !== index,
      onDragEnter: () => onState('over'),
      onDragLeave: () => onState('idle'),
      onDrop({ source }) {
        onState('idle')
        onDrop(Number(source.data['stage_at']), index)
      },
    }),
  )
