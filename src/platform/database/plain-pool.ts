import pg from 'pg'

/**
 * The pool as a library expects it: moments as `Date`, int8 as text, and, where a role is named, statements under
 * that role instead of the owner's. Our own reading of values stays with our own queries.
 */
export function plainPool(pool: pg.Pool, role?: string) {
  return {
    async connect() {
      const client = await pool.connect()
      if (role !== undefined) await client.query(`set role ${role}`)
      return {
        query: (text: string, values?: unknown[]) => client.query(plain(text, values)),
        async release() {
          if (role !== undefined) await client.query('reset role')
          client.release()
        },
      }
    },
    async query(text: string, values?: unknown[]) {
      return pool.query(plain(text, values))
    },
    async end() {},
  }
}

// An array, since PGlite's connection walks what node-postgres passes on as a list of parameter types.
const plainTypes = Object.assign([], { getTypeParser: pg.types.getTypeParser }) as unknown as pg.CustomTypesConfig

// node-postgres sends a statement without values as a simple query, which may hold several statements.
const plain = (text: string, values?: unknown[]): pg.QueryConfig => ({
  text,
  ...(values === undefined ? {} : { values }),
  types: plainTypes,
})
