import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '../src/client/client.ts'
import { connectSignIn, foundWorkspace, type Role } from '../src/domain/people/index.ts'
import { prepareInstallation } from '../src/first-start.ts'
import type { Config } from '../src/platform/config.ts'
import { startServer } from '../src/server.ts'
import { openTestDatabase, testConfig } from './database.ts'
import { checkInvariants } from './invariants.ts'

export { onPostgres } from './database.ts'

export type Member = { id: string; key: string; client: Client }
export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/**
 * A server in this process on a database of its own: in-memory PGlite, or PostgreSQL where TEST_DATABASE_URL names one.
 * With `demo` it holds the demo company, else one empty workspace. `close` checks the invariants and drops the database.
 */
export async function startTestServer({
  clock = 'real',
  demo = false,
  settings = {},
}: {
  clock?: Config['clock']
  demo?: boolean
  /** Other settings than the ones of most tests. */
  settings?: Partial<Config>
} = {}) {
  const data = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  const database = await openTestDatabase()
  const config = testConfig({ data, clock, demo, ...settings })
  const server = await startServer(config, { database }, async (running) => {
    await prepareInstallation(running, config, () => {})
  })
  const { url, signIn, settled } = server
  const clientFor = (key: string) => createClient({ base: url, headers: { authorization: `Bearer ${key}` } })
  const key = readFileSync(join(data, 'owner.key'), 'utf8')
  const client = clientFor(key)
  const me = await client.me.get()
  const owner: Member = { id: me.person.id, key, client }
  let members = 0

  return {
    url,
    database,
    server,
    workspace_id: me.workspace.id,
    owner,
    /** The owner's client. */
    client,
    clientFor,
    settled,
    /** Adds a person with an API key of their own. */
    async addPerson({
      role = 'rep',
      name = `Person ${++members}`,
    }: {
      role?: Role
      name?: string
    } = {}): Promise<Member> {
      const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.test`
      const person = await client.people.create({ name, email, role })
      const { secret } = await client.keys.create({ name: 'test', person_id: person.id })
      return { id: person.id, key: secret, client: clientFor(secret) }
    },
    /** Gives a person a password; answers what to type into the sign-in page. */
    async letSignIn(
      person_id: string,
      password = 'correct horse battery',
      workspace_id = me.workspace.id,
    ): Promise<{ email: string; password: string }> {
      const whom = { workspace_id, person_id }
      let email = ''
      await connectSignIn(database.owner, whom, (user) => {
        email = user.email
        return signIn.setPassword(user, password)
      })
      return { email, password }
    },
    /** Another workspace in the same database, for tests of what must not be seen from here. */
    async foundWorkspace(slug: string): Promise<Member & { workspace_id: string }> {
      const founder = { name: `Owner of ${slug}`, email: `owner@${slug}.test` }
      const founding = { slug, name: slug, currency: 'EUR', time_zone: 'UTC', owner: founder, valid_from: longAgo }
      const { workspace_id, owner_id, owner_key } = await foundWorkspace(database, founding, server.clock.now())
      return { id: owner_id, key: owner_key, client: clientFor(owner_key), workspace_id }
    },
    /** Sets the simulated clock; what falls due meanwhile is done before it answers. */
    async setClock(now: string): Promise<void> {
      await client.send('PUT', '/test-clock', { body: JSON.stringify({ now }), content_type: 'application/json' })
    },
    async close(): Promise<void> {
      await settled()
      try {
        await checkInvariants(database)
      } finally {
        await server.close()
        await database.close()
        rmSync(data, { recursive: true, force: true })
      }
    },
  }
}

const longAgo = '2000-01-01T00:00:00.000Z'
