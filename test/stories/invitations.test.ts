import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptInvitation } from '../../src/domain/invitations/index.ts'
import { startMailServer } from '../mail-server.ts'
import { opens, outside, signIn, tokenOf } from './session.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

const password = 'correct horse battery'
const link = /http\S+#\S+/

describe('without a mail server', () => {
  let wire: Wire
  beforeAll(async () => {
    wire = await startWire()
  })
  afterAll(() => wire.server.close())
  const call: Wire['call'] = (...given) => wire.call(...given)
  const invite = async (email: string, more: Json = { name: 'Dewi', role: 'rep' }, key?: string): Promise<Json> => {
    const answer = await call('POST', '/invitations', { email, ...more }, key === undefined ? {} : { key })
    expect(answer.status).toBe(201)
    return answer.body
  }
  const accept = (path: string, more: Json = { password }) =>
    outside(wire, '/invitations/acceptances', { token: tokenOf(path), ...more })

  it('a link is answered; it shows what is offered, lets in by a new password, and works once', async () => {
    const sent = await invite('dewi@harbour.test')
    expect(sent).toMatchObject({ status: 'pending', mail: 'none', email: 'dewi@harbour.test', role: 'rep' })
    const token = tokenOf(sent.path)
    expect(await outside(wire, '/invitations/acceptances/preview', { token })).toMatchObject({
      status: 200,
      body: { email: 'dewi@harbour.test', name: 'Dewi', workspace: { name: 'Main' }, signs_in: false },
    })
    expect(faults(await accept(sent.path, {}))).toEqual(['/password'])
    expect(faults(await accept(sent.path, { password: 'short' }))).toEqual(['/password'])
    expect(await accept(sent.path)).toMatchObject({ status: 201, body: { workspace: { slug: 'main' } } })
    expect(await accept(sent.path)).toMatchObject({ status: 422, body: { code: 'link-spent' } })
    const session = await signIn(wire, 'dewi@harbour.test', password)
    expect((await session('GET', '/me')).body.person).toMatchObject({ id: sent.person.id, role: 'rep' })
    const { data } = (await call('GET', '/invitations')).body
    expect(data[0]).toMatchObject({ id: sent.id, status: 'accepted' })
    expect((await wire.eventsOf(sent.id)).map(({ type }) => type)).toEqual([
      'invitation.created',
      'invitation.accepted',
    ])
    expect(await call('POST', '/invitations', { email: 'Dewi@harbour.test' })).toMatchObject({
      status: 409,
      body: { code: 'signs-in-already' },
    })
  })

  it('only a hash of the link is kept', async () => {
    const token = tokenOf((await invite('hash@harbour.test')).path)
    for (const table of ['invitation', 'event', 'job', 'idempotency_key']) {
      const { rows } = await wire.server.database.pool.query(`select * from ${table}`)
      expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
        token,
      )
    }
  })

  it('two who use one link at once: one is in, and the password is theirs', async () => {
    const { path } = await invite('race@harbour.test')
    const passwords = ['the first of the two', 'the second of the two']
    const answers = await Promise.all(passwords.map((one) => accept(path, { password: one })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const [i, one] of passwords.entries())
      expect(await opens(wire, 'race@harbour.test', one)).toBe(answers[i]?.status === 201)
  })

  it('is spent where it is revoked or used while somebody shows that the address is theirs', async () => {
    const { database, workspace_id } = wire.server
    const now = wire.server.server.clock.now()
    for (const column of ['revoked_at', 'accepted_at']) {
      const { id, path } = await invite(`meanwhile-${column}@harbour.test`)
      let made = 0
      const signIn = {
        async userByEmail() {
          await database.pool.query(`update invitation set ${column} = $1 where workspace_id = $2 and id = $3`, [
            now,
            workspace_id,
            id,
          ])
          return null
        },
        verify: async () => null,
        async create() {
          made += 1
          return 'nobody'
        },
      }
      const let_in = await acceptInvitation(
        database,
        signIn,
        { token: tokenOf(path), password, signed_in_as: null },
        now,
      )
      expect([let_in, made], column).toEqual([null, 0])
    }
  })

  it('ends after a week, when it is revoked, when it is sent anew, and when the person leaves', async () => {
    const revoked = await invite('revoked@harbour.test')
    expect((await call('POST', `/invitations/${revoked.id}/revocation`, {})).body.status).toBe('revoked')
    expect((await accept(revoked.path)).body.code).toBe('link-spent')
    const preview = await outside(wire, '/invitations/acceptances/preview', { token: tokenOf(revoked.path) })
    expect(preview.body.code).toBe('link-spent')

    const resent = await invite('resent@harbour.test')
    const again = await call('POST', `/invitations/${resent.id}/resends`, {})
    expect(again.status).toBe(201)
    expect((await accept(resent.path)).body.code).toBe('link-spent')
    expect((await accept(again.body.path)).status).toBe(201)

    const twice = await invite('twice@harbour.test')
    await invite('twice@harbour.test')
    expect((await accept(twice.path)).body.code).toBe('link-spent')

    const left = await invite('left@harbour.test')
    await call('PATCH', `/people/${left.person.id}`, { active: false })
    expect((await accept(left.path)).body.code).toBe('link-spent')

    const late = await invite('late@harbour.test')
    const end = late.expires_at
    await wire.server.setClock(end)
    expect((await accept(late.path)).body.code).toBe('link-spent')
    const { data } = (await call('GET', '/invitations')).body
    expect(data.find(({ id }: Json) => id === late.id).status).toBe('expired')
    const renewed = await call('POST', `/invitations/${late.id}/resends`, {})
    expect((await accept(renewed.body.path)).status).toBe(201)
  })

  it('somebody whom an import or a colleague brought becomes the same person, with the role they have', async () => {
    const person = { name: 'Indah', email: 'Indah@harbour.test', role: 'manager' }
    const { body: known } = await call('POST', '/people', person)
    expect(await call('POST', '/invitations', { email: 'indah@harbour.test', role: 'owner' })).toMatchObject({
      status: 409,
      body: { code: 'role-differs', role: 'manager' },
    })
    const sent = await invite('indah@harbour.test', {})
    expect(sent).toMatchObject({ person: { id: known.id, name: 'Indah' }, role: 'manager' })
    expect((await accept(sent.path)).status).toBe(201)
    const session = await signIn(wire, 'indah@harbour.test', password)
    expect((await session('GET', '/me')).body.person.id).toBe(known.id)
  })

  it('sets no new password where the address signs in already, in whatever workspace', async () => {
    const email = 'joko@harbour.test'
    expect((await accept((await invite(email)).path)).status).toBe(201)
    const { path } = await invite(email, { name: 'Joko', role: 'viewer' }, wire.other.key)
    const preview = await outside(wire, '/invitations/acceptances/preview', { token: tokenOf(path) })
    expect(preview.body).toMatchObject({ signs_in: true, workspace: { slug: 'elsewhere' } })
    const stolen = await accept(path, { password: 'chosen by a thief' })
    expect(stolen).toMatchObject({ status: 401, body: { code: 'sign-in-exists' } })
    expect((await accept(path, {})).status).toBe(401)
    expect(await opens(wire, email, 'chosen by a thief')).toBe(false)
    // Signed in as somebody else is not signed in as them.
    await accept((await invite('other@harbour.test')).path)
    const other = await signIn(wire, 'other@harbour.test', password)
    expect((await other('POST', '/invitations/acceptances', { token: tokenOf(path) })).status).toBe(401)
    const joko = await signIn(wire, email, password)
    const accepted = await joko('POST', '/invitations/acceptances', { token: tokenOf(path) })
    expect(accepted).toMatchObject({ status: 201, body: { workspace: { slug: 'elsewhere' } } })
    expect((await joko('GET', '/me', undefined, 'elsewhere')).body.person).toMatchObject({ role: 'viewer' })
    expect((await joko('GET', '/me')).body.workspaces.map(({ slug }: Json) => slug)).toEqual(['main', 'elsewhere'])
  })

  it('the password of the address does as well', async () => {
    const email = 'kiki@harbour.test'
    await accept((await invite(email)).path)
    const { path } = await invite(email, { name: 'Kiki', role: 'viewer' }, wire.other.key)
    expect((await accept(path)).status).toBe(201)
  })

  it('an address that a handed-over link brought counts as unverified', async () => {
    await accept((await invite('copied@harbour.test')).path)
    const { rows } = await wire.server.database.pool.query(
      `select email_verified from auth_user where email = 'copied@harbour.test'`,
    )
    expect(rows).toEqual([{ email_verified: false }])
  })

  it('is nobody else’s business', async () => {
    const { id } = await invite('secret@harbour.test')
    for (const way of ['resends', 'revocation'])
      expect((await call('POST', `/invitations/${id}/${way}`, {}, { key: wire.other.key })).status).toBe(404)
    expect((await call('GET', '/invitations', undefined, { key: wire.other.key })).body.data).not.toContainEqual(
      expect.objectContaining({ id }),
    )
    const manager = await wire.server.addPerson({ role: 'manager' })
    expect((await call('GET', '/invitations', undefined, { key: manager.key })).status).toBe(403)
    expect(faults(await call('POST', '/invitations', { email: 'new@harbour.test' }))).toEqual(['/name'])
  })
})

