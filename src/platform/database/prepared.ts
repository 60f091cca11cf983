import type pg from 'pg'

const names = new Map<string, string>()
const mostNames = 1_000

type Query = (...given: unknown[]) => unknown

/**
 * Has every statement with parameters prepared once a connection, under a name that follows from its text: planning the
 * joins of a board takes longer than running them. Beyond a thousand different texts the rest go unprepared.
 */
export function prepareStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as Query
  let role = ''
  const prepared: Query = (text, values, ...rest) => {
    if (typeof text === 'string') role = roleAfter(text) ?? role
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return query(text, values, ...rest)
    const name = nameOf(text)
    return name === undefined ? query(text, values, ...rest) : query({ name: name + role, text, values }, ...rest)
  }
  client.query = prepared as pg.PoolClient['query']
}

/** Policies are part of a plan, so that a statement of two roles would be planned anew with every change: it has two names. */
function roleAfter(text: string): string | undefined {
  if (text === 'commit' || text === 'rollback') return ''
  return /set local role tributary(_[a-z]+)/.exec(text)?.[1]
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  const name = `s${names.size + 1}`
  names.set(text, name)
  return name
}
