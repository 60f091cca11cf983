import { z } from 'zod'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { seesWhole, sightOf } from '../../platform/rights.ts'
import { Id } from '../../values/id.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { lockDeals, saveChange } from '../ledger/index.ts'
import { accessOf, type Membership, memberById, readPeople, readStandings } from '../people/index.ts'
import { readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn, rightsOf } from '../rights/index.ts'
import { decideHandover, type Standing } from './decide-handover.ts'
import { explainRights } from './explain-rights.ts'
import { NewGrant, PersonRights, PipelineRights, Reassignment, View } from './grant.ts'
import * as store from './store.ts'

const pipeline = z.string().max(100)

export const getRights = operation({
  name: 'rights.get',
  http: 'GET /pipelines/{pipeline}/rights',
  access: 'rights:administer',
  effect: 'read',
  summary: 'Who may do what in a pipeline, and on whose deals',
  input: z.strictObject({ pipeline }),
  output: PipelineRights,
  async run(context, { pipeline }) {
    return shown(context, await administered(context, pipeline), 0)
  },
})

export const setRights = operation({
  name: 'rights.set',
  http: 'PUT /pipelines/{pipeline}/rights',
  access: 'rights:administer',
  effect: 'write',
  summary: 'Put these grants in the place of all that a pipeline has; none opens it to everybody by their role',
  input: z.strictObject({
    pipeline,
    grants: z.array(NewGrant).max(200),
    /** New owners for the open deals of those who may no longer work on them. */
    reassign: z.array(Reassignment).max(200).optional(),
  }),
  output: PipelineRights,
  async run(context, { pipeline, grants, reassign = [] }) {
    const { tx, workspace_id, now, newId, record, unchanged } = context
    const found = await administered(context, pipeline)
    await store.lockRights(tx, workspace_id, found.id)
    await requireGrantees(context, grants)
    const before = await store.readGrants(tx, workspace_id, found.id)
    const wanted = new Map(grants.map((grant) => [wordsOf(grant), grant]))
    const ended = before.filter((row) => !wanted.has(wordsOfRow(row)))
    for (const row of before) wanted.delete(wordsOfRow(row))
    if (ended.length === 0 && wanted.size === 0) {
      unchanged()
      return shown(context, found, 0)
    }
    const handOver = await handoverOf(context, { pipeline_id: found.id }, reassign)
    await store.endGrants(
      tx,
      workspace_id,
      ended.map(({ id }) => id),
      now,
    )
    const added = [...wanted.values()].map(({ to, rights, deals }) => ({
      id: newId('grt'),
      pipeline_id: found.id,
      role: to.role ?? null,
      team_id: to.team_id ?? null,
      person_id: to.person_id ?? null,
      rights: [...new Set(rights)],
      deals,
      valid_from: now,
    }))
    await store.insertGrants(tx, workspace_id, added)
    record({
      type: 'rights.changed',
      subject: found.id,
      version: 1,
      data: { key: found.key, before: before.map(plain), after: (await current(context, found.id)).map(plain) },
    })
    return shown(context, found, await handOver())
  },
})

/** Opens a pipeline to the same people as another, since it takes the place of that one for some of its deals. */
export async function copyRights(
  { tx, workspace_id, now, newId, record }: Context,
  { from, to }: { from: string; to: { id: string; key: string } },
): Promise<void> {
  const grants = await store.readGrants(tx, workspace_id, from)
  if (grants.length === 0) return
  const copies = grants.map(({ role, team_id, person_id, rights, deals }) => ({
    id: newId('grt'),
    pipeline_id: to.id,
    role,
    team_id,
    person_id,
    rights,
    deals,
    valid_from: now,
  }))
  await store.insertGrants(tx, workspace_id, copies)
  const after = (await store.readGrants(tx, workspace_id, to.id)).map(plain)
  record({ type: 'rights.changed', subject: to.id, version: 1, data: { key: to.key, before: [], after } })
}

