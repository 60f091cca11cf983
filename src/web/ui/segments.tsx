import { Button } from './button.tsx'

type Props<Value extends string> = {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChoose: (value: Value) => void
}

/** A few ways to see the same, side by side, of which one holds. */
export function Segments<Value extends string>({ label, value, options, onChoose }: Props<Value>) {
  return (
    <div aria-label={label} className="no-print flex flex-wrap gap-1" role="group">
      {options.map((option) => (
        <Button
          aria-pressed={option.value === value}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          key={option.value}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </Button>
      ))}
    </div>
  )
}
