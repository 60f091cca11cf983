import { type ReactNode, useState } from 'react'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { usePart } from './design-context.ts'
import type { Path } from './file-places.ts'

type Around = { label: ReactNode; path: Path; hint?: ReactNode; className?: string }
type TextProps = Around & {
  value: string
  rows?: number
  mono?: boolean
  required?: boolean
  focusMark?: string
  /** Where a change is more than the value itself. */
  onText?: (text: string) => void
}

/** A text of the file. What is typed stays as typed; the file has it without spaces at its ends. */
export function TextPart({
  label,
  path,
  hint,
  className,
  value,
  rows,
  mono = false,
  required,
  focusMark,
  onText,
}: TextProps) {
  const { set, error, disabled } = usePart(path)
  const [typed, type] = useState<string | null>(null)
  const shown = typed !== null && clean(typed) === value ? typed : value
  const props = {
    label,
    hint,
    error,
    disabled,
    required,
    value: shown,
    autoComplete: 'off',
    // As tall as its text where the browser can; `rows` is what the others begin with.
    className: `${className ?? ''} [&_textarea]:field-sizing-content ${mono ? '[&_input]:font-mono [&_input]:text-xs [&_textarea]:font-mono [&_textarea]:text-xs' : ''}`,
    ...(focusMark ? { 'data-focus': focusMark } : {}),
    ...(mono ? { spellCheck: false } : {}),
  }
  const take = (text: string) => {
    type(text)
    if (clean(text) !== value) (onText ?? set)(clean(text))
  }
  if (rows) return <TextArea {...props} onChange={(event) => take(event.target.value)} rows={rows} />
  return <TextField {...props} onChange={(event) => take(event.target.value)} />
}

const clean = (text: string) => text.trim()

type NumberProps = Around & { value: number | null; whole?: boolean }

/** A number of the file; nothing is written while it is none. */
export function NumberPart({ label, path, hint, className, value, whole = false }: NumberProps) {
  const { set, error, disabled } = usePart(path)
  const [typed, type] = useState<string | null>(null)
  const shown = typed !== null && numberOf(typed) === value ? typed : value === null ? '' : String(value)
  return (
    <TextField
      className={className ?? ''}
      disabled={disabled}
      error={error}
      hint={hint}
      inputMode={whole ? 'numeric' : 'decimal'}
      label={label}
      min={0}
      onChange={({ target }) => {
        type(target.value)
        set(numberOf(target.value) ?? undefined)
      }}
      step={whole ? 1 : 'any'}
      type="number"
      value={shown}
    />
  )
}

const numberOf = (text: string): number | null =>
  text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)

type ChoiceProps = Around & {
  value: string
  options: Record<string, string>
  empty?: string
  onPick?: (value: string) => void
}

/** One of several words; what the file has and nobody knows is offered as it is, so that nothing is lost. */
export function ChoicePart({ label, path, hint, className, value, options, empty, onPick }: ChoiceProps) {
  const { set, error, disabled } = usePart(path)
  const known = Object.entries(options).map(([key, name]) => ({ value: key, label: name }))
  const unknown = value !== '' && !(value in options) ? [{ value, label: value }] : []
  return (
    <Select
      className={className ?? ''}
      disabled={disabled}
      error={error}
      hint={hint}
      label={label}
      onChange={({ target }) => (onPick ?? set)(target.value)}
      options={[...known, ...unknown]}
      value={value}
      {...(empty === undefined ? {} : { empty })}
    />
  )
}
