import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { i18n } from '../words.ts'
import { Icon } from './icon.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  width?: 'narrow' | 'usual' | 'wide'
  /** What takes the keyboard when it opens. */
  focus?: RefObject<HTMLElement | null> | (() => HTMLElement | null)
  /** What takes it when it closes, where that is not what had it before. */
  after?: () => HTMLElement | null
  children: ReactNode
}

const widths = { narrow: 'max-w-sm', usual: 'max-w-lg', wide: 'max-w-2xl' }

/** A modal window; on a phone it is a sheet at the bottom. Esc and a press outside close it. */
export function Dialog({ open, onClose, title, description, width = 'usual', focus, after, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 bg-black/40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 flex items-end justify-center overflow-y-auto md:items-start md:px-4 md:pt-[10vh]">
          <Base.Popup
            {...(focus ? { initialFocus: focus } : {})}
            {...(after ? { finalFocus: () => after() ?? true } : {})}
            className={`w-full ${widths[width]} rounded-t-xl border border-line bg-raised shadow-(--float) transition duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 md:mb-8 md:rounded-xl`}
          >
            <header className="flex items-start gap-3 px-5 pt-4">
              <div className="min-w-0 grow">
                <Base.Title className="text-base font-semibold">{title}</Base.Title>
                {description && <Base.Description className="mt-0.5 text-mute">{description}</Base.Description>}
              </div>
              <Base.Close
                aria-label={i18n.t('Close')}
                className="-mr-2 grid size-8 place-items-center rounded-md text-mute hover:bg-sunken hover:text-ink"
              >
                <Icon name="close" />
              </Base.Close>
            </header>
            <div className="px-5 pt-3 pb-5">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** The buttons at the foot of a dialog, the main one first in reading order on the right. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{children}</div>
}
