import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { idFrom } from '../values/id.ts'
import type { Instant } from '../values/instant.ts'
import type { Actor, Context } from './context.ts'
import type { Database, Tx } from './database/open.ts'
import { keepInSight, sightSettings } from './database/pipeline-security.ts'
import { type Recorded, saveEvents } from './events.ts'
import type { Effect } from './operation.ts'
import { Problem } from './problem.ts'
import { sightOf } from './rights.ts'

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
  if (actor.viewed_by !== undefined && effect === 'write')
    throw new Problem(
      'forbidden',
      `You are looking at this as ${actor.name}, and may only read; stop viewing as them to change anything.`,
      'viewing-as',
    )
  const recorded: Recorded[] = []
  let unchanged = false
  let moment = now
  const inSight = sightOf(actor).bound ? new Set(actor.rights.deals.keys()) : undefined
  return withinWorkspace(database, asked, async (tx, leave) => {
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
      async keepInSight(deal_ids) {
        if (inSight === undefined || deal_ids.every((id) => inSight.has(id))) return
        for (const id of deal_ids) inSight.add(id)
        await keepInSight(tx, inSight)
      },
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

/**
 * Does what founds a workspace, inside the transaction of another one. Row-level security holds there as well: while it
 * lasts, nothing but the new workspace can be read or written.
 */
export async function withinNewWorkspace<T>(
  tx: Tx,
  { from, to }: { from: string; to: string },
  work: () => Promise<T>,
): Promise<T> {
  const enter = (workspace: string) => {
    if (!workspacePattern.test(workspace)) throw new Error('malformed workspace id')
    return sql.raw(`set local app.workspace = '${workspace}'`).execute(tx)
  }
  await enter(to)
  const result = await work()
  await enter(from)
  return result
}

const workspacePattern = /^wsp_[0-9a-z]+$/

/**
 * What a request asks is asked again and again of tables that have their size, so its plans are kept: under row-level
 * security PostgreSQL would else plan the cards of a board anew each time, for half as long as they take. A job is
 * planned anew where that seems better, since it may be filling tables that were empty when it began.
 */
const keptPlans = '; set local plan_cache_mode = force_generic_plan'

async function withinWorkspace<T>(
  { lend, embedded }: Database,
  { actor, effect, request_id }: Asked,
  work: (tx: Tx, leave: (result: T) => T) => Promise<T>,
): Promise<T> {
  // A literal, since a parameter would not reach Citus' workers; so its form is checked here, whoever made it.
  const workspace = actor.workspace_id
  if (!workspacePattern.test(workspace)) throw new Error('malformed workspace id')
  return lend(async (tx) => {
    const begin = effect === 'read' ? 'begin isolation level repeatable read read only' : 'begin'
    const settings = `set local app.workspace = '${workspace}'; ${sightSettings(actor)}`
    const plans = embedded || request_id === undefined ? '' : keptPlans
    await sql.raw(`${begin}; ${settings}${plans}`).execute(tx)
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
