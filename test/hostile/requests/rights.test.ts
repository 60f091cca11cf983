import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../../../src/domain/people/access.ts'
import type { Role } from '../../../src/domain/people/index.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { type Company, startCompany } from './company.ts'
import type { Described } from './description.ts'
import { type Request, wellFormedRequest } from './requests.ts'
import { send } from './send.ts'
import { type Ids, unknownId } from './values.ts'
import { everyAddress } from './verdicts.ts'

/** Who may do what, read from the reviewed file; `node scripts/write-verdicts.ts` writes it anew. */
const reviewed = new Map(
  readFileSync(join(import.meta.dirname, 'verdicts.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [name = '', address = '', right = '', ...said] = line.split(',')
      return [name, { address, right, allowed: roles.filter((_, i) => said[i] === 'allowed') }]
    }),
)

const guarded = everyAddress.filter(({ access, name }) => access !== null && name !== 'test_clock.set')
const named = guarded.map((address) => [address.name, address] as const)

let company: Company
const keys = new Map<Role, string>()
beforeAll(async () => {
  company = await startCompany()
  for (const role of roles) keys.set(role, (await company.wire.server.addPerson({ role })).key)
})
afterAll(() => company.wire.server.close())

const ask = async (request: Request) => {
  const { status, body } = await send(company.wire.server.url, request)
  return { status, body }
}

describe('S1: who may do what', () => {
  it('the reviewed file says it of every address, and of none that is not there', () => {
    const there = everyAddress.map(
      ({ name, method, path, access }) => `${name} ${method} ${path} ${access ?? 'anybody'}`,
    )
    const said = [...reviewed].map(([name, { address, right }]) => `${name} ${address} ${right}`)
    expect(said.toSorted(), 'node scripts/write-verdicts.ts, then review the difference').toEqual(there.toSorted())
  })

  it.each(named)('%s is refused to exactly the roles without its right', async (_, address) => {
    for (const role of roles) {
      const { known } = company
      const answer = await ask(wellFormedRequest(address, known, keys.get(role) ?? '', randomFrom(1)))
      const may = reviewed.get(address.name)?.allowed.includes(role)
      expect(answer.status === 403, `${role}: ${answer.status} ${answer.body.slice(0, 300)}`).toBe(!may)
      if (!may) expect(JSON.parse(answer.body)).toMatchObject({ code: 'forbidden', access: address.access })
    }
  })

  it.each(named)('%s is refused to whoever is not known', async (_, address) => {
    for (const key of ['', `trib_${'a'.repeat(43)}`]) {
      const request = wellFormedRequest(address, company.known, key, randomFrom(1))
      const headers = request.headers.filter(([name]) => name !== 'authorization' || key !== '')
      expect((await ask({ ...request, headers })).status).toBe(401)
    }
  })
})

describe('S1: what belongs to another workspace', () => {
  it.each(named)('%s answers for every foreign id as for an unknown one', async (_, address) => {
    const { wire, known } = company
    const here = { ...known, ours: known.theirs, theirs: known.ours }
    let compared = 0
    for (let seed = 1; seed <= 24; seed++) {
      const request = wellFormedRequest(address, here, wire.other.key, randomFrom(seed))
      for (const { own, foreign, unknown } of idsIn(request, here.ours, known.ours)) {
        compared += 1
        const theirs = await ask(replaced(request, own, foreign))
        const nobodys = await ask(replaced(request, own, unknown))
        expect(theirs.status, theirs.body).toBe(nobodys.status)
        expect(plain(theirs.body, foreign)).toEqual(plain(nobodys.body, unknown))
      }
    }
    expect(compared > 0, 'names ids, yet none was exchanged').toBe(namesIds(address))
  })

  it('and none of it was written to by any of these', async () => {
    const { rows } = await company.wire.server.database.pool.query(
      `select e.type from event e join person p on p.id = e.actor_id where p.workspace_id <> e.workspace_id`,
    )
    expect(rows).toEqual([])
  })
})

/** Whether a member of this address, or a part of one, is an id. */
const namesIds = ({ path_members, query, body }: Described): boolean =>
  /"\^?\(?(?:me\|)?[a-z]{3,4}_\[0-9a-h/.test(JSON.stringify([path_members, query, body]))

/** Every id of one's own in a request, with one of another workspace and one of nobody to put in its place. */
const idsIn = ({ target, body }: Request, own: Ids, foreign: Ids) =>
  Object.entries(own).flatMap(([prefix, ids]) =>
    ids
      .filter((id) => id.startsWith(`${prefix}_`) && `${target} ${body}`.includes(id))
      .map((id) => ({ own: id, foreign: foreign[prefix]?.[0] ?? '', unknown: unknownId(prefix) })),
  )

const replaced = (request: Request, own: string, other: string): Request => {
  const body = request.body.toString().replaceAll(own, other)
  return { ...request, target: request.target.replaceAll(own, other), body }
}

/** An answer without what differs anyway: the id asked for and the number of the request. */
const plain = (body: string, id: string) =>
  body
    .replaceAll(id, '<id>')
    .replaceAll(/"request_id":"[^"]*"/g, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
