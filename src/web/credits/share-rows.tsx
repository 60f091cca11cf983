import type { ReactNode } from 'react'
import { useNames } from '../routing/routing-data.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { i18n } from '../words.ts'
import { hundredths, type Share, withOneMore } from './shares.ts'

type Props = {
  legend: string
  /** What it means that nobody is named. */
  none: string
  shares: Share[]
  onShares: (shares: Share[]) => void
  children?: ReactNode
}

/** People with their shares in per cent, a row each; whoever is added gets what is missing. */
export function ShareRows({ legend, none, shares, onShares, children }: Props) {
  const { people, person } = useNames()
  const free = people.filter(({ value }) => !shares.some(({ person_id }) => person_id === value))
  const set = (at: number, part: Partial<Share>) =>
    onShares(shares.map((share, i) => (i === at ? { ...share, ...part } : share)))
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-xs font-medium text-mute">{legend}</legend>
      {shares.length === 0 && <p className="text-mute">{none}</p>}
      {shares.map(({ person_id, share }, at) => (
        <div className="grid grid-cols-[minmax(0,1fr)_7rem_auto] items-start gap-2" key={person_id}>
          <Select
            aria-label={i18n.t('{what}: who', { what: legend })}
            label=""
            onChange={({ target }) => set(at, { person_id: target.value })}
            options={[{ value: person_id, label: person(person_id) }, ...free]}
            value={person_id}
          />
          <TextField
            aria-label={i18n.t('{what}: per cent of {name}', { what: legend, name: person(person_id) })}
            label=""
            max={100}
            min={0.01}
            onChange={({ target }) => set(at, { share: hundredths(target.value) })}
            required
            step={0.01}
            type="number"
            value={share === 0 ? '' : share / 100}
          />
          <Button
            aria-label={i18n.t('Take {name} away', { name: person(person_id) })}
            className="px-2"
            look="quiet"
            onClick={() => onShares(shares.filter((_, i) => i !== at))}
          >
            <Icon className="size-4" name="close" />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          disabled={free.length === 0}
          onClick={() => free[0] && onShares(withOneMore(shares, free[0].value))}
          size="small"
        >
          {i18n.t('Add a person')}
          <span className="sr-only">: {legend}</span>
        </Button>
        {children}
      </div>
    </fieldset>
  )
}
