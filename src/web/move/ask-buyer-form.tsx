import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { CopyBox } from '../settings/copy-box.tsx'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import type { Gate } from '../wire.ts'
import { i18n } from '../words.ts'
import type { Moving } from './target.ts'

type Props = { deal: Moving; gate: Gate; onAsked: (name: string) => void }
type Language = 'en' | 'id'

/** Asks the buyer to confirm, by mail or by a link to hand over; a contact of the deal, or anybody by name. */
export function AskBuyerForm({ deal, gate, onAsked }: Props) {
  const known = useQuery({ queryKey: ['deal', deal.key], queryFn: () => client.deals.get({ deal_id: deal.key }) })
  const contacts = [...new Map((known.data?.contacts ?? []).map((one) => [one.id, one])).values()]
  const [contact, setContact] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [language, setLanguage] = useState<Language>('en')
  const chosen = contacts.find(({ id }) => id === contact)
  const ask = useMutation({
    mutationFn: () =>
      client.confirmations.create({
        deal_id: deal.id,
        criterion: gate.key,
        language,
        ...(chosen
          ? { contact_id: chosen.id }
          : { name: name.trim(), ...(email.trim() ? { email: email.trim() } : {}) }),
      }),
    onSuccess: ({ name: asked, path }) => {
      for (const queryKey of [['gates'], ['asked'], ['history']]) void queries.invalidateQueries({ queryKey })
      if (path === null) onAsked(asked)
    },
  })
  if (ask.data?.path)
    return (
      <div className="mt-2 rounded-md border border-line p-2.5" data-link>
        <CopyBox
          label={i18n.t('Hand this link over to {name}: it works once, and only for them.', { name: ask.data.name })}
          text={`${location.origin}${ask.data.path}`}
        />
      </div>
    )
  return (
    <fieldset className="mt-2 grid gap-2 rounded-md border border-line p-2.5 sm:grid-cols-2">
      <legend className="sr-only">{i18n.t('Ask the buyer: {what}', { what: gate.label })}</legend>
      {contacts.length > 0 && (
        <Select
          empty={i18n.t('somebody else')}
          label={i18n.t('Whom')}
          onChange={(event) => setContact(event.target.value)}
          options={contacts.map((one) => ({ value: one.id, label: one.name }))}
          value={contact}
        />
      )}
      {!chosen && (
        <>
          <TextField
            label={i18n.t('Name of the buyer')}
            onChange={(event) => setName(event.target.value)}
            value={name}
          />
          <TextField
            hint={i18n.t('Without one you get a link.')}
            label={i18n.t('E-mail address')}
            onChange={(event) => setEmail(event.target.value)}
            type="email"
            value={email}
          />
        </>
      )}
      <Select
        label={i18n.t('Language')}
        onChange={(event) => setLanguage(event.target.value as Language)}
        options={[
          { value: 'en', label: 'English' },
          { value: 'id', label: 'Bahasa Indonesia' },
        ]}
        value={language}
      />
      <Button
        className="justify-self-start sm:col-span-2"
        disabled={(!chosen && !name.trim()) || ask.isPending}
        onClick={() => ask.mutate()}
        type="button"
      >
        {i18n.t('Ask the buyer')}
      </Button>
      {ask.isError && (
        <p className="text-xs text-lost sm:col-span-2" role="alert">
          {sentenceOf(ask.error)}
        </p>
      )}
    </fieldset>
  )
}
