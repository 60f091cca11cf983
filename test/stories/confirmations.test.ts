import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMailServer } from '../mail-server.ts'
import { type Json, startWire, type Wire } from './wire.ts'

const enterprise = readFileSync(join(import.meta.dirname, '../../motions/enterprise.yaml'), 'utf8')
/** The advice to let the buyer confirm the terms is a hard criterion here, and the first gate's only one. */
const motion = enterprise.replace('key: enterprise', 'key: works').replace(
  /exit:\n {6}- key: account_known[\s\S]*?\n\n {2}- key: evaluating/,
  `exit:
      - key: plan_confirmed
        label: The buyer agreed the plan
        level: hard
        kind: confirmation
        asks_in: { id: Rencana ini sudah menjadi milik kami. }
        asks: "The plan with <b>three</b> dates & \\"owners\\" is ours."

  - key: evaluating`,
)

async function startCompany(settings: Parameters<typeof startWire>[0] = {}) {
  const wire = await startWire(settings)
  const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
  const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body: motion })
  if (answer.status !== 201) throw new Error(await answer.text())
  return wire
}

/** What a buyer's browser does: no key, no cookie, a form. */
function browserOf(wire: Wire, headers: Record<string, string> = {}) {
  const page = async (method: string, path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${wire.server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    })
    return { status: answer.status, html: await answer.text(), headers: answer.headers }
  }
  return {
    look: (path: string) => page('GET', path),
    answer: (path: string, answer: string, more: Record<string, string> = { name: 'Ayu Lestari' }) =>
      page('POST', path, { answer, ...more }),
  }
}

