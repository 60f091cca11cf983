import { redeemSetUpLink } from '../../src/domain/people/index.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opens, outside, signIn, tokenOf } from './session.ts'
import { faults, type Json, nobody, startWire, type Wire } from './wire.ts'

let wire: Wire
let foreigner = ''
beforeAll(async () => {
  wire = await startWire()
  await wire.createTrade()
  foreigner = wire.other.id
})
afterAll(() => wire.server.close())
const call: Wire['call'] = (...given) => wire.call(...given)
const add = async (name: string, role = 'rep'): Promise<Json> => {
  const email = `${name.toLowerCase()}@harbour.test`
  return (await call('POST', '/people', { name, email, role })).body
}
const later = () => new Promise((wake) => setTimeout(wake, 5))
const names = (people: Json[]) => people.map(({ name }) => name)

describe('teams', () => {
  it('keep who was in them when', async () => {
    const [ana, ben, cem] = [await add('Ana'), await add('Ben'), await add('Cem')] as [Json, Json, Json]
    const from = '2026-01-01T00:00:00.000Z'
    const formed = await call('POST', '/teams', { name: 'Harbour', members: [ana.id, ben.id], valid_from: from })
    expect(formed).toMatchObject({ status: 201, body: { name: 'Harbour', active: true } })
    const { id } = formed.body
    const turn = '2026-06-01T00:00:00.000Z'
    const set = await call('PUT', `/teams/${id}/members`, { members: [ben.id, cem.id], valid_from: turn })
    expect([set.status, names(set.body.members)]).toEqual([200, ['Ben', 'Cem']])
    const at = async (moment: string) =>
      names((await call('GET', `/teams?as_of=${moment}`)).body.data.find((team: Json) => team.id === id).members)
    expect(await at('2025-12-31T00:00:00Z')).toEqual([])
    expect(await at('2026-05-31T23:59:59Z')).toEqual(['Ana', 'Ben'])
    expect(await at(turn)).toEqual(['Ben', 'Cem'])
    const events = await wire.eventsOf(id)
    expect(events.map(({ type }) => type)).toEqual(['team.created', 'team.members_set'])
    expect(events[1]?.data.before.members.toSorted()).toEqual([String(ana.id), String(ben.id)].toSorted())
    expect((await call('PUT', `/teams/${id}/members`, { members: [cem.id, ben.id] })).status).toBe(200)
    expect(await wire.eventsOf(id)).toHaveLength(2)
  })

  it('are renamed and closed; a name is there once', async () => {
    const { body: north } = await call('POST', '/teams', { name: 'North' })
    const { body: south } = await call('POST', '/teams', { name: 'South' })
    expect(await call('PATCH', `/teams/${south.id}`, { name: 'north' })).toMatchObject({
      status: 409,
      body: { code: 'team-exists' },
    })
    expect(await call('POST', '/teams', { name: 'NORTH' })).toMatchObject({ status: 409 })
    const closed = await call('PATCH', `/teams/${north.id}`, { name: 'Far north', active: false })
    expect(closed).toMatchObject({ status: 200, body: { name: 'Far north', active: false } })
  })

  it('take nobody of another workspace, nobody unknown and nobody who left', async () => {
    const { body: gone } = await call('POST', '/people', { name: 'Gone', email: 'gone@harbour.test', role: 'rep' })
    await call('PATCH', `/people/${gone.id}`, { active: false })
    const refused = await call('POST', '/teams', { name: 'East', members: [nobody, foreigner, gone.id] })
    expect(refused.status).toBe(400)
    expect(refused.body.errors).toMatchObject([
      { pointer: '/members/0', code: 'unknown' },
      { pointer: '/members/1', code: 'unknown' },
      { pointer: '/members/2', code: 'left' },
    ])
    expect((await call('PUT', `/teams/team_${'0'.repeat(26)}/members`, { members: [] })).status).toBe(404)
    const twice = await call('POST', '/teams', { name: 'East', members: [nobody, nobody] })
    expect(faults(twice)).toEqual(['/members'])
  })
})

