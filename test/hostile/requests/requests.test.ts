import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomFrom } from '../../../src/stats/random.ts'
import { rounds } from '../../chaos/process.ts'
import { type Company, startCompany } from './company.ts'
import { type Described, operationsIn, routesByHand } from './description.ts'
import { operationsOf } from '../../../src/domain/operations.ts'
import { describe as described } from '../../../src/api/openapi.ts'
import { edgyRequests, type Spoilt, spoiltRequest } from './requests.ts'
import { type Received, send } from './send.ts'
import { differenceOf, rowsOf } from './rows.ts'

const each = Number(process.env.FUZZ_ROUNDS ?? rounds(600, 20))
const seed = Number(process.env.FUZZ_SEED ?? 20_261_124)
const installation = { clock_simulated: true, embedded_database: true }
const addresses = [...operationsIn(described(operationsOf(installation))), ...routesByHand]

describe(`S6: ${each} malformed and odd requests to every address, seed ${seed}`, () => {
  let company: Company
  beforeAll(async () => {
    company = await startCompany()
  })
  afterAll(() => company.wire.server.close())

  it.each(addresses.map((address, i) => [address.name, address, i] as const))(
    '%s: 4xx with a problem document or 2xx, soon; refused ones change nothing',
    async (_, address, i) => {
      expect(await faultsOf(company, address, seed + i)).toEqual([])
    },
    each * 1_000,
  )

  it('covers every operation that is served, and leaves prototypes alone', () => {
    expect(company.addresses.map(({ name }) => name)).toEqual(addresses.map(({ name }) => name))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

/** Sends a round of requests to one address; answers what was wrong with the answers. */
async function faultsOf({ wire, known }: Company, address: Described, seed: number): Promise<string[]> {
  const { server } = wire
  const random = randomFrom(seed)
  const faults: string[] = []
  const edgy = edgyRequests(address, known, server.owner.key, random)
  let before = await rowsOf(server.database)
  for (let i = 0; i < Math.max(each, edgy.length) && faults.length < 5; i++) {
    const request = edgy[i] ?? spoiltRequest(address, known, server.owner.key, random)
    const answer = await send(server.url, request).catch((error: Error) => error)
    const fault = answer instanceof Error ? answer.message : faultIn(answer, request, address)
    if (fault !== undefined) faults.push(`${fault}\n  ${shown(request)}`)
    // What an accepted request set going is let come to its end, so that it is not laid at another's door.
    if (!(answer instanceof Error) && answer.status < 300 && address.effect === 'write') await server.settled()
    const after = await rowsOf(server.database)
    const refused = !(answer instanceof Error) && answer.status >= 400
    if (refused && differenceOf(before, after) !== '')
      faults.push(`S3: refused with ${answer.status}, yet ${differenceOf(before, after)}\n  ${shown(request)}`)
    before = after
  }
  return faults
}

function faultIn({ status, headers, body }: Received, request: Spoilt, { page }: Described): string | undefined {
  if (status >= 200 && status < 400) return undefined
  if (status < 400 || status >= 500) return `answered ${status}: ${body.slice(0, 300)}`
  if (request.method === 'HEAD') return undefined
  if (page && headers['content-type']?.startsWith('text/html')) return undefined
  if (!headers['content-type']?.startsWith('application/problem+json'))
    return `answered ${status} as ${headers['content-type']}: ${body.slice(0, 200)}`
  const problem = JSON.parse(body)
  const said = typeof problem.code === 'string' && typeof problem.request_id === 'string' && problem.detail?.length > 0
  return said && problem.status === status ? undefined : `a problem without code, request id or detail: ${body}`
}

const shown = ({ method, target, headers, body, done }: Spoilt): string =>
  JSON.stringify({
    done,
    method,
    target: target.slice(0, 300),
    headers,
    body: body.toString('utf8').slice(0, 600),
  }).slice(0, 1_500)
