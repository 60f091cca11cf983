import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { api, type ContactRole } from '../api.ts'
import { PersonSelect } from '../move/field-input.tsx'
import { roleNames } from '../names.ts'
import { sentenceOf } from '../problem.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import type { DealDetail } from '../wire.ts'
import { i18n } from '../words.ts'
import { refreshDeal } from './deal-data.ts'

type Props = { deal: DealDetail; canWork: boolean }

/** Who decides on the buyer's side, and who works on it on ours. */
export function PeoplePanel({ deal, canWork }: Props) {
  return (
    <section className="panel p-4">
      <Contacts canWork={canWork} deal={deal} />
      <div className="mt-4 border-t border-line pt-3">
        <Team canWork={canWork} deal={deal} />
      </div>
    </section>
  )
}

function Contacts({ deal, canWork }: Props) {
  const [adding, setAdding] = useState(false)
  const roles = roleNames()
  return (
    <>
      <Head
        adding={adding}
        canWork={canWork}
        label={i18n.t('Add a contact')}
        onAdd={() => setAdding(!adding)}
        title={i18n.t('Contacts')}
      />
      {deal.contacts.length === 0 && <p className="text-mute">{i18n.t('Nobody on the buyer’s side is named yet.')}</p>}
      <ul>
        {deal.contacts.map((contact) => (
          <Row
            canWork={canWork}
            key={`${contact.id}${contact.role}`}
            name={contact.name}
            onRemove={() => api.removeContact(deal.id, contact.id)}
            role={[roles[contact.role] ?? contact.role, contact.title].filter(Boolean).join(', ')}
          />
        ))}
      </ul>
      {adding && <AddContact deal={deal} onClose={() => setAdding(false)} />}
    </>
  )
}

function AddContact({ deal, onClose }: { deal: DealDetail; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const account = deal.account?.id
  const known = useQuery({ queryKey: ['contacts', account], queryFn: () => api.contacts(account) })
  const add = useMutation({
    mutationFn: async ({ name, role }: { name: string; role: string }) => {
      const found = known.data?.data.find((contact) => contact.name === name)
      const { id } = found ?? (await api.createContact({ name, ...(account ? { account_id: account } : {}) }))
      return api.addContact(deal.id, id, role as ContactRole)
    },
    onSuccess: () => {
      refreshDeal()
      onClose()
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    const entered = new FormData(form.current ?? undefined)
    add.mutate({ name: String(entered.get('name')).trim(), role: String(entered.get('role')) })
  }
  return (
    <form className="mt-2 grid gap-2 rounded-lg bg-sunken p-3" onSubmit={submit} ref={form}>
      <TextField
        autoComplete="off"
        autoFocus
        hint={i18n.t('A name that is not known yet becomes a new contact.')}
        label={i18n.t('Name')}
        list="known-contacts"
        maxLength={200}
        name="name"
        required
      />
      <datalist id="known-contacts">
        {known.data?.data.map((contact) => (
          <option key={contact.id} value={contact.name} />
        ))}
      </datalist>
      <Select
        label={i18n.t('What they are to this deal')}
        name="role"
        options={Object.entries(roleNames()).map(([value, label]) => ({ value, label }))}
      />
      <Ends error={add.error} onClose={onClose} pending={add.isPending} />
    </form>
  )
}

function Team({ deal, canWork }: Props) {
  const [adding, setAdding] = useState(false)
  return (
    <>
      <Head
        adding={adding}
        canWork={canWork}
        label={i18n.t('Add somebody to the team')}
        onAdd={() => setAdding(!adding)}
        title={i18n.t('Team')}
      />
      {deal.team.length === 0 && <p className="text-mute">{i18n.t('Only the owner works on it.')}</p>}
      <ul>
        {deal.team.map((member) => (
          <Row
            canWork={canWork}
            key={member.id}
            name={member.name}
            onRemove={() => api.removeMember(deal.id, member.id)}
            role={member.role}
          />
        ))}
      </ul>
      {adding && <AddMember deal={deal} onClose={() => setAdding(false)} />}
    </>
  )
}

function AddMember({ deal, onClose }: { deal: DealDetail; onClose: () => void }) {
  const [person, setPerson] = useState('')
  const [role, setRole] = useState('')
  const add = useMutation({
    mutationFn: () => api.addMember(deal.id, person, role.trim()),
    onSuccess: () => {
      refreshDeal()
      onClose()
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (person && role.trim()) add.mutate()
  }
  return (
    <form className="mt-2 grid gap-2 rounded-lg bg-sunken p-3" onSubmit={submit}>
      <PersonSelect label={i18n.t('Who')} onChange={(event) => setPerson(event.target.value)} value={person} />
      <TextField
        label={i18n.t('What they do on it')}
        maxLength={60}
        onChange={(event) => setRole(event.target.value)}
        placeholder={i18n.t('such as presales')}
        required
        value={role}
      />
      <Ends error={add.error} onClose={onClose} pending={add.isPending || !person} />
    </form>
  )
}

type HeadProps = { title: string; label: string; canWork: boolean; adding: boolean; onAdd: () => void }

const Head = ({ title, label, canWork, adding, onAdd }: HeadProps) => (
  <div className="flex items-center gap-2">
    <h2 className="grow text-[15px] font-semibold">{title}</h2>
    {canWork && (
      <Button aria-expanded={adding} aria-label={label} className="px-1.5" look="quiet" onClick={onAdd} size="small">
        <Icon className="size-3.5" name="plus" />
      </Button>
    )}
  </div>
)

type RowProps = { name: string; role: string; canWork: boolean; onRemove: () => Promise<unknown> }

function Row({ name, role, canWork, onRemove }: RowProps) {
  const remove = useMutation({ mutationFn: onRemove, onSettled: refreshDeal })
  return (
    <li className="flex min-h-9 items-center gap-2 py-0.5">
      <div className="min-w-0 grow leading-tight">
        <p className="truncate">{name}</p>
        <p className="truncate text-xs text-mute">{role}</p>
      </div>
      {canWork && (
        <Button
          aria-label={i18n.t('Take {name} off', { name })}
          className="px-1.5"
          disabled={remove.isPending}
          look="quiet"
          onClick={() => remove.mutate()}
          size="small"
        >
          <Icon className="size-3.5" name="close" />
        </Button>
      )}
    </li>
  )
}

function Ends({ error, pending, onClose }: { error: unknown; pending: boolean; onClose: () => void }) {
  return (
    <>
      {error !== null && (
        <p className="text-xs text-lost" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button disabled={pending} look="main" size="small" type="submit">
          {i18n.t('Add')}
        </Button>
        <Button look="quiet" onClick={onClose} size="small" type="button">
          {i18n.t('Cancel')}
        </Button>
      </div>
    </>
  )
}
