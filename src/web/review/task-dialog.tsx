import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { PersonSelect } from '../move/field-input.tsx'
import { fieldError, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { showMark, type Talked } from './review-data.ts'

type Props = { talked: Talked; review_id: string; onClose: () => void }

/** A decision that somebody is to carry out: a task of the deal, the owner's unless somebody else is chosen. */
export function TaskDialog({ talked: { deal, to }, review_id, onClose }: Props) {
  const { workspace, person } = useMe()
  const [owner, setOwner] = useState(to?.owner?.id ?? person.id)
  const [error, setError] = useState<unknown>(null)
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setError(null)
    const entered = new FormData(event.currentTarget)
    try {
      const mark = await client.deal_review_tasks.create({
        deal_review_id: review_id,
        deal_id: deal.id,
        subject: String(entered.get('subject')),
        due_on: String(entered.get('due_on')),
        ...(owner === '' ? {} : { owner }),
      })
      showMark(review_id, deal.id, () => mark)
      say({ title: i18n.t('The task is planned') })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog description={`${deal.key} ${deal.name}`} onClose={onClose} open title={i18n.t('A task from this review')}>
      <form className="grid gap-3" onSubmit={(event) => void submit(event)}>
        <TextField
          autoFocus
          error={fieldError(error, '/subject')}
          label={i18n.t('What is to be done')}
          maxLength={300}
          name="subject"
          required
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            defaultValue={inAWeek(workspace.today)}
            error={fieldError(error, '/due_on')}
            label={i18n.t('Due')}
            name="due_on"
            required
            type="date"
          />
          <PersonSelect
            error={fieldError(error, '/owner')}
            label={i18n.t('Who')}
            onChange={({ target }) => setOwner(target.value)}
            value={owner}
          />
        </div>
        {error !== null && (
          <p className="text-xs text-lost" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button look="main" type="submit">
            {i18n.t('Plan the task')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const inAWeek = (today: string): string => new Date(Date.parse(today) + 7 * 86_400_000).toISOString().slice(0, 10)
