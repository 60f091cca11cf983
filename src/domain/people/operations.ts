import { z } from 'zod'
import type { Actor, Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { addSettings, settingKeys, settingsAt } from '../../platform/settings.ts'
import { differenceOf } from '../../values/difference.ts'
import { quartersAround } from '../../values/fiscal-calendar.ts'
import { checkChanges } from '../../values/fiscal-year.ts'
import { Id } from '../../values/id.ts'
import { type Patch, patched } from '../../values/merge-patch.ts'
import type { Role } from './access.ts'
import { decideKeyLimits, decidePersonChange, widerThan } from './decide-person.ts'
import { createSetUpLink } from './founding.ts'
import {
  ChangedPerson,
  Key,
  Me,
  type NamedIn,
  NewKey,
  NewPerson,
  Person,
  PersonChange,
  type Reassignment,
  SetUpLink,
  WorkspaceChange,
} from './person.ts'
import { newSecret } from './secret.ts'
import * as store from './store.ts'

/** What `me.get` tells about the installation, which no table holds. */
export type Installation = {
  clock_simulated: boolean
  embedded_database: boolean
  /** Whether there is a mail server to send invitations by. */
  mails?: boolean
}

/** Asked of the modules above, which this one does not know. */
export type Guards = {
  /** Asked before somebody's rights change; what it answers hands their deals over after it, or refuses the change. */
  handoverOf(
    context: Context,
    of: { owner_id: string },
    reassign: readonly Reassignment[],
  ): Promise<() => Promise<number>>
  /** What goes on naming somebody who leaves. */
  namedIn(context: Context, person_id: string): Promise<NamedIn[]>
}

/** The operations on people, told once at start what kind of installation this is. */
export const peopleOperations = (installation: Installation, guards: Guards) => [
  operation({
    name: 'me.get',
    http: 'GET /me',
    access: 'me:read',
    effect: 'read',
    summary: 'Who am I, where, and what may I do?',
    input: z.strictObject({}),
    output: Me,
    async run(context) {
      const { tx, workspace_id, actor, now } = context
      const person = await store.readPerson(tx, workspace_id, actor.id)
      const workspace = await store.readWorkspace(tx, workspace_id)
      if (!person || !workspace) throw notFound('person')
      const settings = await settingsAt(tx, workspace_id, now)
      const today = todayIn(workspace.time_zone, now)
      const { id, slug, name } = workspace
      const workspaces = actor.workspaces?.map((one) => ({ ...one, role: one.role as Role }))
      const viewer = actor.viewed_by && (await store.readPerson(tx, workspace_id, actor.viewed_by))
      return {
        person,
        workspace: { ...workspace, ...settings, today, quarters: quartersAround(today, settings), ...installation },
        access: [...actor.access],
        workspaces: workspaces ?? [{ id, slug, name, role: person.role }],
        viewed_by: viewer ? { id: viewer.id, name: viewer.name } : null,
      }
    },
  }),
  updateWorkspace,
  listPeople,
  getPerson,
  createPerson,
  updatePerson(guards),
  invitePerson,
  listKeys,
  createKey,
  revokeKey,
]

/** The day of a moment by a workspace's clock. */
export const todayIn = (time_zone: string, now: string): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(time_zone).toPlainDate().toString()

const updateWorkspace = operation({
  name: 'workspace.update',
  http: 'PATCH /workspace',
  access: 'workspace:administer',
  effect: 'write',
  summary: 'Name, time zone, currency, fiscal year, and whether there are figures about people; from now on',
  input: WorkspaceChange,
  output: WorkspaceChange.required().meta({ id: 'WorkspaceSettings' }),
  async run({ tx, workspace_id, now, record, unchanged }, { name, time_zone, ...dated }) {
    const workspace = await store.readWorkspace(tx, workspace_id)
    if (!workspace) throw notFound('workspace')
    const settings = await settingsAt(tx, workspace_id, now)
    const before = { name: workspace.name, time_zone: workspace.time_zone, ...settings }
    const after = patched(before, { name, time_zone, ...dated })
    const checked = checkChanges(after)
    if (!checked.ok) throw invalid('/fiscal_changes', checked.refusal.code, checked.refusal.message)
    const difference = differenceOf(before, after)
    if (difference === null) {
      unchanged()
      return before
    }
    await store.updateWorkspace(tx, workspace_id, after)
    const keys = settingKeys.filter((key) => key in difference.after)
    await addSettings(tx, workspace_id, Object.fromEntries(keys.map((key) => [key, after[key]])), now)
    record({ type: 'workspace.updated', subject: workspace_id, version: 1, data: difference })
    return after
  },
})

const listPeople = operation({
  name: 'people.list',
  http: 'GET /people',
  access: 'workspace:read',
  effect: 'read',
  summary: 'The people of this workspace',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Person) }),
  run: async ({ tx, workspace_id }) => ({ data: await store.readPeople(tx, workspace_id) }),
})