describe('without a mail server', () => {
  let wire: Wire
  let call: Wire['call']
  let buyer: ReturnType<typeof browserOf>
  beforeAll(async () => {
    wire = await startCompany()
    call = wire.call
    buyer = browserOf(wire)
  })
  afterAll(() => wire.server.close())

  const open = async (name = 'Scales, they are desperate'): Promise<Json> =>
    (await call('POST', '/deals', { name, pipeline: 'works' })).body
  const ask = async (deal: Json, more: Json = {}): Promise<Json> => {
    const asking = { criterion: 'plan_confirmed', name: 'Ayu', ...more }
    const answer = await call('POST', `/deals/${deal.id}/confirmations`, asking)
    expect(answer.status).toBe(201)
    return answer.body
  }
  const gate = async (deal: Json): Promise<Json> =>
    (await call('POST', `/deals/${deal.id}/moves/preview`, { to_stage: 'evaluating' })).body.gates[0]
  const listed = async (deal: Json): Promise<Json[]> => (await call('GET', `/deals/${deal.id}/confirmations`)).body.data

  test('the buyer looks, which changes nothing, confirms by name, and the gate is satisfied', async () => {
    const deal = await open()
    expect(await gate(deal)).toMatchObject({
      kind: 'confirmation',
      satisfied: false,
      because: ['The buyer has not been asked yet'],
    })
    const asked = await ask(deal)
    expect(asked).toMatchObject({ state: 'open', mail: 'none', path: expect.stringMatching(/^\/confirm\/[\w-]{43}$/) })
    expect((await gate(deal)).because).toEqual(['Ayu was asked and has not answered yet'])

    for (let i = 0; i < 3; i++) {
      const seen = await buyer.look(asked.path)
      expect(seen.status).toBe(200)
      expect(seen.html).toContain('Main asks you to confirm')
      expect(seen.html).toContain('The plan with &lt;b&gt;three&lt;/b&gt; dates &amp; &quot;owners&quot; is ours.')
      expect(seen.html).not.toMatch(/desperate|D-\d|works|<script|<style|style=|https?:\/\//)
    }
    expect((await listed(deal))[0]).toMatchObject({ state: 'open' })

    const thanked = await buyer.answer(asked.path, 'confirmed', { name: ' Ayu Lestari ', remark: 'From 1 March on' })
    expect(thanked.status).toBe(200)
    expect(thanked.html).toContain('You have confirmed this')
    expect(await gate(deal)).toMatchObject({ satisfied: true, because: [] })
    expect((await listed(deal))[0]).toMatchObject({
      state: 'confirmed',
      answered_by: 'Ayu Lestari',
      remark: 'From 1 March on',
    })
    const { evidence } = (await call('GET', `/deals/${deal.id}`)).body
    expect(evidence).toMatchObject([
      { kind: 'confirmation', criterion: 'plan_confirmed', confirmed_by: 'Ayu Lestari', given_by: null },
    ])
    const events = await wire.eventsOf(deal.id)
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['deal.confirmation_asked', 'deal.confirmation_confirmed', 'deal.evidence_given']),
    )
    expect((await call('POST', `/deals/${deal.id}/moves`, { to_stage: 'evaluating' })).status).toBe(201)
  })

  test('the buyer declines with a remark: the gate says so, and they can be asked again', async () => {
    const deal = await open()
    const first = await ask(deal)
    expect((await buyer.answer(first.path, 'declined', { name: 'Ayu', remark: 'The dates are wrong' })).html).toContain(
      'You have declined this',
    )
    expect((await gate(deal)).because).toEqual(['Ayu declined: The dates are wrong'])
    const second = await ask(deal)
    expect((await buyer.answer(second.path, 'confirmed')).status).toBe(200)
    expect((await gate(deal)).satisfied).toBe(true)
  })

  test('in the language of the buyer, with contacts as the ones who are asked', async () => {
    const deal = await open()
    const contact = (await call('POST', '/contacts', { name: 'Budi Santoso', email: 'budi@buyer.example' })).body
    const asked = await ask(deal, { name: undefined, contact_id: contact.id, language: 'id' })
    expect(asked).toMatchObject({ name: 'Budi Santoso', email: 'budi@buyer.example', language: 'id' })
    const { html } = await buyer.look(asked.path)
    expect(html).toContain('<html lang="id">')
    expect(html).toContain('Saya menyetujui')
    expect(html).toContain('Rencana ini sudah menjadi milik kami.')
    expect(html).toContain('8 Desember 2026')
  })

  test('unknown, ended, used and revoked links answer alike, to looks and to answers', async () => {
    const deal = await open()
    const used = await ask(deal, { name: 'Used' })
    await buyer.answer(used.path, 'confirmed')
    const revoked = await ask(deal, { name: 'Revoked' })
    const revocation = `/deals/${deal.id}/confirmations/${revoked.id}/revocation`
    expect((await call('POST', revocation, {})).body).toMatchObject({ state: 'revoked' })
    const replaced = await ask(deal, { name: 'Replaced' })
    await ask(deal, { name: 'replaced' })
    const ended = await ask(deal, { name: 'Ended', expires_in_days: 1 })
    await wire.server.setClock('2026-11-25T21:00:00.000Z')
    const paths = [`/confirm/${'A'.repeat(43)}`, '/confirm/short', '/confirm/%00%27', used.path, revoked.path]
    const answers = []
    for (const path of [...paths, replaced.path, ended.path])
      for (const answer of [await buyer.look(path), await buyer.answer(path, 'confirmed')])
        answers.push(`${answer.status} ${answer.html}`)
    expect([...new Set(answers)].map((one) => one.slice(0, 300))).toHaveLength(1)
    expect(answers[0]).toMatch(/^404 /)
    expect((await listed(deal)).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Ended expired',
      'replaced open',
      'Replaced revoked',
      'Revoked revoked',
      'Used confirmed',
    ])
    const late = `/deals/${deal.id}/confirmations/${used.id}/revocation`
    expect(await call('POST', late, {})).toMatchObject({ status: 409, body: { code: 'confirmation-ended' } })
    await wire.server.setClock('2026-11-24T20:00:00.000Z')
  })

  test('two answers at once: one counts', async () => {
    const deal = await open()
    const { path } = await ask(deal)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => buyer.answer(path, i % 2 ? 'confirmed' : 'declined', { name: `Buyer ${i}` })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { evidence } = (await call('GET', `/deals/${deal.id}`)).body
    expect(evidence.length).toBeLessThanOrEqual(1)
  })

  test('an answer without a name, with an odd body or from another website is none', async () => {
    const deal = await open()
    const { path } = await ask(deal)
    const nameless = await buyer.answer(path, 'confirmed', { name: '  ', remark: '"><script>alert(1)</script>' })
    expect([nameless.status, nameless.html.includes('Please write your name')]).toEqual([422, true])
    expect(nameless.html).toContain('&quot;&gt;&lt;script&gt;')
    expect((await buyer.answer(path, 'confirmed', { name: 'x'.repeat(121) })).status).toBe(422)
    expect((await buyer.answer(path, 'confirmed', { name: 'Ayu\u0000' })).status).toBe(422)
    expect((await buyer.answer(path, 'perhaps')).status).toBe(422)
    expect((await buyer.answer(path, 'confirmed', { name: 'Ayu', remark: 'x'.repeat(30_000) })).status).toBe(413)
    const send = (body: string, headers: Record<string, string>) =>
      fetch(`${wire.server.url}${path}`, { method: 'POST', body, headers })
    expect((await send('{"answer":"confirmed"}', { 'content-type': 'application/json' })).status).toBe(422)
    expect((await send('answer=confirmed', { 'content-type': 'text/plain' })).status).toBe(415)
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' }
    expect((await send('answer=confirmed&name=Eve', form)).status).toBe(403)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
      expect((await fetch(`${wire.server.url}${path}`, { method })).status, method).not.toBe(500)
    expect((await listed(deal))[0]).toMatchObject({ state: 'open' })
    expect((await buyer.answer(path, 'confirmed')).status).toBe(200)
  })

  test('the page lets nothing in and nothing out, and is kept nowhere', async () => {
    const { headers } = await buyer.look((await ask(await open())).path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; form-action 'self'/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    const style = await buyer.look('/confirm/style.css')
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  })

  test('only a hash of the link is kept, in no event and in no repeat', async () => {
    const deal = await open()
    const headers = {
      authorization: `Bearer ${wire.server.owner.key}`,
      'content-type': 'application/json',
      'idempotency-key': 'confirmation-once',
    }
    const body = JSON.stringify({ criterion: 'plan_confirmed', name: 'Ayu' })
    const send = () =>
      fetch(`${wire.server.url}/api/v1/deals/${deal.id}/confirmations`, { method: 'POST', headers, body })
    const { path } = (await (await send()).json()) as Json
    expect(((await (await send()).json()) as Json).path).toBe(path)
    const token = String(path).split('/').at(-1) ?? ''
    for (const table of ['confirmation_request', 'event', 'evidence', 'idempotency_key']) {
      const { rows } = await wire.server.database.pool.query(`select * from ${table}`)
      expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
        token,
      )
    }
  })

  test('who may not work on the deal does not ask; what no buyer confirms is not asked', async () => {
    const deal = await open()
    const viewer = await wire.server.addPerson({ role: 'viewer' })
    const asking = { criterion: 'plan_confirmed', name: 'Ayu' }
    const path = `/deals/${deal.id}/confirmations`
    expect((await call('POST', path, asking, { key: viewer.key })).status).toBe(403)
    expect((await call('POST', path, asking, { key: wire.other.key })).status).toBe(404)
    expect((await call('GET', path, undefined, { key: wire.other.key })).status).toBe(404)
    const unknown = await call('POST', path, { ...asking, criterion: 'economic_buyer_met' })
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, '/criterion'])
    expect(unknown.body.detail).toContain('plan_confirmed')
    expect((await call('POST', path, { criterion: 'plan_confirmed' })).body.errors[0].pointer).toBe('/name')
    const given = { criterion: 'plan_confirmed', url: 'https://files.example/mail' }
    expect(await call('POST', `/deals/${deal.id}/evidence`, given)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('confirmed by the buyer') },
    })
    await call('POST', `/deals/${deal.id}/moves`, { outcome: 'lost', reason: 'price' })
    expect((await call('POST', path, asking)).status).toBe(409)
  })

  test('whoever guesses links waits, and so do their answers', async () => {
    const behind = await startCompany({ trusted_proxies: ['127.0.0.1'] })
    try {
      const guesser = browserOf(behind, { 'x-forwarded-for': '192.0.2.7' })
      for (let i = 0; i < 50; i++) expect((await guesser.look(`/confirm/${'B'.repeat(42)}${i % 10}`)).status).toBe(404)
      expect((await guesser.look(`/confirm/${'B'.repeat(43)}`)).status).toBe(429)
      expect((await guesser.answer(`/confirm/${'B'.repeat(43)}`, 'confirmed')).status).toBe(429)
      const other = browserOf(behind, { 'x-forwarded-for': '192.0.2.8' })
      expect((await other.look(`/confirm/${'B'.repeat(43)}`)).status).toBe(404)
    } finally {
      await behind.server.close()
    }
  })
})

