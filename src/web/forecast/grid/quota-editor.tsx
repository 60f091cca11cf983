import { useState } from 'react'
import { client } from '../../api.ts'
import { sentenceOf } from '../../problem.ts'
import { queries } from '../../query.ts'
import { typedNumber } from '../../typed-number.ts'
import { say } from '../../ui/toast.ts'
import { i18n } from '../../words.ts'
import { type Grid, nameOf, type Row } from './grid-data.ts'

type Props = { row: Row; grid: Grid; onClose: () => void }

/** A quota typed into its cell: Enter sets it, Esc leaves it; an empty cell takes it back. */
export function QuotaEditor({ row, grid, onClose }: Props) {
  const [text, setText] = useState(row.quota?.amount ?? '')
  const [saving, setSaving] = useState(false)
  const number = text.trim() === '' ? null : typedNumber(text)
  const wrong = text.trim() !== '' && (number === null || number.startsWith('-'))
  async function save() {
    if (wrong || saving) return
    setSaving(true)
    try {
      const pipeline = row.pipeline?.key ?? grid.pipeline?.key
      const amount = number === null ? null : { amount: number, currency: grid.currency }
      await client.quotas.create({
        ...(pipeline ? { pipeline } : {}),
        ...(row.person ? { person_id: row.person.id } : {}),
        ...(row.team ? { team_id: row.team.id } : {}),
        period: grid.period,
        amount,
      })
      await queries.invalidateQueries({ queryKey: ['forecast-grid'] })
      onClose()
    } catch (error) {
      setSaving(false)
      say({ title: i18n.t('The quota was not set'), detail: sentenceOf(error), tone: 'bad' })
    }
  }
  return (
    <input
      aria-invalid={wrong}
      aria-label={i18n.t('Quota of {name}', { name: nameOf(row) })}
      autoFocus
      className="num h-7 w-28 rounded-md border border-accent bg-panel px-2 text-right aria-invalid:border-lost"
      inputMode="decimal"
      onBlur={() => !saving && onClose()}
      onChange={({ target }) => setText(target.value)}
      onFocus={({ target }) => target.select()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') void save()
        if (event.key === 'Escape') onClose()
      }}
      value={text}
    />
  )
}
