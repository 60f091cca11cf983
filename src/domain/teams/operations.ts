import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import type { Instant } from '../../values/instant.ts'
import { patched } from '../../values/merge-patch.ts'
import { lockPeople, type NamedIn, type Person, type PersonRef, readPeople } from '../people/index.ts'
import { decideManager, managerAt } from './decide-manager.ts'
import { planMembers } from './plan-members.ts'
import * as store from './store.ts'
import { AsOf, ChangedTeam, Hierarchy, Manager, NewManager, NewMembers, NewTeam, Team, TeamChange } from './team.ts'

export const listTeams = operation({
  name: 'teams.list',
  http: 'GET /teams',
  access: 'workspace:read',
  effect: 'read',
  summary: 'The teams, with who was in them at a moment',
  input: z.strictObject(AsOf),
  output: z.object({ data: z.array(Team) }),
  run: async ({ tx, workspace_id, now }, { as_of = now }) => ({ data: await readTeams(tx, workspace_id, as_of) }),
})

export async function readTeams(tx: Context['tx'], workspace_id: string, at: Instant): Promise<Team[]> {
  const [teams, members] = await Promise.all([
    store.readTeamRows(tx, workspace_id),
    store.readMembers(tx, workspace_id, at),
  ])
  const by_team = Map.groupBy(members, ({ team_id }) => team_id)
  return teams.map(({ version, ...team }) => ({
    ...team,
    members: (by_team.get(team.id) ?? []).map(({ person }) => person),
  }))
}

export const createTeam = operation({
  name: 'teams.create',
  http: 'POST /teams',
  access: 'people:administer',
  effect: 'write',
  summary: 'Form a team',
  input: NewTeam,
  output: Team,
  async run(context, { name, members, valid_from = context.now }) {
    const { tx, workspace_id, newId, now, record } = context
    const people = await known(context, members)
    await refuseTakenName(context, name)
    const team = { id: newId('team'), name, active: true, version: 1, created_at: now }
    await store.insertTeam(tx, workspace_id, team)
    await store.saveMembers(tx, workspace_id, team.id, planMembers([], new Set(members), valid_from))
    const data = { after: { name, members, valid_from } }
    record({ type: 'team.created', subject: team.id, version: 1, data })
    return teamOf(team, valid_from <= now ? people : [])
  },
})

/** Asked of the modules above, which this one does not know: what goes on naming a team that is no more. */
export type TeamGuards = { namedIn(context: Context, team_id: string): Promise<NamedIn[]> }

export const updateTeam = ({ namedIn }: TeamGuards) =>
  operation({
    name: 'teams.update',
    http: 'PATCH /teams/{team_id}',
    access: 'people:administer',
    effect: 'write',
    summary: 'Rename a team, or say that it is no more',
    input: TeamChange,
    output: ChangedTeam,
    async run(context, { team_id, ...change }) {
      const { tx, workspace_id, now, record, unchanged } = context
      const team = await store.lockTeam(tx, workspace_id, team_id)
      if (!team) throw notFound('team')
      const before = { name: team.name, active: team.active }
      const after = patched(before, change)
      const difference = differenceOf(before, after)
      if (difference === null) unchanged()
      else {
        if (after.name !== team.name) await refuseTakenName(context, after.name, team_id)
        const version = team.version + 1
        await store.updateTeam(tx, workspace_id, { ...team, ...after, version })
        record({ type: 'team.updated', subject: team_id, version, data: difference })
      }
      const named_in = team.active && !after.active ? await namedIn(context, team_id) : []
      return { ...teamOf({ ...team, ...after }, await membersAt(context, team_id, now)), named_in }
    },
  })

export const setMembers = operation({
  name: 'team_members.set',
  http: 'PUT /teams/{team_id}/members',
  access: 'people:administer',
  effect: 'write',
  summary: 'Say who is in a team from a moment on; who was in it before stays readable as of then',
  input: NewMembers,
  output: Team,
  async run(context, { team_id, members, valid_from = context.now }) {
    const { tx, workspace_id, now, record, unchanged } = context
    const team = await store.lockTeam(tx, workspace_id, team_id)
    if (!team) throw notFound('team')
    await known(context, members)
    const before = await membersAt(context, team_id, valid_from)
    const plan = planMembers(await store.readStays(tx, workspace_id, team_id), new Set(members), valid_from)
    if (plan.add.length + plan.remove.length + plan.until.length === 0) unchanged()
    else {
      const version = team.version + 1
      await store.saveMembers(tx, workspace_id, team_id, plan)
      await store.updateTeam(tx, workspace_id, { ...team, version })
      const data = { before: { members: before.map(({ id }) => id) }, after: { members, valid_from } }
      record({ type: 'team.members_set', subject: team_id, version, data })
    }
    return teamOf(team, await membersAt(context, team_id, now))
  },
})

