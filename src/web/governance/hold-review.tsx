import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import type { Pipeline } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshGovernance } from './governance-data.ts'

const nothing = { notes: '', decisions: '', next_on: '' }

/** What was said, decided, and when to look again; kept for good once it is noted. */
export function HoldReview({ pipeline: { key, charter } }: { pipeline: Pipeline }) {
  const [entered, enter] = useState(nothing)
  const hold = useMutation({
    mutationFn: () =>
      client.pipeline_reviews.create({
        pipeline: key,
        notes: entered.notes,
        decisions: entered.decisions.split('\n').filter((line) => line.trim() !== ''),
        ...(entered.next_on === '' ? {} : { next_on: entered.next_on }),
      }),
    onSuccess: async () => {
      enter(nothing)
      say({ title: i18n.t('The review is noted') })
      await refreshGovernance()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    hold.mutate()
  }
  const set = (part: Partial<typeof nothing>) => enter({ ...entered, ...part })
  const rhythm = charter.review_every_days
  return (
    <form className="panel grid gap-3 p-4" onSubmit={submit}>
      <h2 className="text-[15px] font-semibold">{i18n.t('Hold the review')}</h2>
      <TextArea
        error={fieldError(hold.error, '/notes')}
        label={i18n.t('What was said')}
        onChange={(event) => set({ notes: event.target.value })}
        required
        rows={4}
        value={entered.notes}
      />
      <TextArea
        error={fieldError(hold.error, '/decisions')}
        hint={i18n.t('One on each line.')}
        label={i18n.t('What was decided')}
        onChange={(event) => set({ decisions: event.target.value })}
        value={entered.decisions}
      />
      <TextField
        error={fieldError(hold.error, '/next_on')}
        hint={
          rhythm === undefined
            ? undefined
            : i18n.t('Leave it empty to look again after {n, plural, one {# day} other {# days}}.', { n: rhythm })
        }
        label={i18n.t('Next review')}
        onChange={(event) => set({ next_on: event.target.value })}
        type="date"
        value={entered.next_on}
      />
      {hold.error && !fieldError(hold.error, '/notes') && !fieldError(hold.error, '/next_on') && (
        <p className="text-lost" role="alert">
          {sentenceOf(hold.error)}
        </p>
      )}
      <Button className="justify-self-start" disabled={hold.isPending} look="main" type="submit">
        {i18n.t('Note the review')}
      </Button>
    </form>
  )
}
