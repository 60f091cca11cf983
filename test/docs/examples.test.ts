import { execFile } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callsOf, type Calls } from '../../src/api/docs/calls.ts'
import { examples, sampleIds } from '../../src/api/docs/examples.ts'
import { problemCodes } from '../../src/api/docs/problem-codes.ts'
import { runCommand } from '../../src/cli/run.ts'
import { operationsOf } from '../../src/domain/operations.ts'
import { type Company, startCompany } from '../hostile/requests/company.ts'

const operations = operationsOf({ clock_simulated: true, embedded_database: true })
const run = promisify(execFile)

it('every operation has an example, and no example is of something that is not there', () => {
  expect(Object.keys(examples).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

/** How each of the three ways to write an example is done as it stands there; only ids and address are put in. */
const ways: [keyof Calls, (company: Company, written: string) => Promise<unknown>][] = [
  [
    'curl',
    async ({ wire }, written) => {
      const env = { ...process.env, TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
      return JSON.parse((await run('sh', ['-c', `${written} --fail-with-body`], { env })).stdout)
    },
  ],
  [
    'client',
    async ({ wire }, written) => {
      return runInNewContext(`(async () => ${written})()`, { client: wire.server.client }) as Promise<unknown>
    },
  ],
  [
    'cli',
    async ({ wire }, written) => {
      const printed = await run('sh', ['-c', `tributary() { printf '%s\\0' "$@"; }; ${written}`])
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const environment = { TRIBUTARY_URL: wire.server.url, TRIBUTARY_API_KEY: wire.server.owner.key }
      const code = await runCommand(printed.stdout.split('\0').slice(0, -1), environment, { stdout, stderr })
      stdout.end()
      stderr.end()
      const [said, wrong] = await Promise.all([text(stdout), text(stderr)])
      if (code !== 0) throw new Error(`exit ${code}: ${wrong}`)
      return JSON.parse(said)
    },
  ],
]

async function newAccount({ wire }: Company, way: string): Promise<string> {
  return (await wire.server.client.accounts.create({ name: `Twin for ${way}` })).id
}

describe.each(ways)('every example written for %s', (way, done) => {
  let company: Company
  beforeAll(async () => {
    company = await startCompany()
  })
  afterAll(() => company.wire.server.close())

  it.each(operations.map((op) => [op.name, op] as const))(
    '%s is done as it stands in the reference',
    async (name, op) => {
      const written = callsOf(op, examples[name] ?? {})[way]
      const { ours } = company.known
      // Only what still runs can be cancelled.
      const { pool } = company.wire.server.database
      if (name === 'jobs.cancellation') await pool.query(`update job set status = 'running', finished_at = null`)
      // As a server leaves it that died for good in the middle.
      if (name === 'lineages.resume') {
        await company.wire.server.settled()
        await pool.query(`update lineage set state = 'moving', undone_at = null, undone_by = null`)
      }
      if (name === 'pilots.adopt') await pool.query(`update pilot set state = 'ended' where state = 'stopped'`)
      if (name === 'change_requests.replan') await pool.query(`update change_request set state = 'open'`)
      // The ledger rows are those of a move, and of a transfer; what waited first was placed or accepted before.
      const second = ['transfers.reverse', 'incoming_deals.dismiss', 'handoffs.reject']
      const which = name === 'handoffs.return' ? 2 : second.includes(name) ? 1 : 0
      const real = sampleIds(written).reduce(
        (all, id) => all.replaceAll(id, ours[id.split('_')[0] ?? '']?.[which] ?? id),
        written,
      )
      // Of two accounts the second one is another.
      const twin = name === 'account_merges.create' ? await newAccount(company, way) : undefined
      const first = ours['acc']?.[0] ?? ''
      const last = real.lastIndexOf(first)
      const call = twin ? real.slice(0, last) + real.slice(last).replace(first, twin) : real
      try {
        expect(op.output.safeParse(await done(company, call)).error).toBeUndefined()
      } finally {
        // A server that closes waits for what runs.
        if (name === 'jobs.cancellation')
          await pool.query(`update job set status = 'cancelled', finished_at = created_at`)
      }
    },
  )

  it('and the pages that hold them are served, with nothing from elsewhere', async () => {
    const get = (path: string) => fetch(`${company.wire.server.url}${path}`)
    const page = await get('/docs')
    const html = await page.text()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'")
    for (const { name } of operations) expect(html).toContain(`<article id="${name}">`)
    expect(html).not.toMatch(/<script|<style|style=|\son\w+=|https?:\/\/(?!(files|hooks)\.example)/)
    const anchors = [...html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor)
    for (const anchor of new Set(anchors)) expect(html.includes(`id="${anchor}"`), anchor).toBe(true)
    for (const path of [
      '/docs/problems',
      '/docs/style.css',
      '/docs/llms.txt',
      ...Object.keys(problemCodes).map((code) => `/docs/problems/${code}`),
    ])
      expect((await get(path)).status, path).toBe(200)
    expect(await (await get('/docs/llms.txt')).text()).toContain('- move_deal:')
    expect((await get('/docs/problems/%3Cscript%3E')).status).toBe(404)
  })

  it('and the type of every problem leads to what it means', async () => {
    for (const path of ['/deals/D-99999', '/deals?limit=0', '/nowhere', '/deals?pipeline=nowhere']) {
      const { body } = await company.wire.call('GET', path)
      const page = await fetch(new URL(body.type, company.wire.server.url))
      expect([page.status, (await page.text()).includes(`<code>${body.code}</code>`)]).toEqual([200, true])
    }
  })
})
