import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AnswerOf } from '../../client/client.ts'
import { client } from '../api.ts'
import { useMe } from '../data.ts'
import { fieldError, sentenceOf } from '../problem.ts'
import { queries } from '../query.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { say } from '../ui/toast.ts'
import { i18n } from '../words.ts'
import { HierarchyTree } from './hierarchy-tree.tsx'
import { sayNamedIn } from './named-in.ts'
import { peopleListQuery } from './people-section.tsx'

export type Team = AnswerOf<'teams.list'>['data'][number]

/** As of a day, or as it is now. */
const teamsQuery = (as_of?: string) =>
  queryOptions({ queryKey: ['teams', as_of ?? ''], queryFn: () => client.teams.list({ as_of }) })
const hierarchyQuery = (as_of?: string) =>
  queryOptions({ queryKey: ['hierarchy', as_of ?? ''], queryFn: () => client.hierarchy.get({ as_of }) })

const again = () =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['teams'] }),
    queries.invalidateQueries({ queryKey: ['hierarchy'] }),
  ])

/** Who works with whom and who reports to whom, now or on an earlier day. */
export function TeamsSection() {
  const { access } = useMe()
  const [day, setDay] = useState('')
  const as_of = day === '' ? undefined : new Date(`${day}T23:59:59`).toISOString()
  const teams = useSuspenseQuery(teamsQuery(as_of)).data.data
  const places = useSuspenseQuery(hierarchyQuery(as_of)).data.data
  const may = access.includes('people:administer') && as_of === undefined
  const [edited, edit] = useState<Team | 'new' | null>(null)
  const place = useMutation({
    mutationFn: (given: { person_id: string; manager_id: string | null }) => client.managers.set(given),
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
    onSettled: again,
  })
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          hint={i18n.t('Empty for today')}
          label={i18n.t('As of')}
          onChange={(event) => setDay(event.target.value)}
          type="date"
          value={day}
        />
        {may && (
          <Button className="mb-5" look="main" onClick={() => edit('new')}>
            {i18n.t('New team')}
          </Button>
        )}
      </div>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {teams
          .filter(({ active }) => active)
          .map((team) => (
            <li className="panel flex flex-col gap-1 p-4" key={team.id}>
              <div className="flex items-center justify-between gap-2">
                <h2 className="font-semibold">{team.name}</h2>
                {may && (
                  <Button
                    aria-label={i18n.t('Change {name}', { name: team.name })}
                    look="quiet"
                    onClick={() => edit(team)}
                  >
                    {i18n.t('Change')}
                  </Button>
                )}
              </div>
              <p className="text-mute">{team.members.map(({ name }) => name).join(', ') || i18n.t('Nobody yet')}</p>
            </li>
          ))}
      </ul>
      <div className="grid gap-2">
        <h2 className="font-semibold">{i18n.t('Who reports to whom')}</h2>
        <HierarchyTree
          {...(may ? { onPlace: (person_id, manager_id) => place.mutate({ person_id, manager_id }) } : {})}
          places={places}
        />
      </div>
      {edited && <TeamDialog onClose={() => edit(null)} team={edited === 'new' ? null : edited} />}
    </div>
  )
}

/** The name of a team and who is in it, from now on. */
function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const people = useSuspenseQuery(peopleListQuery).data.data.filter(({ active }) => active)
  const [name, setName] = useState(team?.name ?? '')
  const [members, setMembers] = useState(new Set(team?.members.map(({ id }) => id)))
  const save = useMutation({
    async mutationFn() {
      if (team === null) return client.teams.create({ name, members: [...members] })
      await client.teams.update({ team_id: team.id, name })
      return client.team_members.set({ team_id: team.id, members: [...members] })
    },
    async onSuccess() {
      await again()
      onClose()
    },
  })
  const close = useMutation({
    mutationFn: () => client.teams.update({ team_id: team?.id ?? '', active: false }),
    async onSuccess({ named_in }) {
      await again()
      onClose()
      sayNamedIn(name, named_in)
    },
    onError: (error) => say({ title: sentenceOf(error), tone: 'bad' }),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    save.mutate()
  }
  const toggle = (id: string) => setMembers(new Set([id]).symmetricDifference(members))
  return (
    <Dialog
      description={i18n.t('It holds from now on; earlier days keep the team that there was.')}
      onClose={onClose}
      open
      title={team?.name ?? i18n.t('New team')}
    >
      <form className="grid gap-3" onSubmit={submit}>
        <TextField
          error={fieldError(save.error, '/name')}
          label={i18n.t('Name')}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          required
          value={name}
        />
        <fieldset className="grid max-h-72 gap-1 overflow-y-auto rounded-md border border-line p-2">
          <legend className="px-1 text-xs font-medium text-mute">{i18n.t('Members')}</legend>
          {people.map((person) => (
            <label className="flex min-h-7 items-center gap-2 px-1" key={person.id}>
              <input
                checked={members.has(person.id)}
                className="size-4 accent-accent"
                onChange={() => toggle(person.id)}
                type="checkbox"
              />
              {person.name}
            </label>
          ))}
        </fieldset>
        {save.isError && (
          <p className="text-lost" role="alert">
            {sentenceOf(save.error)}
          </p>
        )}
        <DialogActions>
          {team && (
            <Button disabled={close.isPending} look="danger" onClick={() => close.mutate()}>
              {i18n.t('Close this team')}
            </Button>
          )}
          <Button disabled={save.isPending} look="main" type="submit">
            {i18n.t('Save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