describe('the hierarchy', () => {
  it('keeps whom somebody reported to, and refuses circles, also of the future', async () => {
    const [dewi, eko, fitri] = [await add('Dewi', 'manager'), await add('Eko', 'manager'), await add('Fitri')] as [
      Json,
      Json,
      Json,
    ]
    const put = (person: Json, manager: Json | null, valid_from?: string) =>
      call('PUT', `/people/${person.id}/manager`, {
        manager_id: manager?.id ?? null,
        ...(valid_from && { valid_from }),
      })
    await put(fitri, dewi, '2026-01-01T00:00:00Z')
    await put(fitri, eko, '2026-07-01T00:00:00Z')
    expect((await put(dewi, eko)).body).toMatchObject({ manager: { name: 'Eko' } })
    expect(await put(eko, fitri)).toMatchObject({
      status: 422,
      body: { code: 'manager-circle', circle: [eko.id, fitri.id] },
    })
    await put(eko, dewi, '2027-01-01T00:00:00Z').then((answer) => expect(answer.status).toBe(422))
    expect((await put(dewi, null, '2026-12-31T00:00:00Z')).status).toBe(200)
    expect((await put(eko, dewi, '2027-01-01T00:00:00Z')).status).toBe(200)
    expect((await put(dewi, dewi)).status).toBe(422)
    const manager = await call('GET', `/people/${fitri.id}/manager?as_of=2026-03-01T00:00:00Z`)
    expect(manager.body).toMatchObject({ manager: { id: dewi.id }, valid_from: '2026-01-01T00:00:00.000Z' })
    expect(manager.body.history).toHaveLength(2)
    const then = (await call('GET', '/hierarchy?as_of=2026-03-01T00:00:00Z')).body
    expect(then.data.find(({ person }: Json) => person.id === fitri.id)).toMatchObject({ manager_id: dewi.id })
    expect(
      (await call('GET', '/hierarchy')).body.data.find(({ person }: Json) => person.id === fitri.id),
    ).toMatchObject({ manager_id: eko.id })
  })

  it('names nobody of another workspace', async () => {
    const ana = (await call('GET', '/people')).body.data.find(({ name }: Json) => name === 'Ana')
    for (const manager_id of [nobody, foreigner])
      expect(faults(await call('PUT', `/people/${ana.id}/manager`, { manager_id }))).toEqual(['/manager_id'])
    expect((await call('PUT', `/people/${foreigner}/manager`, { manager_id: null })).status).toBe(404)
    expect((await call('GET', `/people/${foreigner}/manager`)).status).toBe(404)
  })

  it('two changes at once, each fine alone, close no circle', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await add(`One${round}`), await add(`Two${round}`)] as [Json, Json]
      const answers = await Promise.all([
        call('PUT', `/people/${one.id}/manager`, { manager_id: two.id }),
        call('PUT', `/people/${two.id}/manager`, { manager_id: one.id }),
      ])
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '422'])
    }
  })
})