const getPerson = operation({
  name: 'people.get',
  http: 'GET /people/{person_id}',
  access: 'workspace:read',
  effect: 'read',
  summary: 'One person of this workspace',
  input: z.strictObject({ person_id: Id('per') }),
  output: Person,
  async run({ tx, workspace_id }, { person_id }) {
    const person = await store.readPerson(tx, workspace_id, person_id)
    if (!person) throw notFound('person')
    return person
  },
})

const createPerson = operation({
  name: 'people.create',
  http: 'POST /people',
  access: 'people:administer',
  effect: 'write',
  summary: 'Add a person, who can own deals at once',
  input: NewPerson,
  output: Person,
  run(context, input) {
    refuseWider(context.actor, input.role)
    return addPerson(context, input)
  },
})

/** Adds a person to the workspace of this request; also for people that an import names. */
export async function addPerson(
  { tx, workspace_id, newId, now, record }: Context,
  { name, email, role }: z.output<typeof NewPerson>,
): Promise<Person> {
  if (await store.readPersonByEmail(tx, workspace_id, email))
    throw new Problem('conflict', `${email} is already a member of this workspace.`, 'person-exists')
  const person: Person = { id: newId('per'), name, email, role, active: true, signs_in: false, created_at: now }
  await store.insertPerson(tx, workspace_id, person)
  record({ type: 'person.created', subject: person.id, version: 1, data: { after: person } })
  return person
}

/** Throws where somebody would hand out a role that may more than they may themselves. */
export function refuseWider(actor: Actor, role: Role): void {
  const wider = widerThan(actor, role)
  if (wider) unwrap(wider)
}

const updatePerson = (guards: Guards) =>
  operation({
    name: 'people.update',
    http: 'PATCH /people/{person_id}',
    access: 'people:administer',
    effect: 'write',
    summary: 'Name and role of a person, and whether they are still here; who leaves loses their keys at once',
    input: PersonChange,
    output: ChangedPerson,
    run: (context, { person_id, reassign = [], ...change }) =>
      changePerson(context, person_id, change, { reassign, ...guards }),
  })

async function changePerson(
  context: Context,
  person_id: string,
  change: Patch<Pick<Person, 'name' | 'role' | 'active'>>,
  { reassign, handoverOf, namedIn }: Guards & { reassign: readonly Reassignment[] },
): Promise<ChangedPerson> {
  const { tx, workspace_id, actor, now, record, unchanged } = context
  // One after the other: two owners who take the role from each other would leave nobody.
  await store.lockPeople(tx, workspace_id)
  const people = await store.readPeople(tx, workspace_id)
  const person = people.find(({ id }) => id === person_id)
  if (!person) throw notFound('person')
  const leaves = person.active && change.active === false
  const stranger = reassign.findIndex((one) => one.person_id !== person_id)
  if (stranger >= 0)
    throw invalid(`/reassign/${stranger}/person_id`, 'other', `Only deals of ${person.name} can be handed over here.`)
  const handOver = await handoverOf(context, { owner_id: person_id }, reassign)
  const after = unwrap(decidePersonChange({ person, people }, change, actor))
  const { name, role, active } = person
  const difference = differenceOf({ name, role, active }, after)
  if (difference === null) {
    unchanged()
    return { ...person, reassigned: 0, named_in: [] }
  }
  await store.updatePerson(tx, workspace_id, person_id, after)
  const reassigned = await handOver()
  record({ type: 'person.updated', subject: person_id, version: 2, data: difference })
  // Ended for good: a person who comes back gets new ones, since nobody watched the old ones meanwhile.
  const ended = leaves ? await store.revokeKeysOf(tx, workspace_id, person_id, now) : []
  const data = { before: { revoked_at: null }, after: { revoked_at: now } }
  for (const id of ended) record({ type: 'key.revoked', subject: id, version: 2, data })
  const named_in = leaves ? await namedIn(context, person_id) : []
  return { ...person, ...after, reassigned, named_in }
}

