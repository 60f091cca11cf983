import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export type Choice = { value: string; label: ReactNode; hint?: string }

const popup =
  'max-h-(--available-height) min-w-44 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-(--float) outline-none'
const row =
  'flex min-h-8 w-full items-center gap-2 rounded-md px-2.5 py-1 text-left outline-none select-none data-highlighted:bg-sunken data-disabled:text-mute'

/** A small drop-down that picks one of several, such as the period or the currency. */
export function PickMenu({ label, value, shown, choices, onPick, terse = false }: PickProps) {
  return (
    <Base.Root>
      <Base.Trigger className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 whitespace-nowrap hover:bg-sunken data-popup-open:bg-sunken">
        <span className={`text-mute ${terse ? 'max-md:sr-only' : ''}`}>{label}</span>
        <span className="num font-medium">{shown}</span>
        <Icon className="size-3.5 text-mute" name="chevron" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" className="z-10 outline-none" sideOffset={4}>
          <Base.Popup className={popup}>
            <Base.RadioGroup onValueChange={onPick} value={value}>
              {choices.map((choice) => (
                <Base.RadioItem className={row} closeOnClick key={choice.value} value={choice.value}>
                  <span className="w-4">
                    <Base.RadioItemIndicator>
                      <Icon name="check" />
                    </Base.RadioItemIndicator>
                  </span>
                  <span className="num grow">{choice.label}</span>
                  {choice.hint && <span className="text-xs text-mute">{choice.hint}</span>}
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type PickProps = {
  label: ReactNode
  value: string
  shown: ReactNode
  choices: Choice[]
  onPick: (value: string) => void
  /** On a phone what is picked says enough. */
  terse?: boolean
}

export type Action = { label: ReactNode; hint?: string; disabled?: boolean; run: () => void }

/** A button that opens a list of actions. */
export function ActionMenu({ label, children, actions }: { label: string; children: ReactNode; actions: Action[] }) {
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={label}
        className="inline-grid min-h-8 min-w-8 place-items-center rounded-md px-1.5 text-mute hover:bg-sunken hover:text-ink data-popup-open:bg-sunken"
      >
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" className="z-10 outline-none" sideOffset={4}>
          <Base.Popup className={popup}>
            {actions.map((action, index) => (
              <Base.Item className={row} disabled={action.disabled ?? false} key={index} onClick={action.run}>
                <span className="grow">{action.label}</span>
                {action.hint && <kbd className="text-xs text-mute">{action.hint}</kbd>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
