import { useMe } from '../data.ts'
import { FieldInput, PersonSelect } from '../move/field-input.tsx'
import { fieldNamed } from '../move/fillable.ts'
import { fieldError, gatesOf, isProblem } from '../problem.ts'
import { TextField } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import type { Money, Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'

/** What somebody says of a deal that is to be opened; what is empty is taken over, or left out. */
export type Opening = {
  name: string
  amount: string
  close_date: string
  owner: string
  next_step: string
  fields: Record<string, unknown>
}
export const nothingSaid: Opening = { name: '', amount: '', close_date: '', owner: '', next_step: '', fields: {} }

/** As the wire wants it. */
export function saidOf({ name, amount, close_date, owner, next_step, fields }: Opening, currency: string) {
  const money: Money = { amount, currency }
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return {
    ...(name.trim() ? { name: name.trim() } : {}),
    ...(amount ? { amount: money } : {}),
    ...(close_date ? { close_date } : {}),
    ...(owner ? { owner } : {}),
    ...(next_step.trim() ? { next_step: next_step.trim() } : {}),
    ...(given.length > 0 ? { fields: Object.fromEntries(given) as Record<string, string> } : {}),
  }
}

const plain = ['name', 'amount', 'close_date', 'owner', 'next_step']

type Props = {
  value: Opening
  onChange: (value: Opening) => void
  pipeline: Pipeline | undefined
  /** What the server said to the last try: the gates that it was refused for ask for fields of their own. */
  error: unknown
}

/** Name, amount, close date, owner and next step of a deal that is to be opened, and what its first stage asks for. */
export function OpeningFields({ value, onChange, pipeline, error }: Props) {
  const { workspace } = useMe()
  const set = (part: Partial<Opening>) => onChange({ ...value, ...part })
  const asked = (isProblem(error) ? gatesOf(error) : []).filter(
    ({ satisfied, field }) => !satisfied && field !== null && !plain.includes(field),
  )
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        className="sm:col-span-2"
        error={fieldError(error, '/name')}
        label={i18n.t('Name')}
        maxLength={200}
        onChange={({ target }) => set({ name: target.value })}
        placeholder={i18n.t('as it is carried over')}
        value={value.name}
      />
      <NumberField
        currency={workspace.currency}
        error={fieldError(error, '/amount/amount') ?? fieldError(error, '/amount')}
        label={i18n.t('Amount')}
        onNumber={(amount) => set({ amount })}
        value={value.amount}
      />
      <TextField
        error={fieldError(error, '/close_date')}
        label={i18n.t('Close date')}
        onChange={({ target }) => set({ close_date: target.value })}
        type="date"
        value={value.close_date}
      />
      <PersonSelect
        error={fieldError(error, '/owner')}
        label={i18n.t('Owner')}
        onChange={({ target }) => set({ owner: target.value })}
        value={value.owner}
      />
      <TextField
        error={fieldError(error, '/next_step')}
        label={i18n.t('Next step')}
        maxLength={500}
        onChange={({ target }) => set({ next_step: target.value })}
        value={value.next_step}
      />
      {asked.map(({ field: key, label }) => {
        const field = fieldNamed(pipeline, key)
        return (
          field &&
          key && (
            <FieldInput
              currency={pipeline?.currency ?? workspace.currency}
              error={fieldError(error, `/fields/${key}`)}
              field={field}
              key={key}
              label={label}
              onChange={(given) => set({ fields: { ...value.fields, [key]: given } })}
              value={value.fields[key]}
            />
          )
        )
      })}
    </div>
  )
}