export const explainPerson = operation({
  name: 'people.rights',
  http: 'GET /people/{person_id}/rights',
  access: 'rights:administer',
  effect: 'read',
  summary: 'Why can they? Every right of a person in every pipeline, and the role or grant that gives it',
  input: z.strictObject({ person_id: Id('per') }),
  output: PersonRights,
  async run({ tx, workspace_id, now }, { person_id }) {
    const person = (await readPeople(tx, workspace_id)).find(({ id }) => id === person_id)
    if (!person) throw notFound('person')
    const grants = await store.readGrants(tx, workspace_id)
    const teams = await store.readTeamIds(tx, workspace_id, person_id, now)
    const pipelines = (await readPipelines(tx, workspace_id)).map(({ id, key, name }) => {
      const here = grants.filter(({ pipeline_id }) => pipeline_id === id)
      const held = here.flatMap(({ role, team_id, team_name, person_id: one, rights, deals }) => {
        if (role !== null && role === person.role) return [{ rights, deals, through: `the role ${role}` }]
        if (team_id !== null && teams.has(team_id)) return [{ rights, deals, through: `the team ${team_name}` }]
        return one === person_id ? [{ rights, deals, through: person.name }] : []
      })
      const rights = explainRights({ person, pipeline: { name, open: here.length === 0 }, grants: held })
      return { pipeline: { id, key, name }, rights }
    })
    return { person: { id: person.id, name: person.name }, role: person.role, pipelines }
  },
})

/**
 * Called before somebody's rights are changed, be it their role, a grant, or that they leave: answers what is to be
 * called after the change. That refuses (422 `owns-open-deals`) while somebody who may no longer work on open deals of
 * theirs has no successor in `reassign`, and else hands those deals over; it answers how many.
 */
export async function handoverOf(
  context: Context,
  of: { pipeline_id?: string; owner_id?: string },
  reassign: readonly Reassignment[],
): Promise<() => Promise<number>> {
  const { tx, workspace_id } = context
  const owned = await store.readOwned(tx, workspace_id, of)
  const named = reassign.flatMap(({ person_id, to }) => [person_id, to])
  const ids = [...new Set([...owned.map(({ owner_id }) => owner_id), ...named])]
  const before = await standingsOf(context, ids)
  // Also where nothing is to be handed over: whom nobody knows is never taken for somebody.
  for (const [i, one] of reassign.entries())
    for (const member of ['person_id', 'to'] as const)
      if (!before.has(one[member]))
        throw invalid(`/reassign/${i}/${member}`, 'unknown', 'There is no such person in this workspace.')
  return async () => {
    const after = await standingsOf(context, ids)
    const handovers = unwrap(decideHandover({ owned, before, after, reassign }))
    let deals = 0
    for (const handover of handovers) deals += await handOver(context, handover)
    return deals
  }
}

async function handOver(context: Context, handover: { pipeline_id: string; from: string; to: string }) {
  const { tx, workspace_id } = context
  const ids = await store.readOpenIds(tx, workspace_id, handover)
  await context.keepInSight(ids)
  for (const deal of await lockDeals(tx, workspace_id, ids)) {
    context.notBefore(deal.updated_at)
    const after = { ...deal, version: deal.version + 1, owner_id: handover.to }
    const reason = 'Handed over, as its owner may no longer work on it'
    await saveChange(context, { before: deal, after, kind: 'edited', type: 'deal.edited', reason, handover: true })
  }
  return ids.length
}

async function standingsOf({ tx, workspace_id, now }: Context, ids: readonly string[]): Promise<Map<string, Standing>> {
  const active = new Map((await readPeople(tx, workspace_id)).map((person) => [person.id, person.active]))
  const found = await readStandings(tx, workspace_id, ids, now)
  return new Map(
    [...found].map(([id, one]) => {
      const here = active.get(id) ?? false
      const may_work = here && accessOf(one.role).has('deals:work')
      return [id, { id, name: one.name, active: here, may_work, rights: rightsOf(one) }]
    }),
  )
}

const viewDays = 1 / 3

export const beginView = operation({
  name: 'views_as.create',
  http: 'POST /views-as',
  access: 'rights:administer',
  effect: 'write',
  summary: 'Begin to see what a person sees: for eight hours, requests with Tributary-View-As are answered as theirs',
  input: z.strictObject({ person_id: Id('per') }),
  output: View,
  async run({ tx, workspace_id, now, actor, record }, { person_id }) {
    const person = (await readPeople(tx, workspace_id)).find(({ id }) => id === person_id)
    if (!person) throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
    if (!person.active) throw new Problem('refused', `${person.name} has left this workspace.`, 'person-left')
    refuseAbove(actor, person)
    const until = plusDays(now, viewDays)
    record({ type: 'person.viewed_as', subject: person_id, version: 1, data: { after: { until } } })
    return { person: { id: person.id, name: person.name }, began_at: now, until }
  },
})

