import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../../api.ts'
import { exactMoment, exactMoney } from '../../format.ts'
import { fieldError, sentenceOf } from '../../problem.ts'
import { queries } from '../../query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { say } from '../../ui/toast.ts'
import { i18n } from '../../words.ts'
import { categoryNames } from '../../names.ts'
import { type CategoryKey, callOf, type Grid, type Row } from './grid-data.ts'

type Props = { row: Row; category: CategoryKey; grid: Grid; onClose: () => void }

/** Says what somebody's forecast comes to: an amount with a reason; what they and their deals say stays beside it. */
export function AdjustDialog({ row, category, grid, onClose }: Props) {
  const call = callOf(row, category)
  const { currency } = grid
  const [amount, setAmount] = useState(call.cumulative.amount)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const asked = { pipeline: grid.pipeline?.key, period: grid.period, person_id: row.person?.id }
  const entries = useQuery({
    queryKey: ['forecast-grid', 'adjustments', asked],
    queryFn: () => client.adjustments.list(asked),
  })
  const own = entries.data?.data.filter((one) => one.category === category) ?? []
  async function save(to: { amount: string; currency: string } | null, why: string) {
    setError(null)
    try {
      await client.adjustments.create({
        pipeline: grid.pipeline?.key ?? '',
        period: grid.period,
        person_id: row.person?.id ?? '',
        category,
        amount: to,
        reason: why,
      })
      void queries.invalidateQueries({ queryKey: ['forecast-grid'] })
      say({ title: i18n.t('{name}: {category} adjusted', { name: row.name, category: categoryNames()[category] }) })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({ amount, currency }, reason)
  }
  return (
    <Dialog
      description={i18n.t('With all that is firmer and what is closed; the deals say {amount}', {
        amount: exactMoney(call.original),
      })}
      onClose={onClose}
      open
      title={i18n.t('{category} of {name}', { category: categoryNames()[category], name: row.name })}
    >
      <form className="grid gap-3" onSubmit={submit}>
        <NumberField
          currency={currency}
          error={fieldError(error, '/amount')}
          label={i18n.t('What it comes to')}
          onNumber={setAmount}
          required
          value={amount}
        />
        <TextArea
          error={fieldError(error, '/reason')}
          label={i18n.t('Why')}
          onChange={({ target }) => setReason(target.value)}
          required
          rows={2}
          value={reason}
        />
        {error !== null && (
          <p className="text-lost" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        {own.length > 0 && (
          <ul className="grid gap-1 border-t border-line pt-2 text-xs text-mute">
            {own.map(({ id, amount, by, reason, created_at }) => (
              <li key={id}>
                <span className="font-medium text-ink">{amount ? exactMoney(amount) : i18n.t('taken back')}</span>{' '}
                {i18n.t('{by}, {moment}: {reason}', { by: by.name, moment: exactMoment(created_at), reason })}
              </li>
            ))}
          </ul>
        )}
        <DialogActions>
          {call.adjusted && (
            <Button disabled={reason.trim() === ''} onClick={() => void save(null, reason)}>
              {i18n.t('Take back what I said')}
            </Button>
          )}
          <Button look="main" type="submit">
            {i18n.t('Adjust')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
