import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { roleWords } from '../settings/role-words.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'
import type { Moving } from './target.ts'

type Props = { deal: Moving; gate: Gate; onAsked: (name: string) => void }

/** Puts the question to those who decide; who they are says the pipeline. */
export function AskApprovalForm({ deal, gate, onAsked }: Props) {
  const [note, setNote] = useState('')
  const ask = useMutation({
    mutationFn: () =>
      client.gate_approvals.create({
        deal_id: deal.id,
        criterion: gate.key,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: ({ approval: { role, people } }) => {
      for (const queryKey of [['gates'], ['asked'], ['approvals']]) void queries.invalidateQueries({ queryKey })
      const named = people?.map(({ name }) => name).join(', ')
      onAsked(named ?? (role === null ? i18n.t('those who decide') : roleWords()[role]))
    },
  })
  return (
    <fieldset className="mt-2 grid gap-2 rounded-md border border-line p-2.5">
      <legend className="sr-only">{i18n.t('Ask for the approval: {what}', { what: gate.label })}</legend>
      <TextArea
        label={i18n.t('What they should know')}
        onChange={(event) => setNote(event.target.value)}
        rows={2}
        value={note}
      />
      <Button className="justify-self-start" disabled={ask.isPending} onClick={() => ask.mutate()} type="button">
        {i18n.t('Ask for the approval')}
      </Button>
      {ask.isError && (
        <p className="text-xs text-lost" role="alert">
          {sentenceOf(ask.error)}
        </p>
      )}
    </fieldset>
  )
}
