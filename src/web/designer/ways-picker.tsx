import { i18n } from '../words.ts'
import { usePart } from './design-context.ts'
import type { Path } from './file-places.ts'

type Props = {
  label: string
  path: Path
  /** Null where nothing is said. */
  chosen: string[] | null
  options: { key: string; name: string }[]
  usual: string
}

/** Some of the stages, or what is usual where nothing is said. */
export function WaysPicker({ label, path, chosen, options, usual }: Props) {
  const { set, error, disabled } = usePart(path)
  const inOrder = (keys: string[]) => options.map(({ key }) => key).filter((key) => keys.includes(key))
  const toggle = (key: string) => {
    const now = chosen ?? []
    const next = inOrder(now.includes(key) ? now.filter((one) => one !== key) : [...now, key])
    set(next.length > 0 ? next : undefined)
  }
  return (
    <fieldset className="grid gap-1" disabled={disabled}>
      <legend className="mb-1 text-xs font-medium text-mute">{label}</legend>
      <label className="flex min-h-6 items-center gap-2">
        <input
          checked={chosen === null}
          className="size-4 accent-accent"
          onChange={() => set(chosen === null ? options.map(({ key }) => key) : undefined)}
          type="checkbox"
        />
        {usual}
      </label>
      {chosen !== null && (
        <div className="grid gap-1 pl-6 sm:grid-cols-2">
          {options.map(({ key, name }) => (
            <label className="flex min-h-6 items-center gap-2" key={key}>
              <input
                checked={chosen.includes(key)}
                className="size-4 accent-accent"
                onChange={() => toggle(key)}
                type="checkbox"
              />
              {name}
            </label>
          ))}
        </div>
      )}
      {error && (
        <p className="text-xs text-lost" role="alert">
          {error}
        </p>
      )}
      <span className="sr-only">{i18n.t('Winning and losing stay open.')}</span>
    </fieldset>
  )
}
