import { callbackify } from 'node:util'
import { main } from '../../src/main.ts'
import pg from 'pg'

// A server that answers before it commits: the mistake that the kill rounds must be able to find. Only composed here.
// With HASTE=0 the same wrapping commits first, to show that the wrapping itself loses nothing.
const haste = Number(process.env.HASTE ?? 0)

type Query = (...args: unknown[]) => Promise<unknown>

const connect = pg.Pool.prototype.connect
const wrapped = new WeakSet<object>()

type Connected = (error: Error | null, client: pg.PoolClient) => void

// The pool's own `query` asks for a client with a callback; everybody else awaits one.
pg.Pool.prototype.connect = function (this: pg.Pool, callback?: Connected) {
  const connected = (Reflect.apply(connect, this, []) as Promise<pg.PoolClient>).then((client) => {
    if (!wrapped.has(client)) wrap(client)
    return client
  })
  if (callback === undefined) return connected
  callbackify(() => connected)(callback)
} as typeof connect

function wrap(client: pg.PoolClient): void {
  wrapped.add(client)
  const query = client.query.bind(client) as unknown as Query
  let committing: Promise<unknown> = Promise.resolve()
  const hasty: Query = async (...args) => {
    await committing
    if (!isCommit(args[0]) || haste === 0) return query(...args)
    committing = new Promise((wake) => setTimeout(wake, haste)).then(() => query(...args))
    return { command: 'COMMIT', rowCount: 0, rows: [], fields: [] }
  }
  client.query = hasty as unknown as pg.PoolClient['query']
}

const isCommit = (asked: unknown) => {
  const text = typeof asked === 'string' ? asked : (asked as { text?: string } | undefined)?.text
  return text?.trim().toLowerCase() === 'commit'
}

await main(['serve'])