describe('with a mail server', () => {
  let wire: Wire
  let mails: Awaited<ReturnType<typeof startMailServer>>
  beforeAll(async () => {
    mails = await startMailServer()
    wire = await startWire({
      smtp_url: mails.url,
      mail_from: 'Tributary <tributary@harbour.test>',
      public_url: 'https://tributary.harbour.test',
    })
  })
  afterAll(async () => {
    await wire.server.close()
    await mails.close()
  })
  const call: Wire['call'] = (...given) => wire.call(...given)
  const state = async (id: string) =>
    (await call('GET', '/invitations')).body.data.find((one: Json) => one.id === id) as Json

  it('the link comes by mail and is answered to nobody else; it verifies the address', async () => {
    const email = 'lia@harbour.test'
    const sent = await call('POST', '/invitations', { email, name: 'Lia “L” Ünal', role: 'rep' })
    expect(sent).toMatchObject({ status: 201, body: { path: null } })
    await wire.server.settled()
    expect(mails.received).toHaveLength(1)
    const [mail] = mails.received
    expect(mail).toMatchObject({ to: [email], subject: 'Owner invites you to Main' })
    const address = link.exec(mail?.body ?? '')?.[0] ?? ''
    expect(address).toMatch(/^https:\/\/tributary\.harbour\.test\/accept#token=/)
    expect(await state(sent.body.id)).toMatchObject({ mail: 'sent' })
    const accepted = await outside(wire, '/invitations/acceptances', { token: tokenOf(address), password })
    expect(accepted.status).toBe(201)
    const { rows } = await wire.server.database.pool.query('select email_verified from auth_user where email = $1', [
      email,
    ])
    expect(rows).toEqual([{ email_verified: true }])
    expect((await wire.eventsOf(sent.body.id)).map(({ type }) => type)).toEqual([
      'invitation.created',
      'invitation.sent',
      'invitation.accepted',
    ])
  })

  it('is tried again where the mail server does not take it, and sent once', async () => {
    mails.refuseNext(2)
    const before = mails.received.length
    const { body } = await call('POST', '/invitations', { email: 'mila@harbour.test', name: 'Mila', role: 'rep' })
    await wire.server.settled()
    expect(await state(body.id)).toMatchObject({
      mail: 'waiting',
      mail_error: expect.stringContaining('come again later'),
    })
    expect(mails.received).toHaveLength(before)
    await wire.server.setClock('2026-11-24T20:00:30.000Z')
    expect(await state(body.id)).toMatchObject({ mail: 'waiting' })
    await wire.server.setClock('2026-11-24T20:05:00.000Z')
    expect(await state(body.id)).toMatchObject({ mail: 'sent', mail_error: null })
    await wire.server.setClock('2026-11-24T23:00:00.000Z')
    expect(mails.received).toHaveLength(before + 1)
    const token = tokenOf(link.exec(mails.received.at(-1)?.body ?? '')?.[0] ?? '')
    expect((await outside(wire, '/invitations/acceptances', { token, password })).status).toBe(201)
  })

  it('a mail server that takes nothing holds up nobody, and is given up after a day', async () => {
    mails.refuseNext(1_000)
    const { body } = await call('POST', '/invitations', { email: 'nina@harbour.test', name: 'Nina', role: 'rep' })
    for (let hour = 0; hour < 40; hour++)
      await wire.server.setClock(new Date(Date.UTC(2026, 10, 25, hour)).toISOString())
    expect(await state(body.id)).toMatchObject({ mail: 'failed', status: 'pending' })
    mails.refuseNext(0)
    const again = await call('POST', `/invitations/${body.id}/resends`, {})
    expect(again.body.path).toBeNull()
    await wire.server.settled()
    expect(await state(body.id)).toMatchObject({ mail: 'sent' })
  })

  it('one that was revoked before it went out is not sent', async () => {
    mails.refuseNext(1)
    const before = mails.received.length
    const { body } = await call('POST', '/invitations', { email: 'oki@harbour.test', name: 'Oki', role: 'rep' })
    await wire.server.settled()
    await call('POST', `/invitations/${body.id}/revocation`, {})
    await wire.server.setClock('2026-12-01T00:00:00.000Z')
    expect(mails.received).toHaveLength(before)
  })
})
