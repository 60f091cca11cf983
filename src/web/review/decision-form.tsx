import { type KeyboardEvent, type RefObject, useState } from 'react'
import { client } from '../api.ts'
import { isProblem, sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { type ReviewMark, showMark } from './review-data.ts'

type Props = { mark: ReviewMark; field: RefObject<HTMLTextAreaElement | null>; onSaved: () => void }

/** What was decided on a deal, in words. Where somebody else wrote meanwhile both texts stand there, and one is chosen. */
export function DecisionForm({ mark, field, onSaved }: Props) {
  const [text, setText] = useState(mark.decision ?? '')
  const [seen, setSeen] = useState(mark)
  const [other, setOther] = useState<ReviewMark | null>(null)
  const [error, setError] = useState<unknown>(null)
  const touched = text.trim() !== (seen.decision ?? '')
  // What others say shows as long as nobody types here.
  if (!touched && other === null && mark.version !== seen.version) {
    setSeen(mark)
    setText(mark.decision ?? '')
  }
  async function save(version: number): Promise<void> {
    setError(null)
    try {
      const saved = await client.deal_reviews.mark({
        deal_review_id: mark.deal_review_id,
        deal_id: mark.deal_id,
        decision: text.trim() === '' ? null : text.trim(),
        if_version: version,
      })
      showMark(mark.deal_review_id, mark.deal_id, () => saved)
      setSeen(saved)
      setText(saved.decision ?? '')
      setOther(null)
      onSaved()
    } catch (problem) {
      const current = isProblem(problem) && problem.status === 412 ? (problem.problem['current'] as ReviewMark) : null
      // They ticked it off or gave a task: no words are lost.
      if (current && current.decision === seen.decision) return save(current.version)
      if (current) setOther(current)
      else setError(problem)
    }
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && touched) {
      event.preventDefault()
      void save(seen.version)
    }
    if (event.key === 'Escape') field.current?.blur()
  }
  return (
    <div>
      <TextArea
        hint={
          seen.decided_by && !touched
            ? i18n.t('by {name}', { name: seen.decided_by.name })
            : i18n.t('Ctrl Enter saves, Esc leaves the field')
        }
        label={i18n.t('Decision')}
        maxLength={4000}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={press}
        ref={field as never}
        rows={3}
        value={text}
      />
      {other && (
        <div className="mt-2 rounded-md bg-risk-soft p-2 text-risk" role="alert">
          <p>
            {i18n.t('{name} wrote meanwhile: “{text}”', {
              name: other.decided_by?.name ?? i18n.t('Somebody'),
              text: other.decision ?? i18n.t('nothing'),
            })}
          </p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={() => void save(other.version)} size="small">
              {i18n.t('Save mine over it')}
            </Button>
            <Button
              onClick={() => {
                setSeen(other)
                setText(other.decision ?? '')
                setOther(null)
              }}
              size="small"
            >
              {i18n.t('Take theirs')}
            </Button>
          </div>
        </div>
      )}
      {error !== null && (
        <p className="mt-1 text-xs text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      {touched && !other && (
        <Button className="mt-2" look="main" onClick={() => void save(seen.version)} size="small">
          {i18n.t('Save the decision')}
        </Button>
      )}
    </div>
  )
}