describe('with a mail server', () => {
  test('the buyer gets a mail with the link; one that is not taken is sent again with another', async () => {
    const mail = await startMailServer()
    const wire = await startCompany({ smtp_url: mail.url, mail_from: 'tributary@main.test' })
    try {
      const { call } = wire
      const deal = (await call('POST', '/deals', { name: 'Scales', pipeline: 'works' })).body
      const path = `/deals/${deal.id}/confirmations`
      const asking = { criterion: 'plan_confirmed', name: 'Ayu', email: 'ayu@buyer.example', language: 'id' }
      mail.refuseNext(1)
      expect(await call('POST', path, asking)).toMatchObject({ status: 201, body: { path: null, mail: 'waiting' } })
      await wire.server.settled()
      expect((await call('GET', path)).body.data[0]).toMatchObject({ mail: 'waiting', mail_error: expect.any(String) })
      await wire.server.setClock('2026-11-24T20:01:00.000Z')
      await wire.server.settled()
      expect(mail.received).toHaveLength(1)
      const [letter] = mail.received
      expect(letter?.to).toEqual(['ayu@buyer.example'])
      const [, link = ''] = /(\/confirm\/[\w-]{43})/.exec(letter?.body ?? '') ?? []
      expect((await call('GET', path)).body.data[0]).toMatchObject({ mail: 'sent', mail_error: null })
      const buyer = browserOf(wire)
      expect((await buyer.look(link)).html).toContain('Saya menyetujui')
      expect((await buyer.answer(link, 'confirmed')).status).toBe(200)

      // By hand although there is a mail server.
      const byHand = await call('POST', path, { ...asking, name: 'Budi', send_mail: false })
      expect(byHand.body.path).toMatch(/^\/confirm\//)
      await wire.server.settled()
      expect(mail.received).toHaveLength(1)
    } finally {
      await wire.server.close()
      await mail.close()
    }
  })
})
