import { Field as Base } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'

const box =
  'h-8 w-full rounded-md border border-edge/60 bg-panel px-2.5 text-ink placeholder:text-mute aria-invalid:border-lost'

type Around = { label: ReactNode; hint?: ReactNode; error?: string | undefined; className?: string }

/** A labelled input; the error names what would do and is read out with the field. */
export function TextField({ label, hint, error, className, ...rest }: Around & ComponentProps<'input'>) {
  return (
    <Around {...{ label, hint, error, className }}>
      <Base.Control {...(rest as ComponentProps<typeof Base.Control>)} className={box} />
    </Around>
  )
}

export function TextArea({ label, hint, error, className, ...rest }: Around & ComponentProps<'textarea'>) {
  return (
    <Around {...{ label, hint, error, className }}>
      <Base.Control
        {...(rest as ComponentProps<typeof Base.Control>)}
        className={`${box} h-auto min-h-16 py-1.5`}
        render={<textarea rows={rest.rows ?? 3} />}
      />
    </Around>
  )
}

type Option = { value: string; label: string }
type Group = { label: string; options: Option[] }
type SelectProps = Around & ComponentProps<'select'> & { options: readonly (Option | Group)[]; empty?: string }

/** The browser's own select: right on a phone, right for a screen reader. */
export function Select({ label, hint, error, className, options, empty, ...rest }: SelectProps) {
  return (
    <Around {...{ label, hint, error, className }}>
      <Base.Control
        {...(rest as ComponentProps<typeof Base.Control>)}
        className={box}
        render={
          <select>
            {empty !== undefined && <option value="">{empty}</option>}
            {options.map(drawn)}
          </select>
        }
      />
    </Around>
  )
}

function drawn(option: Option | Group): ReactNode {
  if ('value' in option)
    return (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    )
  if (option.options.length === 0) return null
  return (
    <optgroup key={option.label} label={option.label}>
      {option.options.map(drawn)}
    </optgroup>
  )
}

function Around({ label, hint, error, className, children }: Omit<Around, 'className'> & AroundRest) {
  return (
    <Base.Root className={`grid content-start gap-1 ${className ?? ''}`} invalid={Boolean(error)}>
      {label && <Base.Label className="text-xs font-medium text-mute">{label}</Base.Label>}
      {children}
      {hint && !error && <Base.Description className="text-xs text-mute">{hint}</Base.Description>}
      {error && (
        <Base.Error className="text-xs text-lost" match>
          {error}
        </Base.Error>
      )}
    </Base.Root>
  )
}

type AroundRest = { className?: string | undefined; children: ReactNode }
