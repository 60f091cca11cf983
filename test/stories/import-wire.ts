import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, Json, Wire } from './wire.ts'

export const root = join(import.meta.dirname, '../..')
export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

export const mavenMapping = textOf('examples/maven/mapping.yaml')

/** The columns of a small file for the pipeline `trade`, and how they are meant. */
export const head =
  'id,name,pipeline,stage,status,amount,currency,created,closed,close,owner,account,domain,reason,in_wanted,in_agreed'
export const mapping = `source: shop
deal:
  id: id
  name: name
  pipeline: pipeline
  stage: stage
  status: status
  amount: amount
  currency: currency
  created_at: created
  closed_at: closed
  close_date: close
  owner: owner
  account: account
  account_domain: domain
  lost_reason: { column: reason, values: { too dear: price } }
  entered: { wanted: in_wanted, agreed: in_agreed }
`
export const csv = (...rows: string[]) => [head, ...rows, ''].join('\n')

type Sent = { mapping: string; dry_run?: boolean; key?: string; type?: string }

/** An import from end to end, as any client makes it. */
export function importsOver({ server, call }: Wire) {
  const bearer = (key = server.owner.key) => ({ authorization: `Bearer ${key}` })

  async function put(
    import_id: string,
    file: BodyInit,
    { key, type = 'text/csv' }: Partial<Sent> = {},
  ): Promise<Answer> {
    const headers = { ...bearer(key), 'content-type': type }
    const init = { method: 'PUT', headers, body: file, duplex: 'half' } as RequestInit
    const answer = await fetch(`${server.url}/api/v1/imports/${import_id}/file`, init)
    return { status: answer.status, body: (await answer.json()) as Json, etag: null }
  }

  async function create({ mapping, dry_run = false }: Sent): Promise<string> {
    const created = await call('POST', '/imports', { mapping, file_name: 'deals.csv', dry_run })
    if (created.status !== 201) throw new Error(JSON.stringify(created.body))
    return created.body.id
  }

  async function ended(import_id: string): Promise<Json> {
    for (;;) {
      const { body } = await call('GET', `/imports/${import_id}`)
      if (['done', 'failed', 'cancelled'].includes(body.state)) return body
      await new Promise((wake) => setTimeout(wake, 50))
    }
  }

  return {
    put,
    create,
    ended,
    /** Creates pipelines from their definition files. */
    async createPipelines(pattern: string): Promise<void> {
      for (const file of globSync(pattern, { cwd: root }).toSorted()) {
        const headers = { ...bearer(), 'content-type': 'application/yaml' }
        const answer = await fetch(`${server.url}/api/v1/pipelines`, { method: 'POST', headers, body: textOf(file) })
        if (answer.status !== 201) throw new Error(await answer.text())
      }
    },
    /** Sends a file and waits until its rows are taken over. */
    async run(file: BodyInit, sent: Sent): Promise<Json> {
      const import_id = await create(sent)
      const answer = await put(import_id, file, sent)
      if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
      return ended(import_id)
    },
    /** The file of refused rows. */
    async refused(import_id: string): Promise<string> {
      const answer = await fetch(`${server.url}/api/v1/imports/${import_id}/refused`, { headers: bearer() })
      return answer.text()
    },
    /** What is wrong with each refused row: its number and the code. */
    async reasons(import_id: string): Promise<string[]> {
      const answer = await fetch(`${server.url}/api/v1/imports/${import_id}/refused`, { headers: bearer() })
      const rows = (await answer.text()).trimEnd().split('\r\n').slice(1)
      return rows.map((row) => /(\d+),([^,]*),(\w+),(?:"(?:[^"]|"")*"|[^,"]*)$/.exec(row)?.slice(1, 4).join(' ') ?? row)
    },
    async count(table: 'deal' | 'deal_ledger' | 'account' | 'person' | 'import_row'): Promise<number> {
      const { rows } = await server.database.pool.query(`select count(*)::int as n from ${table}`)
      return rows[0].n
    },
  }
}