describe('people', () => {
  it('whoever leaves loses session and keys at once, and gets no old key back', async () => {
    const rep = await wire.server.addPerson({ name: 'Gita' })
    const { email, password } = await wire.server.letSignIn(rep.id)
    const session = await signIn(wire, email, password)
    expect((await session('GET', '/me')).status).toBe(200)
    expect(await call('PATCH', `/people/${rep.id}`, { active: false })).toMatchObject({
      status: 200,
      body: { active: false },
    })
    expect((await session('GET', '/me')).status).toBe(401)
    expect((await call('GET', '/me', undefined, { key: rep.key })).status).toBe(401)
    await call('PATCH', `/people/${rep.id}`, { active: true })
    expect((await call('GET', '/me', undefined, { key: rep.key })).status).toBe(401)
    expect((await session('GET', '/me')).status).toBe(200)
    const types = (await wire.eventsOf(rep.id)).map(({ type }) => type)
    expect(types).toEqual(['person.created', 'person.updated', 'person.updated'])
  })

  it('nobody leaves who owns open deals', async () => {
    const rep = await wire.server.addPerson({ name: 'Hadi' })
    const { body: deal } = await call('POST', '/deals', { name: 'Crates', pipeline: 'trade', owner: rep.id })
    expect(await call('PATCH', `/people/${rep.id}`, { active: false })).toMatchObject({
      status: 422,
      body: { code: 'owns-open-deals', owners: [{ person: { id: rep.id, name: 'Hadi' }, deals: 1 }] },
    })
    // Nor does anybody lose by their role what they own: a viewer works on no deal.
    const viewer = await call('PATCH', `/people/${rep.id}`, { role: 'viewer' })
    expect(viewer).toMatchObject({ status: 422, body: { code: 'owns-open-deals' } })
    expect((await call('GET', '/me', undefined, { key: rep.key })).status).toBe(200)
    await call('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect((await call('PATCH', `/people/${rep.id}`, { active: false })).status).toBe(200)
  })

  it('whoever leaves hands their open deals over, each with a row of the ledger and an event', async () => {
    const [rep, heir] = [await wire.server.addPerson({ name: 'Ida' }), await wire.server.addPerson({ name: 'Jo' })]
    const { body: deal } = await call('POST', '/deals', { name: 'Barrels', pipeline: 'trade', owner: rep.id })
    const handing = (to: string, person_id = rep.id) => ({ active: false, reassign: [{ person_id, to }] })
    const path = `/people/${rep.id}`
    const unfit = await call('PATCH', path, handing(rep.id))
    expect(unfit).toMatchObject({ status: 422, body: { code: 'reassign-unfit' } })
    expect(unfit.body.errors[0].pointer).toBe('/reassign/0/to')
    expect((await call('PATCH', path, handing(heir.id, heir.id))).status).toBe(400)
    expect((await call('GET', `/deals/${deal.id}`)).body.owner.id).toBe(rep.id)
    expect((await call('PATCH', path, handing(heir.id))).status).toBe(200)
    expect((await call('GET', `/deals/${deal.id}`)).body).toMatchObject({ version: 2, owner: { id: heir.id } })
    expect((await wire.eventsOf(deal.id)).map(({ type }) => type)).toEqual(['deal.created', 'deal.edited'])
    expect((await call('GET', '/me', undefined, { key: rep.key })).status).toBe(401)
  })

  it('there is always an owner, and nobody changes their own role', async () => {
    const { id } = wire.server.owner
    expect(await call('PATCH', `/people/${id}`, { role: 'rep' })).toMatchObject({ body: { code: 'own-role' } })
    expect(await call('PATCH', `/people/${id}`, { active: false })).toMatchObject({ body: { code: 'last-owner' } })
    const second = await wire.server.addPerson({ role: 'owner', name: 'Second' })
    const both = await Promise.all([
      call('PATCH', `/people/${id}`, { role: 'viewer' }, { key: second.key }),
      call('PATCH', `/people/${second.id}`, { role: 'viewer' }),
    ])
    const { rows } = await wire.server.database.pool.query(
      `select from person where workspace_id = $1 and role = 'owner' and active`,
      [wire.server.workspace_id],
    )
    expect([both.filter(({ status }) => status === 200).length, rows.length]).toEqual([1, 1])
    const winner = both[0]?.status === 200 ? second.key : wire.server.owner.key
    const loser = both[0]?.status === 200 ? id : second.id
    await call('PATCH', `/people/${loser}`, { role: 'owner' }, { key: winner })
  })

  it('a foreign person answers as an unknown one; who may not, changes nobody', async () => {
    for (const id of [nobody, foreigner]) expect((await call('PATCH', `/people/${id}`, { name: 'X' })).status).toBe(404)
    const rep = await wire.server.addPerson({ role: 'revops' })
    const answer = await call('PATCH', `/people/${rep.id}`, { role: 'owner' }, { key: rep.key })
    expect(answer).toMatchObject({ status: 403, body: { access: 'people:administer' } })
    const member = await call('PATCH', `/people/${rep.id}`, {
      workspace_id: wire.other.workspace_id,
      email: 'x@x.test',
    })
    expect(faults(member).toSorted()).toEqual(['/email', '/workspace_id'])
  })
})

describe('workspaces', () => {
  it('an owner founds another, is its owner, and picks one by header', async () => {
    const { email, password } = await wire.server.letSignIn(wire.server.owner.id)
    const session = await signIn(wire, email, password)
    const founded = await session('POST', '/workspaces', { name: 'South Sea', slug: 'south-sea', currency: 'IDR' })
    expect(founded).toMatchObject({ status: 201, body: { slug: 'south-sea' } })
    const there = await session('GET', '/me', undefined, 'south-sea')
    expect(there.body).toMatchObject({
      person: { role: 'owner', email },
      workspace: { slug: 'south-sea', currency: 'IDR', figures_about_people: false },
    })
    expect(there.body.workspaces.map(({ slug }: Json) => slug).toSorted()).toEqual(['main', 'south-sea'])
    expect((await session('GET', '/people', undefined, 'south-sea')).body.data).toHaveLength(1)
    expect((await session('GET', '/pipelines', undefined, 'south-sea')).body.data).toEqual([])
    expect((await session('GET', '/rates', undefined, 'south-sea')).body.data.length).toBeGreaterThan(0)
    expect((await session('GET', '/me', undefined, 'elsewhere')).status).toBe(401)
    expect((await session('GET', '/me', undefined, 'main')).body.workspace.slug).toBe('main')
    expect((await call('GET', '/me')).body.workspaces.map(({ slug }: Json) => slug)).toEqual(['main'])
    const told = await wire.eventsOf(founded.body.id)
    expect(told.map(({ type }) => type).toSorted()).toEqual(['workspace.another_founded', 'workspace.founded'])
  })

  it('a slug is taken once, by whomever; a key of somebody without a password founds none', async () => {
    const { email, password } = await wire.server.letSignIn(wire.server.owner.id)
    const session = await signIn(wire, email, password)
    const answer = await session('POST', '/workspaces', { name: 'Elsewhere', slug: 'elsewhere' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'slug-taken' } })
    expect(faults(await session('POST', '/workspaces', { name: 'X', slug: 'No Slug' }))).toEqual(['/slug'])
    expect(await call('POST', '/workspaces', { name: 'X', slug: 'x-ray' }, { key: wire.other.key })).toMatchObject({
      status: 422,
      body: { code: 'no-sign-in' },
    })
  })

  it('figures about people are off until an owner turns them on, from then on', async () => {
    expect((await call('GET', '/me')).body.workspace.figures_about_people).toBe(false)
    await later()
    const on = await call('PATCH', '/workspace', { figures_about_people: true })
    expect(on).toMatchObject({ status: 200, body: { figures_about_people: true } })
    expect((await call('GET', '/me')).body.workspace.figures_about_people).toBe(true)
    expect(faults(await call('PATCH', '/workspace', { figures_about_people: 'yes' }))).toEqual([
      '/figures_about_people',
    ])
    const manager = await wire.server.addPerson({ role: 'manager' })
    expect((await call('PATCH', '/workspace', { figures_about_people: false }, { key: manager.key })).status).toBe(403)
  })
})

