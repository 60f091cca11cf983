import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMailServer } from '../mail-server.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

type Chat = { url: string; said: string[]; refuseNext(times: number): void; close(): Promise<void> }

/** An incoming webhook as chats have them: takes a text, and as often as it is told to, does not. */
async function startChat(): Promise<Chat> {
  const said: string[] = []
  let refusals = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (refusals-- > 0) return response.writeHead(503).end()
      said.push((JSON.parse(Buffer.concat(parts).toString()) as { text: string }).text)
      response.writeHead(200).end('ok')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secretpart`,
    said,
    refuseNext(times) {
      refusals = times
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

type Person = { id: string; key: string }
let mails: Awaited<ReturnType<typeof startMailServer>>
let chat: Chat
let wire: Wire
let ayu: Person
let bima: Person
beforeAll(async () => {
  mails = await startMailServer()
  chat = await startChat()
  wire = await startWire({
    smtp_url: mails.url,
    mail_from: 'tributary@example.test',
    outgoing_allow: ['127.0.0.1'],
    public_url: 'https://sales.example.test',
  })
  await wire.createTrade()
  ayu = await wire.server.addPerson({ name: 'Ayu' })
  bima = await wire.server.addPerson({ name: 'Bima' })
})
afterAll(async () => {
  await wire.server.close()
  await mails.close()
  await chat.close()
})

const call: Wire['call'] = (...given) => wire.call(...given)
const inbox = async ({ key }: { key: string }, query = '') =>
  (await call('GET', `/notifications${query}`, undefined, { key })).body
const titles = async (person: Person) => (await inbox(person)).data.map(({ title }: Json) => title)
const want = (person: Person, body: Json) => call('PUT', '/notification-preferences', body, { key: person.key })
const give = (deal: Json, to: Person) => call('PATCH', `/deals/${deal.id}`, { owner: to.id })
const newDeal = async (name: string): Promise<Json> => (await call('POST', '/deals', { name, pipeline: 'trade' })).body

describe('in the app', () => {
  let deal: Json
  test('somebody who is given a deal is told by whom, and it leads there', async () => {
    deal = await newDeal('Acme – Scales')
    expect((await give(deal, ayu)).status).toBe(200)
    await wire.server.settled()
    expect(await inbox(ayu)).toMatchObject({
      unread: 1,
      data: [
        {
          kind: 'deal.assigned',
          title: 'Acme – Scales is yours now',
          detail: 'Owner made you its owner.',
          link: `/deals/${deal.key}`,
          read_at: null,
        },
      ],
    })
  })

  test('nobody is told of what they did themselves, nor of what others are told', async () => {
    await call('POST', '/deals', { name: 'My own', pipeline: 'trade' }, { key: ayu.key })
    await wire.server.settled()
    expect((await inbox(ayu)).unread).toBe(1)
    expect((await inbox(bima)).unread).toBe(0)
    expect((await inbox(wire.server.owner)).unread).toBe(0)
  })

  test('it is read, and unread again, by whom it is for and nobody else', async () => {
    const [{ id }] = (await inbox(ayu)).data
    const read = (key: string, read: boolean) => call('PATCH', `/notifications/${id}`, { read }, { key })
    expect((await read(bima.key, true)).status).toBe(404)
    expect((await read(wire.other.key, true)).status).toBe(404)
    expect(await read(ayu.key, true)).toMatchObject({ status: 200, body: { read_at: expect.any(String) } })
    expect(await inbox(ayu, '?unread=true')).toMatchObject({ unread: 0, data: [] })
    expect((await read(ayu.key, false)).body.read_at).toBeNull()
    expect((await call('POST', '/notifications/readings', {}, { key: ayu.key })).body).toEqual({ read: 1 })
    expect((await call('POST', '/notifications/readings', {}, { key: ayu.key })).body).toEqual({ read: 0 })
    expect((await wire.eventsOf(id)).map(({ data }) => data)).toMatchObject([
      { before: { read_at: null }, after: { read_at: expect.any(String) } },
      { after: { read_at: null } },
    ])
  })

  test('many come in pages', async () => {
    for (const name of ['One', 'Two', 'Three']) await give(await newDeal(name), bima)
    await wire.server.settled()
    const pages = await wire.allPages('/notifications?limit=2', { key: bima.key })
    expect(pages.map(({ title }) => title)).toEqual(['Three is yours now', 'Two is yours now', 'One is yours now'])
  })

  test('somebody on the team of a deal is told once', async () => {
    const put = (role: string) => call('POST', `/deals/${deal.id}/team`, { person_id: bima.id, role })
    await put('Technical sales')
    await put('Legal')
    await wire.server.settled()
    expect((await titles(bima)).filter((title: string) => title.includes('team'))).toEqual([
      'You are on the team of Acme – Scales',
    ])
  })
})

describe('what falls due', () => {
  test('is told on its day by the clock of the workspace, once, and again when it was put off', async () => {
    const plan = { kind: 'task', subject: 'Call about the offer', owner: ayu.id, due_on: '2026-11-26' }
    const activity = (await call('POST', '/activities', plan)).body
    await wire.server.settled()
    expect(await titles(ayu)).not.toContain('Due: Call about the offer')
    for (const now of ['2026-11-26T06:00:00.000Z', '2026-11-26T12:00:00.000Z']) await wire.server.setClock(now)
    const due = () =>
      titles(ayu).then((all: string[]) => all.filter((title) => title === 'Due: Call about the offer').length)
    expect(await due()).toBe(1)
    await call('PATCH', `/activities/${activity.id}`, { due_on: '2026-11-27' })
    await wire.server.setClock('2026-11-27T06:00:00.000Z')
    expect(await due()).toBe(2)
    await call('PATCH', `/activities/${activity.id}`, { done: true })
    await wire.server.setClock('2026-11-28T06:00:00.000Z')
    expect(await due()).toBe(2)
  })

  test('a review is told to whoever configures pipelines, by mail too', async () => {
    const before = mails.received.length
    await wire.server.setClock('2027-02-23T06:00:00.000Z')
    const { data } = await inbox(wire.server.owner)
    expect(data[0]).toMatchObject({
      kind: 'review.due',
      title: 'Trade is to be reviewed',
      pieces: { due_on: '2027-02-22' },
      link: '/governance/reviews/trade',
    })
    expect((await titles(ayu)).some((title: string) => title.includes('reviewed'))).toBe(false)
    const mail = mails.received.slice(before).find(({ subject }) => subject === 'Trade is to be reviewed')
    expect(mail?.body).toContain('https://sales.example.test/governance/reviews/trade')
    expect(mail?.body).toContain('https://sales.example.test/settings/notifications')
  })
})

describe('as somebody wants it', () => {
  test('by default as each kind says, and then as they say; only what changed is written down', async () => {
    const preferences = (await call('GET', '/notification-preferences', undefined, { key: ayu.key })).body
    expect(preferences).toMatchObject({ mails: true, chat_address: null })
    const assigned = preferences.data.find(({ kind }: Json) => kind === 'deal.assigned')
    expect(assigned).toMatchObject({ app: true, mail: false, chat: false, summary: expect.any(String) })
    const wanted = { kind: 'deal.assigned', app: false, mail: true, chat: true }
    expect((await want(ayu, { data: [wanted], chat_url: chat.url })).body).toMatchObject({
      chat_address: '127.0.0.1:' + new URL(chat.url).port + '/…part',
      data: expect.arrayContaining([expect.objectContaining(wanted)]),
    })
    const { data } = (await wire.eventsOf(ayu.id)).findLast(({ type }) => type === 'person.notifications_set') ?? {}
    expect(data).toMatchObject({ before: { 'deal.assigned': ['app'] }, after: { 'deal.assigned': ['mail', 'chat'] } })
    expect(JSON.stringify(data)).not.toContain('secretpart')
  })

  test('mail and chat instead of the app; names cannot call a channel', async () => {
    const unread = (await inbox(ayu)).unread
    const before = mails.received.length
    const deal = await newDeal('<!channel> & sons')
    await give(deal, ayu)
    await wire.server.settled()
    expect((await inbox(ayu)).unread).toBe(unread)
    expect(mails.received.slice(before).map(({ to, subject }) => [to, subject])).toEqual([
      [['ayu@example.test'], '<!channel> & sons is yours now'],
    ])
    expect(chat.said.at(-1)).toBe(
      `&lt;!channel&gt; &amp; sons is yours now\nOwner made you its owner.\nhttps://sales.example.test/deals/${deal.key}`,
    )
  })

  test('what was not taken is sent again, and once', async () => {
    const said = chat.said.length
    const mailed = mails.received.length
    chat.refuseNext(1)
    mails.refuseNext(1)
    await give(await newDeal('Later'), ayu)
    await wire.server.settled()
    expect([chat.said.length - said, mails.received.length - mailed]).toEqual([0, 0])
    const later = (seconds: number) =>
      new Date(Date.parse(wire.server.server.clock.now()) + seconds * 1000).toISOString()
    await wire.server.setClock(later(60))
    await wire.server.setClock(later(3_600))
    expect([chat.said.length - said, mails.received.length - mailed]).toEqual([1, 1])
  })

  test('an address inside the network is refused, and one that is taken away hears nothing more', async () => {
    const inside = await want(ayu, { chat_url: 'http://169.254.169.254/latest' })
    expect([inside.status, faults(inside)]).toEqual([400, ['/chat_url']])
    expect((await want(ayu, { chat_url: null })).body.chat_address).toBeNull()
    const said = chat.said.length
    await give(await newDeal('Unheard'), ayu)
    await wire.server.settled()
    expect(chat.said.length).toBe(said)
    expect((await want(ayu, { data: [{ kind: 'nothing.at_all', app: true, mail: true, chat: true }] })).status).toBe(
      400,
    )
  })
})

