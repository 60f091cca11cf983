import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { shortDay } from '../format.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import type { Me } from '../wire.ts'
import { Button } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { CopyBox } from './copy-box.tsx'
import { peopleListQuery } from './people-section.tsx'
import { Table } from './table.tsx'

const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => client.keys.list() })
type Key = Awaited<ReturnType<typeof client.keys.list>>['data'][number]

/** What programs speak with: whose it is, what it may at most, until when. */
export function KeysSection() {
  const { data } = useSuspenseQuery(keysQuery).data
  const [secret, show] = useState<string | null>(null)
  const heads = [i18n.t('Name'), i18n.t('Person'), i18n.t('Key'), i18n.t('May'), i18n.t('State'), '']
  return (
    <div className="grid gap-5">
      <KeyForm onMade={show} />
      {secret !== null && <CopyBox label={i18n.t('The secret of the new key. It is shown this once.')} text={secret} />}
      <Table heads={heads} label={i18n.t('Keys that were made')}>
        {data.map((key) => (
          <KeyRow key={key.id} of={key} />
        ))}
      </Table>
    </div>
  )
}

function KeyRow({ of: { id, name, person, prefix, scopes, expires_at, revoked_at } }: { of: Key }) {
  const revoke = useMutation({
    mutationFn: () => client.keys.revoke({ key_id: id }),
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  const over = expires_at !== null && Date.parse(expires_at) <= Date.now()
  const state = revoked_at
    ? i18n.t('Revoked')
    : over
      ? i18n.t('Expired')
      : expires_at
        ? i18n.t('Until {day}', { day: shortDay(expires_at, new Date().toISOString()) })
        : i18n.t('Without end')
  const ended = over || revoked_at !== null
  return (
    <tr className={ended ? 'text-mute' : ''}>
      <td className="font-medium">{name}</td>
      <td>{person.name}</td>
      <td className="font-mono text-xs">{prefix}…</td>
      <td className="max-w-64 text-xs text-mute">{scopes?.join(', ') ?? i18n.t('All that the person may')}</td>
      <td className="whitespace-nowrap text-mute">{state}</td>
      <td className="text-right">
        {!ended && (
          <Button
            aria-label={i18n.t('Revoke {name}', { name })}
            disabled={revoke.isPending}
            look="quiet"
            onClick={() => revoke.mutate()}
          >
            {i18n.t('Revoke')}
          </Button>
        )}
      </td>
    </tr>
  )
}

type Access = Me['access'][number]

function KeyForm({ onMade }: { onMade: (secret: string) => void }) {
  const { person, access } = useMe()
  const people = useSuspenseQuery(peopleListQuery).data.data.filter(({ active }) => active)
  const [name, setName] = useState('')
  const [person_id, setPerson] = useState(person.id)
  const [until, setUntil] = useState('')
  const [scopes, setScopes] = useState(new Set<Access>())
  const make = useMutation({
    mutationFn: () =>
      client.keys.create({
        name,
        person_id,
        ...(scopes.size > 0 ? { scopes: [...scopes] } : {}),
        ...(until === '' ? {} : { expires_at: new Date(`${until}T23:59:59`).toISOString() }),
      }),
    async onSuccess({ secret }) {
      setName('')
      onMade(secret)
      await queries.invalidateQueries({ queryKey: keysQuery.queryKey })
    },
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    make.mutate()
  }
  const fault = (member: string) => fieldError(make.error, `/${member}`)
  return (
    <form className="panel grid gap-3 p-4 sm:grid-cols-3" onSubmit={submit}>
      <TextField
        error={fault('name')}
        label={i18n.t('Name')}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        required
        value={name}
      />
      <Select
        error={fault('person_id')}
        label={i18n.t('Person')}
        onChange={(event) => setPerson(event.target.value)}
        options={people.map(({ id, name: label }) => ({ value: id, label }))}
        value={person_id}
      />
      <TextField
        error={fault('expires_at')}
        hint={i18n.t('Empty for no end')}
        label={i18n.t('Until')}
        onChange={(event) => setUntil(event.target.value)}
        type="date"
        value={until}
      />
      <fieldset className="sm:col-span-3">
        <legend className="text-xs font-medium text-mute">
          {i18n.t('What it may, of what the person may; nothing ticked for all of it')}
        </legend>
        <div className="mt-1 grid grid-cols-1 gap-x-4 min-[420px]:grid-cols-2 lg:grid-cols-3">
          {access.map((one) => (
            <label className="flex min-h-7 items-center gap-2 font-mono text-xs" key={one}>
              <input
                checked={scopes.has(one)}
                className="size-4 accent-accent"
                onChange={() => setScopes(new Set([one]).symmetricDifference(scopes))}
                type="checkbox"
              />
              {one}
            </label>
          ))}
        </div>
      </fieldset>
      {make.isError && (
        <p className="text-lost sm:col-span-3" role="alert">
          {sentenceOf(make.error)}
        </p>
      )}
      <Button className="justify-self-start" disabled={make.isPending} look="main" type="submit">
        {i18n.t('Make a key')}
      </Button>
    </form>
  )
}