describe('a set-up link', () => {
  it('sets a first password and never another: not for the address of another workspace either', async () => {
    const victim = { email: 'victim@elsewhere.test', password: 'the victim knows this' }
    const there = await call(
      'POST',
      '/people',
      { name: 'Vera', email: victim.email, role: 'rep' },
      { key: wire.other.key },
    )
    const first = await call('POST', `/people/${there.body.id}/set-up-links`, {}, { key: wire.other.key })
    expect(
      await outside(wire, '/set-ups', { token: tokenOf(first.body.path), password: victim.password }),
    ).toMatchObject({
      status: 201,
      body: { email: victim.email },
    })
    // The owner of this workspace adds the same address here, and makes a link of their own.
    const here = await call('POST', '/people', { name: 'Vera', email: victim.email, role: 'rep' })
    const link = await call('POST', `/people/${here.body.id}/set-up-links`, {})
    const token = tokenOf(link.body.path)
    const stolen = await outside(wire, '/set-ups', { token, password: 'chosen by a thief' })
    expect(stolen).toMatchObject({ status: 401, body: { code: 'sign-in-exists' } })
    expect(await opens(wire, victim.email, 'chosen by a thief')).toBe(false)
    expect(await opens(wire, victim.email, victim.password)).toBe(true)
    const known = (await call('GET', '/people')).body.data.find(({ id }: Json) => id === here.body.id)
    expect(known.signs_in).toBe(false)
    // Whose address it is gives the password that they have, and is in both.
    expect((await outside(wire, '/set-ups', { token, password: victim.password })).status).toBe(201)
    const session = await signIn(wire, victim.email, victim.password)
    expect((await session('GET', '/me')).body.workspaces).toHaveLength(2)
    expect(await call('POST', `/people/${here.body.id}/set-up-links`, {})).toMatchObject({
      status: 409,
      body: { code: 'signs-in-already' },
    })
  })

  it('is spent where it is used meanwhile', async () => {
    const { database, server } = wire.server
    const person = await call('POST', '/people', { name: 'Slow', email: 'slow@harbour.test', role: 'rep' })
    const link = await call('POST', `/people/${person.body.id}/set-up-links`, {})
    const now = server.clock.now()
    let made = 0
    const signIn = {
      async userByEmail() {
        await database.pool.query('update set_up_link set used_at = $1 where person_id = $2', [now, person.body.id])
        return null
      },
      verify: async () => null,
      async create() {
        made += 1
        return 'nobody'
      },
    }
    const given = { token: tokenOf(link.body.path), password: 'correct horse battery' }
    expect(await redeemSetUpLink(database, signIn, given, now)).toBeNull()
    expect(made).toBe(0)
  })

  it('opens nothing by an introduction either', async () => {
    const thief = await call('POST', '/people', { name: 'Thief', email: 'thief@import.invalid', role: 'rep' })
    const link = await call('POST', `/people/${thief.body.id}/set-up-links`, {})
    const token = tokenOf(link.body.path)
    const introduced = { token, password: 'chosen by a thief', email: 'Victim@elsewhere.test', name: 'Me' }
    expect((await outside(wire, '/set-ups', introduced)).status).not.toBe(201)
    expect(await opens(wire, 'victim@elsewhere.test', 'chosen by a thief')).toBe(false)
  })
})
