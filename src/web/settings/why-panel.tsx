import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { lookAs } from '../view-as.ts'
import { i18n } from '../words.ts'
import { rightWords } from './rights-words.ts'

/** Why can they, or why can they not: every right of one person, in a sentence; and a look through their eyes. */
export function WhyPanel({ people }: { people: readonly { id: string; name: string }[] }) {
  const [person, choose] = useState('')
  const why = useQuery({ queryKey: ['why', person], queryFn: () => api.why(person), enabled: person !== '' })
  const view = useMutation({ mutationFn: () => api.viewAs(person), onSuccess: () => lookAs(person) })
  return (
    <section aria-labelledby="why" className="grid gap-3 rounded-lg border border-line bg-panel p-4">
      <h2 className="font-semibold" id="why">
        {i18n.t('Why can they?')}
      </h2>
      <div className="flex flex-wrap items-end gap-2">
        <Select
          className="w-60"
          empty={i18n.t('Choose a person …')}
          label={i18n.t('Person')}
          onChange={(event) => choose(event.target.value)}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={person}
        />
        <Button disabled={person === '' || view.isPending} onClick={() => view.mutate()}>
          {i18n.t('View as this person')}
        </Button>
      </div>
      {view.isError && (
        <p className="text-lost" role="alert">
          {sentenceOf(view.error)}
        </p>
      )}
      {why.data?.pipelines.map(({ pipeline, rights }) => (
        <details className="border-t border-line pt-2" key={pipeline.id} open={why.data.pipelines.length < 3}>
          <summary className="cursor-pointer font-medium">
            {pipeline.name}{' '}
            <span className="font-normal text-mute">
              {rights
                .filter(({ allowed }) => allowed)
                .map(({ right }) => rightWords()[right])
                .join(', ') || i18n.t('nothing')}
            </span>
          </summary>
          <ul className="mt-1 grid gap-1 text-sm">
            {rights.map(({ right, allowed, sentence }) => (
              <li className={allowed ? '' : 'text-mute'} key={right}>
                <span aria-hidden className={allowed ? 'text-won' : ''}>
                  {allowed ? '✓ ' : '– '}
                </span>
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}
