import { Toast } from '@base-ui/react/toast'
import { useEffect } from 'react'
import { i18n } from '../words.ts'
import { Icon } from './icon.tsx'
import { drawToasts, type Said } from './toast.ts'

const manager = Toast.createToastManager()

/** Draws what `say` says, in the corner; F6 takes the keyboard there. */
export function ToastPile() {
  useEffect(() => drawToasts(show), [])
  return (
    <Toast.Provider limit={3} toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-3 bottom-16 z-20 grid w-[min(24rem,calc(100vw-1.5rem))] gap-2 md:bottom-11">
          <Pile />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Pile() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      className="rounded-lg border border-line bg-raised shadow-(--float) transition duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0 data-[type=bad]:border-lost"
      data-toast
      key={toast.id}
      toast={toast}
    >
      <Toast.Content className="flex items-start gap-3 px-3.5 py-2.5">
        {toast.type === 'bad' && <Icon className="mt-0.5 size-4 shrink-0 text-lost" name="warn" />}
        <div className="min-w-0 grow">
          <Toast.Title className="font-medium" render={<p />} />
          <Toast.Description className="mt-0.5 text-mute" />
        </div>
        <Toast.Action className="h-7 rounded-md px-2 font-medium text-accent hover:bg-accent-soft" />
        <Toast.Close
          aria-label={i18n.t('Dismiss')}
          className="-mr-1 grid size-7 place-items-center rounded-md text-mute hover:bg-sunken"
        >
          <Icon className="size-3.5" name="close" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

const shown = new Map<string, string>()

function show({ title, detail, tone = 'plain', undo, about }: Said): void {
  const earlier = about && shown.get(about)
  if (earlier) manager.close(earlier)
  const id: string = manager.add({
    title,
    ...(detail ? { description: detail } : {}),
    type: tone,
    timeout: tone === 'bad' ? 12_000 : undo ? 10_000 : 4000,
    priority: tone === 'bad' ? 'high' : 'low',
    ...(undo ? { actionProps: { children: i18n.t('Undo'), onClick: () => (manager.close(id), undo()) } } : {}),
  })
  if (about) shown.set(about, id)
}
