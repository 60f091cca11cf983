import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import type { Seen } from './use-edit.tsx'

type Props = {
  label: string
  shown: string
  value: unknown
  /** Of the deal, as it is shown. */
  version: number
  editable: boolean
  note: string | undefined
  /** What else is to be known while it is not edited. */
  hint?: string | undefined
  input: (value: unknown, onChange: (value: unknown) => void) => ReactNode
  /** Saves what was entered upon what was seen when the editor opened; answers whether the editor may close. */
  onSave: (value: unknown, seen: Seen) => Promise<boolean>
}

/** One fact: a press opens its editor, Enter saves, Esc leaves it as it was. */
export function FactRow({ label, shown, value, version, editable, note, hint, input, onSave }: Props) {
  const [draft, setDraft] = useState<{ value: unknown; seen: Seen } | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  function close(): void {
    setDraft(null)
    setTimeout(() => opener.current?.focus())
  }
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!draft) return
    close()
    const unchanged = JSON.stringify(draft.value) === JSON.stringify(draft.seen.value)
    if (!unchanged && !(await onSave(draft.value, draft.seen))) setDraft(draft)
  }
  function press(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }
  return (
    <div className="grid min-h-8 grid-cols-[7.5rem_1fr] items-center gap-x-2 gap-y-1 py-0.5">
      <dt className="leading-tight text-mute">{label}</dt>
      <dd className={`min-w-0 ${draft ? 'col-span-2 pb-1.5' : ''}`}>
        {draft ? (
          <form className="flex items-center gap-1.5" onKeyDown={press} onSubmit={save} ref={focusFirst}>
            <div className="min-w-0 grow">{input(draft.value, (next) => setDraft({ ...draft, value: next }))}</div>
            <Button aria-label={i18n.t('Save {fact}', { fact: label })} className="px-2" type="submit">
              <Icon name="check" />
            </Button>
            <Button
              aria-label={i18n.t('Leave {fact} as it was', { fact: label })}
              className="px-2"
              look="quiet"
              onClick={close}
              type="button"
            >
              <Icon name="close" />
            </Button>
          </form>
        ) : editable ? (
          <button
            aria-label={i18n.t('Edit {fact}: {value}', { fact: label, value: shown })}
            className="group relative -mx-1.5 flex min-h-7 w-full items-center rounded-md px-1.5 py-0.5 text-left leading-tight hover:bg-sunken"
            data-edit
            onClick={() => setDraft({ value, seen: { version, value, text: shown } })}
            ref={opener}
            type="button"
          >
            <span className="num min-w-0 break-words">{shown}</span>
            <Icon
              className="absolute right-1 size-3.5 text-mute opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
              name="edit"
            />
          </button>
        ) : (
          <span className="num">
            {shown} {note && <span className="text-xs text-mute">{note}</span>}
          </span>
        )}
        {hint && !draft && <p className="text-xs text-mute">{hint}</p>}
      </dd>
    </div>
  )
}

/** The input takes the keyboard once, when the editor opens. */
function focusFirst(box: HTMLFormElement | null): void {
  if (!box || box.contains(document.activeElement)) return
  box.querySelector<HTMLElement>('input, select, textarea')?.focus()
}
