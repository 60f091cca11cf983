import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { announce } from '../announce.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { phaseNames } from '../names.ts'
import { i18n } from '../words.ts'
import { useDesign } from './design-context.ts'
import { moveStage } from './design-edits.ts'
import { type Part, parts, type StageOutline } from './outline.ts'
import { RemovedStages } from './removed-stages.tsx'
import { stageDrags } from './stage-drag.ts'

type Props = {
  part: Part
  onPick: (part: Part, focus?: boolean) => void
  onAdd: () => void
  onRemove: (key: string) => void
}

const row =
  'flex min-h-9 w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium aria-[current=true]:text-accent'

/** The stages in their order, and the other parts of the definition. */
export function StageList({ part, onPick, onAdd, onRemove }: Props) {
  const { outline, written, change, editable, findings, pipeline } = useDesign()
  const list = useRef<HTMLOListElement>(null)
  const { stages } = outline

  function move(from: number, to: number): void {
    const stage = stages[from]
    if (!editable || !stage || to < 0 || to >= stages.length || from === to) return
    change(moveStage(written, from, to))
    announce(i18n.t('{name} is stage {place} of {count}', { name: stage.name, place: to + 1, count: stages.length }))
    requestAnimationFrame(() => focusOn(to))
  }
  const focusOn = (index: number) => list.current?.querySelectorAll<HTMLElement>('[data-stage]')[index]?.focus()

  function press(event: KeyboardEvent, index: number, { key }: StageOutline): void {
    // Keys with Ctrl or ⌘ are those of the whole page.
    if (event.ctrlKey || event.metaKey) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (event.altKey) return move(index, index + step)
      return focusOn(index + step)
    }
    if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      return onPick(`stage:${key}`, true)
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && editable && stages.length > 1) {
      event.preventDefault()
      onRemove(key)
    }
  }
  const names = partNames()
  return (
    <nav aria-label={i18n.t('Parts of the definition')} className="grid grid-cols-1 content-start gap-4">
      <div>
        <div className="mb-1 flex items-center gap-2">
          <h2 className="grow px-2 text-xs font-medium text-mute">{i18n.t('Stages')}</h2>
          {editable && (
            <Button aria-keyshortcuts="A" onClick={onAdd} size="small">
              <Icon className="size-3.5" name="plus" />
              {i18n.t('Add a stage')} <kbd className="text-mute">A</kbd>
            </Button>
          )}
        </div>
        <ol className="grid grid-cols-1 gap-0.5" ref={list}>
          {stages.map((stage, index) => (
            <StageItem
              faulty={findings.some(({ path }) => path.startsWith(`stages[${index}]`))}
              fresh={!pipeline.stages.some(({ key }) => key === stage.key)}
              index={index}
              key={stage.key || index}
              onDrop={move}
              onPick={() => onPick(`stage:${stage.key}`)}
              onPress={(event) => press(event, index, stage)}
              picked={part === `stage:${stage.key}`}
              stage={stage}
            />
          ))}
        </ol>
        <RemovedStages />
        {editable && (
          <p className="mt-2 px-2 text-xs text-mute max-md:hidden">
            {i18n.t('↑↓ walk · Alt+↑↓ move · Enter edit · Del remove')}
          </p>
        )}
      </div>
      <div>
        <h2 className="mb-1 px-2 text-xs font-medium text-mute">{i18n.t('The rest')}</h2>
        <ul className="grid gap-0.5">
          {parts.map((one) => (
            <li key={one}>
              <button aria-current={part === one} className={row} onClick={() => onPick(one)} type="button">
                {names[one]}
                {findings.some(({ path }) => rootsOf[one].includes(path.split(/[.[]/)[0] ?? '')) && <Fault />}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  )
}

const partNames = () => ({
  pipeline: i18n.t('Name and money'),
  charter: i18n.t('Charter'),
  fields: i18n.t('Fields'),
  ways: i18n.t('Ways between stages'),
  outcomes: i18n.t('Winning and losing'),
})

const rootsOf: Record<(typeof parts)[number], string[]> = {
  pipeline: ['key', 'name', 'revenue_kind', 'amount_measure', 'currency', 'forecast'],
  charter: ['charter'],
  fields: ['fields'],
  ways: ['transitions'],
  outcomes: ['outcomes'],
}

type ItemProps = {
  stage: StageOutline
  index: number
  picked: boolean
  fresh: boolean
  faulty: boolean
  onPick: () => void
  onPress: (event: KeyboardEvent) => void
  onDrop: (from: number, to: number) => void
}

function StageItem({ stage, index, picked, fresh, faulty, onPick, onPress, onDrop }: ItemProps) {
  const { editable } = useDesign()
  const element = useRef<HTMLLIElement>(null)
  const [state, setState] = useState<'idle' | 'held' | 'over'>('idle')
  const drop = useRef(onDrop)
  drop.current = onDrop
  useEffect(() => {
    if (!element.current || !editable) return
    return stageDrags(element.current, index, setState, (from, to) => drop.current(from, to))
  }, [index, editable])
  return (
    <li
      className={`rounded-md ${state === 'held' ? 'opacity-40' : state === 'over' ? 'bg-accent-soft' : ''}`}
      ref={element}
    >
      <button
        aria-current={picked}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        className={row}
        data-stage={stage.key}
        onClick={onPick}
        onKeyDown={onPress}
        type="button"
      >
        <span className="num w-4 shrink-0 text-right text-xs text-mute">{index + 1}</span>
        <span className="min-w-0 grow">
          <span className="block truncate">{stage.name || i18n.t('(no name)')}</span>
          <span className="block text-xs font-normal text-mute">
            {(phaseNames() as Record<string, string>)[stage.phase] ?? stage.phase}
            {stage.entry.length + stage.exit.length > 0 &&
              ` · ${i18n.t('{count, plural, one {# criterion} other {# criteria}}', { count: stage.entry.length + stage.exit.length })}`}
          </span>
        </span>
        {fresh && <span className="rounded bg-won-soft px-1 text-[10px] font-semibold text-won">{i18n.t('NEW')}</span>}
        {faulty && <Fault />}
      </button>
    </li>
  )
}

const Fault = () => (
  <span className="ml-auto text-lost">
    <Icon className="size-4" name="warn" />
    <span className="sr-only">{i18n.t('Something is wrong here')}</span>
  </span>
)
