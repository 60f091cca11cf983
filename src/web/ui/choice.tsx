type Props = {
  /** One for all choices of a group. */
  name: string
  label: string
  detail: string
  checked: boolean
  onChoose: () => void
  autoFocus?: boolean
}

/** One of several ways, with a word on what it means: a radio button as large as its frame. */
export function Choice({ name, label, detail, checked, onChoose, autoFocus = false }: Props) {
  return (
    <label className="grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] content-start gap-x-2.5 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft">
      <input
        autoFocus={autoFocus}
        checked={checked}
        className="row-span-2 mt-1 size-4 accent-(--accent)"
        name={name}
        onChange={onChoose}
        type="radio"
      />
      <span className="font-medium">{label}</span>
      <span className="text-xs text-mute">{detail}</span>
    </label>
  )
}
