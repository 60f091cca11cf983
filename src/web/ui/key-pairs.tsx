import { Button } from './button.tsx'
import { Select } from './field.tsx'
import { Icon } from './icon.tsx'
import { i18n } from '../words.ts'

type Option = { value: string; label: string }
type Props = {
  legend: string
  /** What the button says that adds a pair. */
  add: string
  from: readonly Option[]
  to: readonly Option[]
  map: Record<string, string>
  onMap: (map: Record<string, string>) => void
  wrong: (key: string) => string | undefined
}

/** From key to key, a row a pair: fields or stages of one pipeline and what they become in another. */
export function KeyPairs({ legend, add, from, to, map, onMap, wrong }: Props) {
  const pairs = Object.entries(map)
  const free = from.filter(({ value }) => !(value in map))
  const replaced = (key: string, next: [string, string] | null) =>
    onMap(Object.fromEntries(pairs.flatMap((pair) => (pair[0] === key ? (next ? [next] : []) : [pair]))))
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-xs font-medium text-mute">{legend}</legend>
      {pairs.map(([key, target]) => (
        <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto] items-start gap-2" key={key}>
          <Select
            aria-label={i18n.t('{what}: from', { what: legend })}
            error={wrong(key)}
            label=""
            onChange={({ target: { value } }) => replaced(key, [value, target])}
            options={[labelled(from, key), ...free]}
            value={key}
          />
          <Icon className="mt-2 size-4 text-mute" name="right" />
          <Select
            aria-label={i18n.t('{what}: {from} becomes', { what: legend, from: labelled(from, key).label })}
            label=""
            onChange={({ target: { value } }) => replaced(key, [key, value])}
            options={to.some(({ value }) => value === target) ? to : [labelled(to, target), ...to]}
            value={target}
          />
          <Button
            aria-label={i18n.t('Take {from} away', { from: labelled(from, key).label })}
            className="px-2"
            look="quiet"
            onClick={() => replaced(key, null)}
          >
            <Icon className="size-4" name="close" />
          </Button>
        </div>
      ))}
      <Button
        className="justify-self-start"
        disabled={free.length === 0 || to.length === 0}
        onClick={() => {
          const [next] = free
          if (next)
            onMap({ ...map, [next.value]: (to.find(({ value }) => value === next.value) ?? to[0])?.value ?? '' })
        }}
        size="small"
      >
        {add}
      </Button>
    </fieldset>
  )
}

const labelled = (options: readonly Option[], value: string): Option =>
  options.find((one) => one.value === value) ?? { value, label: value }