/** Who is to be viewed as, where the one who asks may and has begun to. Throws 403 with what to do. */
export async function viewedPerson(
  database: Database,
  by: Actor,
  person_id: string,
  now: Instant,
): Promise<Membership> {
  const { workspace_id } = by
  if (!by.access.has('rights:administer'))
    throw new Problem('forbidden', 'Viewing as somebody needs the right rights:administer.', 'forbidden', {
      access: 'rights:administer',
    })
  const person = Id('per').safeParse(person_id).success
    ? await memberById(database, workspace_id, person_id, now)
    : undefined
  if (!person)
    throw new Problem('invalid', 'Tributary-View-As: there is no such person in this workspace.', 'view-as-unknown')
  refuseAbove(by, person)
  const after = plusDays(now, -viewDays)
  if (await store.readViewBegan(database.owner, workspace_id, { by: by.id, person_id, after })) return person
  const message = `You have not begun to view as ${person.name}; begin with POST /views-as, so that the audit shows it.`
  throw new Problem('forbidden', message, 'view-not-begun')
}

/** Nobody sees more through another's eyes than through their own. */
function refuseAbove(by: Actor, person: Pick<Membership, 'name' | 'role'>): void {
  const more = [...accessOf(person.role)].filter((access) => !by.access.has(access))
  if (more.length === 0 && sightOf(by).all) return
  const message = `${person.name} may see more than you may (${more[0] ?? 'more pipelines'}); ask an owner to look.`
  throw new Problem('forbidden', message, 'view-as-above')
}

type Found = NonNullable<Awaited<ReturnType<typeof readPipeline>>>

/** Only who sees every deal of a pipeline can say who is to own them. */
async function administered(context: Context, named: string): Promise<Found> {
  const found = await readPipeline(context.tx, context.workspace_id, named)
  if (!found) throw notFound('pipeline')
  if (!seesWhole(context.actor, found.id)) await permitOn(context, 'see', { pipeline_id: found.id, owner_id: null })
  return found
}

async function shown(context: Context, { id, key, name }: Found, reassigned: number) {
  const rows = await current(context, id)
  return { pipeline: { id, key, name }, open: rows.length === 0, grants: rows.map(plain), reassigned }
}

const current = ({ tx, workspace_id }: Context, pipeline_id: string) => store.readGrants(tx, workspace_id, pipeline_id)

const plain = (row: store.GrantRow) => ({
  id: row.id,
  to: {
    role: row.role,
    team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
    person: row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? '' },
  },
  rights: row.rights,
  deals: row.deals,
  valid_from: row.valid_from,
})

/** The same grant in the same words, so that what stays is not ended and begun anew. */
const wordsOf = ({ to, rights, deals }: NewGrant) =>
  JSON.stringify([to.role ?? to.team_id ?? to.person_id, [...new Set(rights)].sort(), deals])
const wordsOfRow = (row: store.GrantRow) =>
  JSON.stringify([row.role ?? row.team_id ?? row.person_id, row.rights.toSorted(), row.deals])

async function requireGrantees({ tx, workspace_id }: Context, grants: readonly NewGrant[]): Promise<void> {
  const people = new Set((await readPeople(tx, workspace_id)).map(({ id }) => id))
  const teams = await store.readTeams(
    tx,
    workspace_id,
    grants.flatMap(({ to }) => to.team_id ?? []),
  )
  for (const [i, { to }] of grants.entries()) {
    if (to.person_id !== undefined && !people.has(to.person_id))
      throw invalid(`/grants/${i}/to/person_id`, 'unknown', 'There is no such person in this workspace.')
    if (to.team_id !== undefined && !teams.has(to.team_id))
      throw invalid(`/grants/${i}/to/team_id`, 'unknown', 'There is no such team in this workspace.')
  }
}
