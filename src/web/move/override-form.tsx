import { useMe } from '../data.ts'
import { TextArea, TextField } from '../ui/field.tsx'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'

export type Override = { criteria: string[]; reason: string; expires_on: string }

export const isWhole = (override: Override | null): boolean =>
  override !== null && override.criteria.length > 0 && override.reason.trim() !== '' && override.expires_on !== ''

const usualDays = 14

/** An override of everything that is missing, to be narrowed down. */
export const overrideOf = (missing: readonly Gate[], today: string): Override => ({
  criteria: missing.map(({ key }) => key),
  reason: '',
  expires_on: new Date(Date.parse(today) + usualDays * 86_400_000).toISOString().slice(0, 10),
})

type Props = { missing: Gate[]; override: Override; onChange: (override: Override) => void }

/** Passing the gate all the same, by a right: what of it, why, and until when. */
export function OverrideForm({ missing, override, onChange }: Props) {
  const { today } = useMe().workspace
  const { criteria, reason, expires_on } = override
  const toggle = (key: string) =>
    onChange({
      ...override,
      criteria: criteria.includes(key) ? criteria.filter((one) => one !== key) : [...criteria, key],
    })
  return (
    <fieldset className="mt-3 grid gap-2 rounded-md border border-risk/60 bg-risk-soft/40 p-3" data-override>
      <legend className="px-1 text-xs font-medium text-risk">{i18n.t('Pass by an override')}</legend>
      <div className="grid gap-1">
        {missing.map(({ key, label }) => (
          <label className="flex min-h-6 items-center gap-2" key={key}>
            <input
              checked={criteria.includes(key)}
              className="size-4 accent-(--accent)"
              onChange={() => toggle(key)}
              type="checkbox"
            />
            {label}
          </label>
        ))}
      </div>
      <div className="grid gap-2 sm:grid-cols-[1fr_10rem]">
        <TextArea
          label={i18n.t('Reason for the override')}
          onChange={(event) => onChange({ ...override, reason: event.target.value })}
          required
          rows={2}
          value={reason}
        />
        <TextField
          hint={i18n.t('From the next day on it is owed.')}
          label={i18n.t('Holds until')}
          min={today}
          onChange={(event) => onChange({ ...override, expires_on: event.target.value })}
          required
          type="date"
          value={expires_on}
        />
      </div>
      <p className="text-xs text-mute">{i18n.t('It stays on the record, and is listed under Exceptions.')}</p>
    </fieldset>
  )
}
