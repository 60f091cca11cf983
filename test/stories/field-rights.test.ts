import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
let rep: { id: string; key: string }
beforeAll(async () => {
  wire = await startWire()
  rep = await wire.server.addPerson({ name: 'Rep' })
})
afterAll(() => wire.server.close())

const by = (who: { key: string }) => ({ key: who.key })

describe('fields that are not for everybody', () => {
  const margin = `key: margins
name: Margins
charter:
  { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: new
fields:
  - { key: margin, label: Margin, type: number, read: [manager], write: [manager] }
  - { key: score, label: Score, type: number, write: [manager] }
stages:
  - key: first
    name: First
    phase: qualify
    exit: [{ key: margin_ok, label: Margin is fine, level: hard, kind: rule, rule: deal.fields.margin > 50.0 }]
  - { key: second, name: Second, phase: propose }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
  const create = async (source: string) => {
    const headers = { authorization: `Bearer ${wire.server.owner.key}`, 'content-type': 'application/yaml' }
    const answer = await fetch(`${wire.server.url}/api/v1/pipelines`, { method: 'POST', headers, body: source })
    return { status: answer.status, body: (await answer.json()) as Json }
  }

  it('are left out of every answer, and written by nobody else', async () => {
    expect((await create(margin)).status).toBe(201)
    const manager = await wire.server.addPerson({ role: 'manager' })
    const given = { name: 'D', pipeline: 'margins', fields: { margin: 12, score: 3 } }
    const deal = (await wire.call('POST', '/deals', given)).body
    const answers = async (who: { key: string }) =>
      Promise.all(
        [`/deals/${deal.id}`, '/deals?pipeline=margins', `/deals/${deal.id}/history`].map(async (path) =>
          JSON.stringify((await wire.call('GET', path, undefined, by(who))).body),
        ),
      )
    for (const text of await answers(manager)) expect(text).toContain('"margin":12')
    for (const text of await answers(rep)) {
      expect(text).not.toContain('margin":')
      expect(text).toContain('"score":3')
    }
    const previewed = async (who: { key: string }) =>
      (await wire.call('POST', `/deals/${deal.id}/moves/preview`, { to_stage: 'second' }, by(who))).body
    const gate = (await previewed(rep)).gates[0]
    expect(gate).toMatchObject({ satisfied: false, because: ['It rests on a field that you may not read'] })
    expect(gate.hint).not.toContain('12')
    expect(JSON.stringify((await previewed(manager)).gates[0].because)).toContain('12')
    for (const fields of [{ margin: 60 }, { score: 4 }, { margin: null }]) {
      const refused = [
        await wire.call('PATCH', `/deals/${deal.id}`, { fields }, by(rep)),
        await wire.call('POST', `/deals/${deal.id}/moves`, { to_stage: 'second', fields }, by(rep)),
        await wire.call('POST', '/deals', { name: 'N', pipeline: 'margins', fields }, by(rep)),
      ]
      for (const one of refused) {
        expect(one.body, JSON.stringify(fields)).toMatchObject({ status: 403, code: 'field-right' })
        expect(faults(one)).toEqual([`/fields/${Object.keys(fields)[0]}`])
      }
    }
    expect((await wire.call('PATCH', `/deals/${deal.id}`, { fields: { margin: 60 } }, by(manager))).status).toBe(200)
    const pipeline = (await wire.call('GET', '/pipelines/margins')).body
    expect(pipeline.fields.find(({ key }: Json) => key === 'score')).toMatchObject({ read: null, write: ['manager'] })
  })

  it('a file that names no role, or guards a field that is not of deals, is told its line', async () => {
    const other = margin.replace('key: margins', 'key: others')
    const unknown = await create(other.replace('type: number, write: [manager]', 'type: number, write: [boss]'))
    expect(unknown.status).toBe(400)
    expect(JSON.stringify(unknown.body)).toContain('"line":8')
    const ofAccounts = 'key: rank, label: Rank, subject: account, type: number,'
    const account = await create(other.replace('key: score, label: Score, type: number,', ofAccounts))
    expect(JSON.stringify(account.body)).toContain('fields of its deals')
  })

  it('are left out of the audit, its list and its export, for whoever may not read them; an owner sees all', async () => {
    const { server } = wire
    const again = margin.replace('key: margins', 'key: audited')
    expect((await create(again)).status).toBe(201)
    const deal = (
      await wire.call('POST', '/deals', { name: 'A', pipeline: 'audited', fields: { margin: 77, score: 8 } })
    ).body
    await wire.call('PATCH', `/deals/${deal.id}`, { fields: { margin: 78, score: 9 } })
    await server.settled()
    const revops = await server.addPerson({ role: 'revops' })
    const told = async ({ key }: { key: string }) => {
      const list = await wire.call('GET', `/audit-events?subject=${deal.id}`, undefined, { key })
      expect(list.body.data.length).toBeGreaterThan(1)
      const headers = { authorization: `Bearer ${key}` }
      const file = await fetch(`${server.url}/api/v1/audit-events/export?format=csv&subject=${deal.id}`, { headers })
      expect(file.status).toBe(200)
      return [JSON.stringify(list.body), await file.text()]
    }
    for (const text of await told(revops)) {
      expect(text).not.toContain('margin')
      expect(text).toContain('score')
    }
    for (const text of await told(server.owner)) expect(text).toContain('margin')
  })
})
