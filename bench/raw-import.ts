import type pg from 'pg'

const batch = 500
const tables = ['deal', 'deal_ledger', 'event', 'import_link'] as const
type Table = (typeof tables)[number]
type Row = Record<string, unknown>

/**
 * Reads the rows that an import left behind, the newest deals of a workspace, and writes them again under other ids by
 * plain inserts: one transaction for 500 deals with their ledger, events, outbox and links. Answers deals a second.
 */
export async function insertAgain(
  pool: pg.Pool,
  { workspace_id, rows }: { workspace_id: string; rows: number },
): Promise<number> {
  const found = await pool.query('select id from deal where workspace_id = $1 order by number desc limit $2', [
    workspace_id,
    rows,
  ])
  const ids: string[] = found.rows.map(({ id }) => id)
  const batches: Record<Table, Row[]>[] = []
  for (let at = 0; at < ids.length; at += batch)
    batches.push(await copiesOf(pool, workspace_id, ids.slice(at, at + batch)))
  const started = performance.now()
  for (const rows of batches) await write(pool, rows)
  return ids.length / ((performance.now() - started) / 1000)
}

async function copiesOf(pool: pg.Pool, workspace_id: string, ids: readonly string[]): Promise<Record<Table, Row[]>> {
  const read = async (table: Table, column: string): Promise<Row[]> => {
    const text = `select to_jsonb(t) as row from ${table} t where workspace_id = $1 and ${column} = any($2)`
    return (await pool.query(text, [workspace_id, ids])).rows.map(({ row }) => row)
  }
  const other = (id: unknown) => `${id}c`
  return {
    deal: (await read('deal', 'id')).map((row) => ({
      ...row,
      id: other(row['id']),
      number: 10_000_000 + Number(row['number']),
    })),
    deal_ledger: (await read('deal_ledger', 'deal_id')).map((row) => ({
      ...row,
      id: other(row['id']),
      deal_id: other(row['deal_id']),
      event_id: other(row['event_id']),
    })),
    event: (await read('event', 'subject')).map((row) => ({ ...row, id: other(row['id']) })),
    import_link: (await read('import_link', 'deal_id')).map((row) => ({
      ...row,
      source_id: other(row['source_id']),
      deal_id: other(row['deal_id']),
    })),
  }
}

async function write(pool: pg.Pool, rows: Record<Table, Row[]>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const table of tables)
      await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        JSON.stringify(rows[table]),
      ])
    const events = rows.event.map(({ workspace_id, id }) => ({ workspace_id, event_id: id }))
    await client.query(
      `insert into outbox (workspace_id, event_id)
       select workspace_id, event_id from jsonb_to_recordset($1::jsonb) as t(workspace_id text, event_id text)`,
      [JSON.stringify(events)],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}
