import { Select } from '../ui/field.tsx'
import { i18n } from '../words.ts'

const offered = [3, 6, 12, 24]

/** How far back a rehearsal looks. */
export function MonthsPicker({ months, onPick }: { months: number; onPick: (months: number) => void }) {
  return (
    <Select
      label={i18n.t('How far back')}
      onChange={({ target }) => onPick(Number(target.value))}
      options={offered.map((count) => ({
        value: String(count),
        label: i18n.t('{count, plural, one {# month} other {# months}}', { count }),
      }))}
      value={String(months)}
    />
  )
}
