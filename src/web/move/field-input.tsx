import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { Select, TextField } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import type { Field } from '../wire.ts'
import { i18n } from '../words.ts'

type Props = {
  field: Field
  label?: string
  /** The name for readers where the label stands elsewhere. */
  name?: string
  value: unknown
  currency: string
  error?: string | undefined
  onChange: (value: unknown) => void
}

/** An input that fits the type of a field and answers a value as the wire wants it; empty is `null`. */
export function FieldInput({ field, label = field.label, name, value, currency, error, onChange }: Props) {
  const text = (change: (entered: string) => unknown) => ({
    label,
    error,
    ...(name ? { 'aria-label': name } : {}),
    value: shown(value),
    onChange: (event: { target: { value: string } }) =>
      onChange(event.target.value === '' ? null : change(event.target.value)),
  })
  if (field.type === 'choice')
    return (
      <Select
        {...text((entered) => entered)}
        empty="–"
        options={field.options.map((option) => ({ value: option.key, label: option.label }))}
      />
    )
  if (field.type === 'boolean')
    return (
      <Select
        {...text((entered) => entered === 'true')}
        empty="–"
        options={[
          { value: 'true', label: i18n.t('Yes') },
          { value: 'false', label: i18n.t('No') },
        ]}
      />
    )
  if (field.type === 'person') return <PersonSelect {...text((entered) => entered)} />
  if (field.type === 'date') return <TextField {...text((entered) => entered)} type="date" />
  if (field.type === 'link')
    return <TextField {...text((entered) => entered)} inputMode="url" placeholder="https://" type="url" />
  const number = (change: (entered: string) => unknown) => ({
    label,
    error,
    ...(name ? { 'aria-label': name } : {}),
    value: shown(value),
    onNumber: (entered: string) => onChange(entered === '' ? null : change(entered)),
  })
  if (field.type === 'number') return <NumberField {...number((entered) => numberOr(entered))} />
  if (field.type === 'money') return <NumberField {...number((amount) => ({ amount, currency }))} currency={currency} />
  return <TextField {...text((entered) => entered)} />
}

type PersonProps = {
  label: string
  value: string
  error?: string | undefined
  'aria-label'?: string
  onChange: (event: { target: { value: string } }) => void
}

/** Chooses a person of the workspace. */
export function PersonSelect(props: PersonProps) {
  const { data } = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 300_000 })
  const options = (data?.data ?? []).map((person) => ({ value: person.id, label: person.name }))
  return <Select empty="–" {...props} options={options} />
}

/** What is no number stays text, which the server refuses by name. */
const numberOr = (entered: string): number | string => (Number.isFinite(Number(entered)) ? Number(entered) : entered)

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object' && 'amount' in value) return String(value.amount)
  return String(value)
}
