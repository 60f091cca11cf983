import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import type { ChangeRequest } from '../../client/schema.ts'
import { ago } from '../format.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import { i18n } from '../words.ts'
import { changeQuery } from './changes-data.ts'

/** What people say about a change before it is decided, and after. */
export function CommentsPanel({ change }: { change: ChangeRequest }) {
  const [body, setBody] = useState('')
  const now = new Date().toISOString()
  const send = useMutation({
    mutationFn: () => client.change_comments.create({ change_request_id: change.id, body: body.trim() }),
    onSuccess(after) {
      setBody('')
      queries.setQueryData(changeQuery(change.id).queryKey, after)
    },
  })
  return (
    <section aria-label={i18n.t('Comments')} className="panel p-4">
      <h2 className="font-semibold">{i18n.t('Comments')}</h2>
      <ul className="mt-1 grid gap-2">
        {change.comments.map((comment) => (
          <li key={comment.id}>
            <p className="text-xs text-mute">
              {comment.person.name}, {ago(comment.commented_at, now)}
            </p>
            <p className="wrap-anywhere whitespace-pre-line">{comment.body}</p>
          </li>
        ))}
      </ul>
      <form
        className="mt-2 grid gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate()
        }}
      >
        <TextArea
          error={send.isError ? sentenceOf(send.error) : undefined}
          label={i18n.t('Say something')}
          onChange={({ target }) => setBody(target.value)}
          required
          rows={2}
          value={body}
        />
        <Button className="justify-self-end" disabled={send.isPending || body.trim() === ''} type="submit">
          {i18n.t('Comment')}
        </Button>
      </form>
    </section>
  )
}
