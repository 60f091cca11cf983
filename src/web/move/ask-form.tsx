import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { Gate, Named } from '../wire.ts'
import { i18n } from '../words.ts'
import type { Moving } from './target.ts'
import { PersonSelect } from './field-input.tsx'

type Props = { deal: Moving; gate: Gate; onAsked: (name: string) => void }

/** Asks a named person for what is missing: a task on the deal, with a day. */
export function AskForm({ deal, gate, onAsked }: Props) {
  const [person, setPerson] = useState(deal.owner?.id ?? '')
  const [due, setDue] = useState(() => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
  const ask = useMutation({
    mutationFn: () =>
      api.createActivity({
        kind: 'task',
        subject: gate.label,
        deal_id: deal.id,
        owner: person,
        due_on: due,
        criterion: gate.key,
      }),
    onSuccess: () => {
      const people = queries.getQueryData<{ data: Named[] }>(['people'])?.data ?? []
      onAsked(people.find((entry) => entry.id === person)?.name ?? '')
      for (const queryKey of [['activities'], ['board'], ['needs']]) void queries.invalidateQueries({ queryKey })
    },
  })
  return (
    <fieldset className="mt-2 grid gap-2 rounded-md border border-line p-2.5 grid-cols-[1fr_9rem]">
      <legend className="sr-only">{i18n.t('Ask for: {what}', { what: gate.label })}</legend>
      <PersonSelect label={i18n.t('Ask')} onChange={(event) => setPerson(event.target.value)} value={person} />
      <TextField label={i18n.t('Until')} onChange={(event) => setDue(event.target.value)} type="date" value={due} />
      <Button
        className="col-span-2 justify-self-start"
        disabled={!person || !due || ask.isPending}
        onClick={() => ask.mutate()}
        type="button"
      >
        {i18n.t('Create the task')}
      </Button>
      {ask.isError && (
        <p className="col-span-2 text-xs text-lost" role="alert">
          {sentenceOf(ask.error)}
        </p>
      )}
    </fieldset>
  )
}