describe('nobody is told of a deal that they may not see', () => {
  const grants = async (list: Json[], reassign: Json[] = []) => {
    const answer = await call('PUT', '/pipelines/trade/rights', { grants: list, reassign })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  }
  const rights = ['see', 'work']
  afterAll(() => grants([]))

  test('not when it happens', async () => {
    const citra = await wire.server.addPerson({ name: 'Citra' })
    await grants([
      { to: { person_id: ayu.id }, rights },
      { to: { person_id: bima.id }, rights },
    ])
    const put = await call('POST', '/activities', {
      kind: 'task',
      subject: 'Look at it',
      owner: citra.id,
      due_on: '2027-02-24',
      deal_id: (await newDeal('Secret')).id,
    })
    expect(put.status).toBe(201)
    await wire.server.setClock('2027-02-24T06:00:00.000Z')
    expect(await titles(citra)).toEqual([])
  })

  test('nor later, once the right was taken away: neither in the app nor by a mail that waits', async () => {
    await want(bima, { data: [{ kind: 'deal.assigned', app: true, mail: true, chat: false }] })
    const toBima = () => mails.received.filter(({ to }) => to.includes('bima@example.test')).length
    const before = toBima()
    mails.refuseNext(1)
    await give(await newDeal('Hidden soon'), bima)
    await wire.server.settled()
    expect(await titles(bima)).toContain('Hidden soon is yours now')
    const reassign = [{ person_id: bima.id, to: ayu.id }]
    await grants([{ to: { person_id: ayu.id }, rights }], reassign)
    expect(await titles(bima)).not.toContain('Hidden soon is yours now')
    await wire.server.setClock('2027-02-24T07:00:00.000Z')
    expect(toBima()).toBe(before)
    const { rows } = await wire.server.database.pool.query(
      `select state, error from notification_delivery where state = 'dropped'`,
    )
    expect(rows).toEqual([{ state: 'dropped', error: 'They may not see it any more.' }])
  })

  test('and who has left hears nothing', async () => {
    const dodi = await wire.server.addPerson({ name: 'Dodi' })
    await call('POST', '/activities', { kind: 'task', subject: 'Clear the desk', owner: dodi.id, due_on: '2027-02-25' })
    expect((await call('PATCH', `/people/${dodi.id}`, { active: false })).status).toBe(200)
    await wire.server.setClock('2027-02-25T06:00:00.000Z')
    const { rows } = await wire.server.database.pool.query('select from notification where person_id = $1', [dodi.id])
    expect(rows).toHaveLength(0)
  })
})
