import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describe as described } from '../../../src/api/openapi.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import type { Json } from '../../stories/wire.ts'
import { type Company, startCompany } from './company.ts'
import { operationsIn, routesByHand } from './description.ts'
import { type Request, wellFormedRequest } from './requests.ts'
import { send } from './send.ts'
import { type Known, unknownId } from './values.ts'

const installation = { clock_simulated: true, embedded_database: true }
const addresses = [...operationsIn(described(operationsOf(installation))), ...routesByHand]
const named = addresses
  .filter(({ access, name }) => access !== null && name !== 'test_clock.set' && name !== 'events.stream')
  .map((address) => [address.name, address] as const)

type Swap = { own: string; foreign: string; unknown: string }

let company: Company
let key: string
let known: Known
let swaps: Swap[]
/** The id and the key of the deal that is ours. */
let spellings: string[]
let hidden: { deals: string[]; before: unknown }

beforeAll(async () => {
  company = await startCompany()
  const { wire } = company
  const ask = async (method: string, path: string, body?: unknown): Promise<Json> =>
    (await wire.call(method, path, body)).body
  const pipelines: Json[] = (await ask('GET', '/pipelines')).data
  const [trade = {}, enterprise = {}] = ['trade', 'enterprise'].map((one) => pipelines.find(({ key }) => key === one))
  const dealsOf = async (pipeline: string): Promise<Json[]> =>
    (await ask('GET', `/deals?pipeline=${pipeline}&outcome=any&limit=50`)).data
  const [ours, theirs] = [await dealsOf('trade'), await dealsOf('enterprise')]
  const [open = {}] = ours.filter(({ outcome }) => outcome === null)
  const [foreign = {}] = theirs
  const plan = { kind: 'task', subject: 'Call' }
  const quota = { period: '2026-Q4', amount: { amount: '1.00', currency: 'EUR' } }
  const changeOf = async (pipeline: string) => {
    const { id } = (await ask('GET', `/change-requests?pipeline=${pipeline}`)).data[0]
    return { chg: id, apr: (await ask('GET', `/change-requests/${id}`)).approvals[0].id }
  }
  const of = async (deal: Json, pipeline: Json) => ({
    deal: deal.id,
    pip: pipeline.id,
    def: pipeline.definition.id,
    act: (await ask('POST', '/activities', { ...plan, deal_id: deal.id })).id,
    led: (await ask('GET', `/deals/${deal.id}/history`)).data[0].id,
    quo: (await ask('POST', '/quotas', { ...quota, pipeline: pipeline.key })).id,
    ...(await changeOf(pipeline.key)),
  })
  const [mine, others]: Record<string, string>[] = [await of(open, trade), await of(foreign, enterprise)]
  swaps = [
    ...Object.entries(mine ?? {}).map(([prefix, own]) => ({
      own,
      foreign: others?.[prefix] ?? '',
      unknown: unknownId(prefix),
    })),
    { own: open.key, foreign: foreign.key, unknown: 'D-999999' },
    { own: 'trade', foreign: 'enterprise', unknown: 'nowherever' },
  ]
  spellings = [open.id, open.key]
  const one = Object.fromEntries(Object.entries(mine ?? {}).map(([prefix, id]) => [prefix, [id]]))
  known = {
    ...company.known,
    ours: { ...company.known.ours, ...one, deal: [open.id, open.key] },
    // Texts that name no pipeline: what is kept of one request is there for the next.
    words: {
      ...company.known.words,
      pipeline: ['trade', trade.id],
      to_pipeline: ['trade', trade.id],
      from_pipeline: ['trade', trade.id],
      anything: [open.key],
      source: ['key: a'],
    },
  }
  const person = await wire.server.addPerson({ role: 'revops' })
  key = person.key
  const set = await wire.call('PUT', '/pipelines/enterprise/rights', {
    grants: [{ to: { person_id: wire.server.owner.id }, rights: ['see', 'work'] }],
  })
  if (set.status !== 200) throw new Error(JSON.stringify(set.body))
  hidden = { deals: theirs.map(({ id }) => id), before: await state(theirs.map(({ id }) => id)) }
})
afterAll(() => company.wire.server.close())

/** Everything that hangs on some deals, to see that nothing of it was changed. */
async function state(deals: string[]): Promise<unknown> {
  const { pool } = company.wire.server.database
  const read = async (statement: string) => (await pool.query(statement, [deals])).rows
  return {
    deals: await read('select id, version, name, stage, owner_id from deal where id = any($1) order by id'),
    events: await read('select id from event where subject = any($1) order by id'),
    activities: await read('select id, version from activity where deal_id = any($1) order by id'),
    team: await read('select deal_id, person_id from deal_member where deal_id = any($1) order by 1, 2'),
    evidence: await read('select id from evidence where deal_id = any($1) order by id'),
  }
}

describe('S1: a pipeline that one may not see', () => {
  it.each(named)('%s answers for what is in it as for what is nowhere', async (_, address) => {
    const ask = async (request: Request) => send(company.wire.server.url, request)
    for (let seed = 1; seed <= 12; seed++) {
      const request = wellFormedRequest(address, known, key, randomFrom(seed))
      for (const { own, foreign, unknown } of swaps) {
        const asked = `${request.target} ${request.body}`
        // What names one deal twice would do to ours what it may, the first time.
        if (!asked.includes(own) || spellings.every((one) => asked.includes(one))) continue
        const theirs = await ask(replaced(request, own, foreign))
        const nobodys = await ask(replaced(request, own, unknown))
        expect(nobodys.body).not.toContain('not-http')
        expect(theirs.status, `${request.target} ${own} → ${foreign}: ${theirs.body}`).toBe(nobodys.status)
        expect(plain(theirs.body, foreign)).toEqual(plain(nobodys.body, unknown))
      }
    }
  })

  it('is in no list and no total', async () => {
    const { url } = company.wire.server
    const ask = async (path: string) =>
      (await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).text()
    const paths = ['/pipelines', '/deals?outcome=any', '/union-board', '/pipeline-totals', '/forecasts', '/quotas']
    for (const path of [
      ...paths,
      '/activities',
      '/looks/current',
      '/audit-events',
      '/change-requests',
      '/approvals?queue=all',
      '/audit-events/export?format=jsonl',
    ]) {
      const text = await ask(path)
      for (const { foreign } of swaps) expect(text, path).not.toContain(`"${foreign}"`)
    }
  })

  it('and nothing in it was written', async () => {
    expect(await state(hidden.deals)).toEqual(hidden.before)
  })
})

const replaced = (request: Request, own: string, other: string): Request => {
  const body = request.body.toString().replaceAll(own, other)
  const headers = request.headers.map(([name, value]): [string, string] =>
    name === 'content-length' ? [name, String(Buffer.byteLength(body))] : [name, value],
  )
  return { ...request, headers, target: request.target.replaceAll(own, other), body }
}

/** An answer without what differs anyway: the id asked for, ids made meanwhile and the number of the request. */
const plain = (body: string, id: string) =>
  body
    .replaceAll(id, '<id>')
    .replaceAll(/"request_id":"[^"]*"/g, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