export const getManager = operation({
  name: 'managers.get',
  http: 'GET /people/{person_id}/manager',
  access: 'workspace:read',
  effect: 'read',
  summary: 'Whom a person reports to, and reported to before',
  input: z.strictObject({ person_id: Id('per'), ...AsOf }),
  output: Manager,
  async run(context, { person_id, as_of = context.now }) {
    const people = await readPeople(context.tx, context.workspace_id)
    return managerOf(context, people, person_id, as_of)
  },
})

export const setManager = operation({
  name: 'managers.set',
  http: 'PUT /people/{person_id}/manager',
  access: 'people:administer',
  effect: 'write',
  summary: 'Say whom a person reports to from a moment on',
  input: NewManager,
  output: Manager,
  async run(context, { person_id, manager_id, valid_from = context.now }) {
    const { tx, workspace_id, now, record, unchanged } = context
    // One after the other: two changes, each fine alone, could close a circle together.
    await lockPeople(tx, workspace_id)
    const people = await readPeople(tx, workspace_id)
    const [person] = people.filter(({ id }) => id === person_id)
    const [manager] = people.filter(({ id }) => id === manager_id)
    if (!person) throw notFound('person')
    if (manager_id !== null && !manager)
      throw invalid('/manager_id', 'unknown', 'There is no such person in this workspace.')
    if (manager?.active === false)
      throw invalid('/manager_id', 'left', `${manager.name} has left this workspace; name somebody who is here.`)
    const lines = await store.readReporting(tx, workspace_id)
    const own = lines.filter((line) => line.person_id === person_id)
    const before = managerAt(own, valid_from)
    if (before === manager_id) unchanged()
    else {
      const line = unwrap(decideManager(lines, { person_id, manager_id, valid_from }))
      await store.saveReporting(tx, workspace_id, line)
      const data = { before: { manager_id: before }, after: { manager_id, valid_from } }
      record({ type: 'person.manager_set', subject: person_id, version: own.length + 1, data })
    }
    return managerOf(context, people, person_id, now)
  },
})

export const getHierarchy = operation({
  name: 'hierarchy.get',
  http: 'GET /hierarchy',
  access: 'workspace:read',
  effect: 'read',
  summary: 'Everybody with their manager and their teams, as of a moment',
  input: z.strictObject(AsOf),
  output: Hierarchy,
  async run({ tx, workspace_id, now }, { as_of = now }) {
    const [places, teams] = await Promise.all([
      store.readPlaces(tx, workspace_id, as_of),
      readTeams(tx, workspace_id, as_of),
    ])
    const teamsOf = (person_id: string) =>
      teams
        .filter(({ active, members }) => active && members.some(({ id }) => id === person_id))
        .map(({ id, name }) => ({ id, name }))
    return { as_of, data: places.map((place) => ({ ...place, teams: teamsOf(place.person.id) })) }
  },
})

const teamOf = ({ version, ...team }: store.TeamRow, members: PersonRef[]): Team => ({ ...team, members })

async function membersAt({ tx, workspace_id }: Context, team_id: string, at: Instant): Promise<PersonRef[]> {
  const members = await store.readMembers(tx, workspace_id, at)
  return members.filter((member) => member.team_id === team_id).map(({ person }) => person)
}

/** The people that a request names as members: each of this workspace, and still here. */
async function known({ tx, workspace_id }: Context, ids: readonly string[]): Promise<PersonRef[]> {
  const people = new Map((await readPeople(tx, workspace_id)).map((person) => [person.id, person]))
  const faults = ids.flatMap((id, i) => {
    const pointer = `/members/${i}`
    const person = people.get(id)
    if (!person) return [{ pointer, code: 'unknown', detail: 'There is no such person in this workspace.' }]
    return person.active ? [] : [{ pointer, code: 'left', detail: `${person.name} has left this workspace.` }]
  })
  if (faults[0]) throw new Problem('invalid', faults[0].detail, 'invalid', { errors: faults })
  return ids.flatMap((id) => people.get(id) ?? []).map(({ id, name }) => ({ id, name }))
}

async function refuseTakenName({ tx, workspace_id }: Context, name: string, but?: string): Promise<void> {
  // One at a time, so that two teams of one name do not come at once.
  await lockPeople(tx, workspace_id)
  const teams = await store.readTeamRows(tx, workspace_id)
  const taken = teams.some((team) => team.id !== but && team.name.toLowerCase() === name.toLowerCase())
  if (taken) throw new Problem('conflict', `There is a team ${name} already; choose another name.`, 'team-exists')
}

async function managerOf(
  { tx, workspace_id }: Context,
  people: readonly Person[],
  person_id: string,
  at: Instant,
): Promise<Manager> {
  const names = new Map(people.map(({ id, name }) => [id, { id, name }]))
  const person = names.get(person_id)
  if (!person) throw notFound('person')
  const own = (await store.readReporting(tx, workspace_id)).filter((line) => line.person_id === person_id)
  const history = own.map(({ manager_id, valid_from }) => ({
    manager: (manager_id !== null && names.get(manager_id)) || null,
    valid_from,
  }))
  const current = history.findLast(({ valid_from }) => valid_from <= at)
  return { person, manager: current?.manager ?? null, valid_from: current?.valid_from ?? null, history }
}