const invitePerson = operation({
  name: 'set_up_links.create',
  http: 'POST /people/{person_id}/set-up-links',
  access: 'people:administer',
  effect: 'write',
  reveals: true,
  summary: 'Make a link by which a person chooses their password; it works once, and is shown this once',
  input: z.strictObject({ person_id: Id('per') }),
  output: SetUpLink,
  async run({ tx, workspace_id, actor, now, record }, { person_id }) {
    const person = await store.readPerson(tx, workspace_id, person_id)
    if (!person) throw notFound('person')
    refuseUninvitable(person)
    refuseWider(actor, person.role)
    const { token, expires_at } = await createSetUpLink(tx, { workspace_id, person_id }, now)
    record({ type: 'person.invited', subject: person_id, version: 1, data: { after: { expires_at } } })
    // Who has no address that leads anywhere says who they are by the link, as a new workspace's owner does.
    const known = person.email.endsWith('.invalid') ? {} : { email: person.email }
    const whom = new URLSearchParams({ token, ...known })
    return { person: { id: person.id, name: person.name }, email: person.email, path: `/set-up#${whom}`, expires_at }
  },
})

/** Throws for whoever is gone, and for whoever is in already: no link sets another password for a sign-in. */
export function refuseUninvitable({ name, active, signs_in }: Person): void {
  if (!active) throw new Problem('refused', `${name} has left this workspace.`, 'person-left')
  if (signs_in) throw new Problem('conflict', `${name} signs in already, and needs no link.`, 'signs-in-already')
}

const listKeys = operation({
  name: 'keys.list',
  http: 'GET /keys',
  access: 'keys:administer',
  effect: 'read',
  summary: 'API keys: what they start with, whose they are, what they may at most, until when they hold',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Key) }),
  run: async ({ tx, workspace_id }) => ({ data: (await store.readKeys(tx, workspace_id)).map(keyOf) }),
})

const keyOf = ({ person_id, person_name, ...key }: store.KeyRow) => ({
  ...key,
  person: { id: person_id, name: person_name },
})

const createKey = operation({
  name: 'keys.create',
  http: 'POST /keys',
  access: 'keys:administer',
  effect: 'write',
  reveals: true,
  summary: 'Make an API key for a person, for all they may or only a part; its secret is shown this once',
  input: NewKey,
  output: Key.extend({ secret: z.string() }).meta({ id: 'NewApiKey' }),
  async run({ tx, workspace_id, actor, newId, now, record }, { name, person_id = actor.id, ...asked }) {
    const person = await store.readPerson(tx, workspace_id, person_id)
    if (!person) throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
    if (!person.active) throw invalid('/person_id', 'left', `${person.name} has left this workspace.`)
    if (asked.expires_at !== undefined && asked.expires_at <= now)
      throw invalid('/expires_at', 'past', 'Choose a moment that is still to come.')
    const limits = unwrap(decideKeyLimits(asked, actor.key))
    const { secret, prefix, hash } = newSecret()
    const key = { id: newId('key'), name, prefix, ...limits, created_at: now }
    await store.insertKey(tx, workspace_id, { ...key, person_id, hash })
    record({ type: 'key.created', subject: key.id, version: 1, data: { after: { ...key, person_id } } })
    return {
      ...key,
      scopes: limits.scopes && [...limits.scopes],
      revoked_at: null,
      person: { id: person.id, name: person.name },
      secret,
    }
  },
})

const revokeKey = operation({
  name: 'keys.revoke',
  http: 'POST /keys/{key_id}/revocation',
  access: 'keys:administer',
  effect: 'write',
  summary: 'End an API key at once',
  input: z.strictObject({ key_id: Id('key') }),
  output: Key,
  async run({ tx, workspace_id, now, record, unchanged }, { key_id }) {
    const key = (await store.readKeys(tx, workspace_id)).find(({ id }) => id === key_id)
    if (!key) throw notFound('key')
    if (key.revoked_at !== null) {
      unchanged()
      return keyOf(key)
    }
    await store.revokeKey(tx, workspace_id, key_id, now)
    record({
      type: 'key.revoked',
      subject: key_id,
      version: 2,
      data: { before: { revoked_at: null }, after: { revoked_at: now } },
    })
    return keyOf({ ...key, revoked_at: now })
  },
})
