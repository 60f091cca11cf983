import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { addSettings, settingKeys, settingsAt } from '../../platform/settings.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { patched } from '../../values/merge-patch.ts'
import { Line } from '../../values/text.ts'
import { createSetUpLink } from './founding.ts'
import { Key, Me, NewPerson, Person, SetUpLink, WorkspaceChange } from './person.ts'
import { newSecret } from './secret.ts'
import * as store from './store.ts'

/** What `me.get` tells about the installation, which no table holds. */
export type Installation = { clock_simulated: boolean; embedded_database: boolean }

/** The operations on people, told once at start what kind of installation this is. */
export const peopleOperations = (installation: Installation) => [
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
      const viewer = actor.viewed_by && (await store.readPerson(tx, workspace_id, actor.viewed_by))
      return {
        person,
        workspace: { ...workspace, ...settings, today, ...installation },
        access: [...actor.access],
        viewed_by: viewer ? { id: viewer.id, name: viewer.name } : null,
      }
    },
  }),
  updateWorkspace,
  listPeople,
  createPerson,
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
  summary: 'Name, time zone, currency of totals and first month of the fiscal year, from now on',
  input: WorkspaceChange,
  output: WorkspaceChange.required().meta({ id: 'WorkspaceSettings' }),
  async run({ tx, workspace_id, now, record, unchanged }, { name, time_zone, ...dated }) {
    const workspace = await store.readWorkspace(tx, workspace_id)
    if (!workspace) throw notFound('workspace')
    const settings = await settingsAt(tx, workspace_id, now)
    const before = { name: workspace.name, time_zone: workspace.time_zone, ...settings }
    const after = patched(before, { name, time_zone, ...dated })
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

const createPerson = operation({
  name: 'people.create',
  http: 'POST /people',
  access: 'people:administer',
  effect: 'write',
  summary: 'Add a person, who can own deals at once',
  input: NewPerson,
  output: Person,
  run: (context, input) => addPerson(context, input),
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

const invitePerson = operation({
  name: 'set_up_links.create',
  http: 'POST /people/{person_id}/set-up-links',
  access: 'people:administer',
  effect: 'write',
  summary: 'Make a link by which a person chooses their password; it works once, and is shown this once',
  input: z.strictObject({ person_id: Id('per') }),
  output: SetUpLink,
  async run({ tx, workspace_id, now, record }, { person_id }) {
    const person = await store.readPerson(tx, workspace_id, person_id)
    if (!person) throw notFound('person')
    if (!person.active) throw new Problem('refused', `${person.name} has left this workspace.`, 'person-left')
    const { token, expires_at } = await createSetUpLink(tx, { workspace_id, person_id }, now)
    record({ type: 'person.invited', subject: person_id, version: 1, data: { after: { expires_at } } })
    // Who has no address that leads anywhere says who they are by the link, as a new workspace's owner does.
    const known = person.email.endsWith('.invalid') ? {} : { email: person.email }
    const whom = new URLSearchParams({ token, ...known })
    return { person: { id: person.id, name: person.name }, email: person.email, path: `/set-up#${whom}`, expires_at }
  },
})

const listKeys = operation({
  name: 'keys.list',
  http: 'GET /keys',
  access: 'keys:administer',
  effect: 'read',
  summary: 'API keys: what they start with, whose they are, until when they hold',
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
  summary: 'Make an API key for a person; its secret is shown this once',
  input: z.strictObject({
    name: Line(80),
    person_id: Id('per').optional(),
    expires_at: InstantSchema.optional(),
  }),
  output: Key.extend({ secret: z.string() }).meta({ id: 'NewApiKey' }),
  async run({ tx, workspace_id, actor, newId, now, record }, { name, person_id = actor.id, expires_at = null }) {
    const person = await store.readPerson(tx, workspace_id, person_id)
    if (!person) throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
    if (expires_at !== null && expires_at <= now)
      throw invalid('/expires_at', 'past', 'Choose a moment that is still to come.')
    const { secret, prefix, hash } = newSecret()
    const key = { id: newId('key'), name, prefix, created_at: now, expires_at }
    await store.insertKey(tx, workspace_id, { ...key, person_id, hash })
    record({ type: 'key.created', subject: key.id, version: 1, data: { after: { ...key, person_id } } })
    return { ...key, revoked_at: null, person: { id: person.id, name: person.name }, secret }
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
