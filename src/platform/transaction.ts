import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { idFrom } from '../values/id.ts'
import type { Instant } from '../values/instant.ts'
import type { Actor, Context } from './context.ts'
import type { Database, Tx } from './database/open.ts'
import { type Recorded, saveEvents } from './events.ts'
import type { Effect } from './operation.ts'

export type Asked = { actor: Actor; effect: Effect; name: string; now: Instant; request_id?: string | undefined }

export const newId: Context['newId'] = (prefix) => idFrom(prefix, randomUUIDv7())

/**
 * Runs the work of one request in one transaction, as the role that row-level security binds, inside one workspace.
 *
 * A read cannot write. A write that recorded no event would be missing from audit, webhooks and screens: it does not
 * commit. Events are written last, many in one statement, so that their rows are held locked as shortly as possible.
 */
export async function inTransaction<T>(
  database: Database,
  asked: Asked,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { actor, effect, now, request_id } = asked
  const recorded: Recorded[] = []
  let unchanged = false
  let moment = now
  return withinWorkspace(database, actor.workspace_id, effect, async (tx, leave) => {
    const context: Context = {
      actor,
      workspace_id: actor.workspace_id,
      get now() {
        return moment
      },
      notBefore(earliest) {
        if (earliest > moment) moment = earliest
      },
      tx,
      newId,
      record(event) {
        const id = newId('evt')
        recorded.push({ id, ...event })
        return id
      },
      async attempt(work) {
        const before = recorded.length
        await sql.raw('savepoint attempt').execute(tx)
        try {
          const result = await work()
          await sql.raw('release savepoint attempt').execute(tx)
          return result
        } catch (error) {
          recorded.length = before
          await sql.raw('rollback to savepoint attempt; release savepoint attempt').execute(tx)
          throw error
        }
      },
      unchanged() {
        unchanged = true
      },
      ...(request_id === undefined ? {} : { request_id }),
    }
    const result = await work(context)
    if (effect === 'read' || unchanged) return leave(result)
    if (recorded.length === 0) throw new Error(`${asked.name} wrote without recording an event`)
    await saveEvents(tx, recorded, { actor, now: moment, request_id })
    return result
  })
}

/** A rolled-back rehearsal of a write: everything happens, nothing stays. */
export async function rehearse<T>(
  database: Database,
  asked: Asked,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const undone = Symbol('rehearsed')
  let result: T | undefined
  try {
    await inTransaction(database, { ...asked, effect: 'write' }, async (context) => {
      result = await work(context)
      throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
  }
  return result as T
}

const workspacePattern = /^wsp_[0-9a-z]+$/

async function withinWorkspace<T>(
  { lend }: Database,
  workspace: string,
  effect: Effect,
  work: (tx: Tx, leave: (result: T) => T) => Promise<T>,
): Promise<T> {
  // A literal, since a parameter would not reach Citus' workers; so its form is checked here, whoever made it.
  if (!workspacePattern.test(workspace)) throw new Error('malformed workspace id')
  return lend(async (tx) => {
    const begin = effect === 'read' ? 'begin isolation level repeatable read read only' : 'begin'
    await sql.raw(`${begin}; set local role tributary_app; set local app.workspace = '${workspace}'`).execute(tx)
    let end = 'commit'
    const leave = (result: T) => {
      end = 'rollback'
      return result
    }
    try {
      const result = await work(tx, leave)
      await sql.raw(end).execute(tx)
      return result
    } catch (error) {
      await sql.raw('rollback').execute(tx)
      throw error
    }
  })
}
