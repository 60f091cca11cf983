import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf, InputOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { CopyBox } from './copy-box.tsx'
import { Invitations } from './invitations.tsx'
import { InviteForm } from './invite-form.tsx'
import { sayNamedIn } from './named-in.ts'
import { type Owner, ownersIn, ReassignDialog } from './reassign-dialog.tsx'
import { type Role, roleOptions, roleWords } from './role-words.ts'
import { Table } from './table.tsx'

export const peopleListQuery = queryOptions({ queryKey: ['people-list'], queryFn: () => client.people.list() })
type Person = AnswerOf<'people.list'>['data'][number]

/** Who is here and as what, and who was invited. */
export function PeopleSection() {
  const { access } = useMe()
  const { data } = useSuspenseQuery(peopleListQuery).data
  const may = access.includes('people:administer')
  const [link, show] = useState<{ email: string; path: string | null } | null>(null)
  const heads = [i18n.t('Name'), i18n.t('Email'), i18n.t('Role'), i18n.t('State'), ...(may ? [''] : [])]
  return (
    <div className="grid gap-5">
      {may && <InviteForm onSent={show} />}
      {link && <SentLink {...link} />}
      <Table heads={heads} label={i18n.t('Everybody here')}>
        {data.map((person) => (
          <PersonRow key={person.id} may={may} onLink={show} people={data} person={person} />
        ))}
      </Table>
      {may && <Invitations onLink={show} />}
    </div>
  )
}

export type Sent = { email: string; path: string | null }

function SentLink({ email, path }: Sent) {
  if (path === null)
    return <p className="rounded-md bg-won-soft px-3 py-2 text-won">{i18n.t('A mail goes to {email}.', { email })}</p>
  const label = i18n.t('Send this link to {email}: it works once, for a week, and is shown this once.', { email })
  return <CopyBox label={label} text={location.origin + path} />
}

type RowProps = { person: Person; people: readonly Person[]; may: boolean; onLink: (sent: Sent) => void }
type Change = Pick<InputOf<'people.update'>, 'role' | 'active' | 'reassign'>

function PersonRow({ person, people, may, onLink }: RowProps) {
  const me = useMe().person
  const { id, name, email, role, active, signs_in } = person
  const [waiting, wait] = useState<{ change: Change; owners: Owner[] } | null>(null)
  const change = useMutation({
    mutationFn: (given: Change) => client.people.update({ person_id: id, ...given }),
    onSuccess({ named_in }) {
      wait(null)
      sayNamedIn(name, named_in)
    },
    onError(error, given) {
      const owners = ownersIn(error)
      if (owners) wait({ change: given, owners })
      else if (!waiting) say({ title: sentenceOf(error), tone: 'bad' })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: peopleListQuery.queryKey }),
  })
  const invite = useMutation({
    mutationFn: () => client.invitations.create({ email }),
    onSuccess: async (sent) => {
      onLink(sent)
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    },
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
  })
  const state = active ? (signs_in ? i18n.t('Signs in') : i18n.t('No password yet')) : i18n.t('Has left')
  return (
    <tr className={active ? '' : 'text-mute'}>
      <td className="font-medium whitespace-nowrap">{name}</td>
      <td className="text-mute">{email}</td>
      <td>
        {may && active && id !== me.id ? (
          <select
            aria-label={i18n.t('Role of {name}', { name })}
            className="h-8 rounded-md border border-edge/60 bg-panel px-2"
            disabled={change.isPending}
            onChange={(event) => change.mutate({ role: event.target.value as Role })}
            value={role}
          >
            {roleOptions().map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ) : (
          roleWords()[role]
        )}
      </td>
      <td className="whitespace-nowrap text-mute">{state}</td>
      {may && (
        <td className="text-right whitespace-nowrap">
          {active && !signs_in && !email.endsWith('.invalid') && (
            <Button
              aria-label={i18n.t('Invite {name}', { name })}
              disabled={invite.isPending}
              look="quiet"
              onClick={() => invite.mutate()}
            >
              {i18n.t('Invite')}
            </Button>
          )}
          {id !== me.id && (
            <Button
              aria-label={active ? i18n.t('Deactivate {name}', { name }) : i18n.t('Reactivate {name}', { name })}
              disabled={change.isPending}
              look="quiet"
              onClick={() => change.mutate({ active: !active })}
            >
              {active ? i18n.t('Deactivate') : i18n.t('Reactivate')}
            </Button>
          )}
          {waiting && (
            <ReassignDialog
              error={change.error}
              onClose={() => wait(null)}
              onSave={(reassign) => change.mutate({ ...waiting.change, reassign })}
              owners={waiting.owners}
              people={people.filter((one) => one.active)}
            />
          )}
        </td>
      )}
    </tr>
  )
}
