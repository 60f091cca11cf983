import type { ReactNode } from 'react'

type Props = { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }

/** A box to tick with its words beside it, as tall as a thumb needs. */
export const Checkbox = ({ label, checked, onChange, disabled = false }: Props) => (
  <label className="flex min-h-6 items-center gap-2">
    <input
      checked={checked}
      className="size-4 shrink-0 accent-(--accent)"
      disabled={disabled}
      onChange={({ target }) => onChange(target.checked)}
      type="checkbox"
    />
    {label}
  </label>
)
