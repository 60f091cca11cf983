import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import type { Review } from './review-data.ts'

/** Ends a review, with a word on the whole of it; what nobody came to is left over for the next one. */
export function EndDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const left = review.deals_count - review.reviewed_count
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setError(null)
    try {
      await client.deal_reviews.end({
        deal_review_id: review.id,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      })
      await queries.invalidateQueries({ queryKey: ['review'] })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog
      description={
        left === 0
          ? i18n.t('Every deal was talked about. The next review starts from here.')
          : i18n.t(
              '{left, plural, one {# deal was not talked about and is} other {# deals were not talked about and are}} left over for the next review.',
              { left },
            )
      }
      onClose={onClose}
      open
      title={i18n.t('End this review')}
    >
      <form onSubmit={(event) => void submit(event)}>
        <TextArea
          autoFocus
          label={i18n.t('A word on the whole of it, if you like')}
          maxLength={4000}
          onChange={({ target }) => setNote(target.value)}
          rows={3}
          value={note}
        />
        {error !== null && (
          <p className="mt-2 text-xs text-lost" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{i18n.t('Go on')}</Button>
          <Button look="main" type="submit">
            {i18n.t('End the review')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
