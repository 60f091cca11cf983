import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../../api.ts'
import { useMe } from '../../data.ts'
import { exactMoment, exactMoney } from '../../format.ts'
import { minus } from '../../money.ts'
import { categoryNames } from '../../names.ts'
import { fieldError, sentenceOf } from '../../problem.ts'
import { queries } from '../../query.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { ErrorState, Loading, Skeleton } from '../../ui/states.tsx'
import { say } from '../../ui/toast.ts'
import { i18n } from '../../words.ts'
import { type CategoryKey, callOf, gridQuery, type Row } from '../grid/grid-data.ts'
import type { Round } from './submissions-data.ts'

type Props = { round: Round; onClose: () => void }

/** Says what one calls: what the deals and those below say stands there already; another amount needs a note. */
export function SubmitDialog({ round, onClose }: Props) {
  const { pipeline, period, due_at } = round
  const { person } = useMe()
  const query = useQuery(gridQuery({ pipeline: pipeline.key, period, rows: 'hierarchy', said_by: 'me' }))
  const row = query.data?.rows.find((one) => one.kind === 'person' && one.person?.id === person.id)
  return (
    <Dialog
      description={
        due_at
          ? i18n.t('Due {moment}; until then it can be submitted again', { moment: exactMoment(due_at) })
          : undefined
      }
      onClose={onClose}
      open
      title={i18n.t('My forecast for {pipeline}, {period}', { pipeline: pipeline.name, period })}
      width="wide"
    >
      {query.isError && <ErrorState error={query.error} />}
      {query.isPending && (
        <Loading label={i18n.t('Loading the grid')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.data && !row && <p className="text-mute">{i18n.t('You have nothing to submit here.')}</p>}
      {query.data && row && <Form currency={query.data.currency} onClose={onClose} round={round} row={row} />}
    </Dialog>
  )
}

const keys: CategoryKey[] = ['commit', 'best_case', 'pipeline']

function Form({ row, currency, round, onClose }: Props & { row: Row; currency: string }) {
  const { person } = useMe()
  const [amounts, setAmounts] = useState<Partial<Record<CategoryKey, string>>>({})
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const last = round.people.find((one) => one.person.id === person.id)
  const before = last?.submission ?? last?.last
  async function submit(event: FormEvent) {
    event.preventDefault()
    setError(null)
    const called = Object.fromEntries(
      keys.flatMap((key) => (amounts[key] ? [[key, { amount: amounts[key], currency }]] : [])),
    )
    try {
      await client.submissions.create({
        pipeline: round.pipeline.key,
        period: round.period,
        called,
        ...(note.trim() === '' ? {} : { note }),
        ...(round.due_at ? { due_at: round.due_at } : {}),
      })
      void queries.invalidateQueries({ queryKey: ['submissions'] })
      void queries.invalidateQueries({ queryKey: ['forecast-grid'] })
      say({ title: i18n.t('Forecast submitted') })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const differs = (from: { amount: string; currency: string } | null | undefined) => {
    const difference = from && from.currency === currency ? minus(row.commit.cumulative, from) : null
    return difference ? signed(difference) : '–'
  }
  return (
    <form className="grid gap-3" onSubmit={(event) => void submit(event)}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-4">
        {[
          { label: i18n.t('Closed'), value: exactMoney(row.closed.amount) },
          { label: i18n.t('Likely, by the model'), value: row.likely ? exactMoney(row.likely) : '–' },
          { label: i18n.t('Commit against the model'), value: differs(row.likely) },
          { label: i18n.t('Commit against the last one'), value: differs(before?.called.commit) },
        ].map(({ label, value }) => (
          <div className="flex flex-col-reverse justify-end" key={label}>
            <dt className="text-xs text-mute">{label}</dt>
            <dd className="num font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-3 sm:grid-cols-3">
        {keys.map((key) => (
          <NumberField
            currency={currency}
            error={fieldError(error, `/called/${key}`)}
            key={key}
            label={i18n.t('{category}, with all that is firmer', { category: categoryNames()[key] })}
            onNumber={(amount) => setAmounts((old) => ({ ...old, [key]: amount }))}
            value={callOf(row, key).cumulative.amount}
          />
        ))}
      </div>
      <TextArea
        error={fieldError(error, '/note')}
        hint={i18n.t('Wanted where you call another amount than the deals and those below you say')}
        label={i18n.t('Note')}
        onChange={({ target }) => setNote(target.value)}
        rows={2}
        value={note}
      />
      {error !== null && (
        <p className="text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <DialogActions>
        <Button look="main" type="submit">
          {i18n.t('Submit')}
        </Button>
      </DialogActions>
    </form>
  )
}

const signed = (money: { amount: string; currency: string }) =>
  money.amount.startsWith('-') ? exactMoney(money) : `+${exactMoney(money)}`
