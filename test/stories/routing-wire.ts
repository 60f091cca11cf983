import type { Member } from '../server.ts'
import { agreed, file, first, shown, wanted } from './shops.ts'
import { type Json, startWire } from './wire.ts'

export const euros = (amount: string) => ({ amount, currency: 'EUR' })
export const big = { key: 'big', name: 'Large orders', when: 'deal.amount >= 100000', pipeline: 'large' }
export const web = {
  key: 'web',
  name: 'From the web',
  when: 'deal.source == "web"',
  pipeline: 'shops',
  stage: 'shown',
}

export type Routed = Awaited<ReturnType<typeof startRouting>>

/** Two pipelines for shops, two people who write rules, and two who sell. */
export async function startRouting() {
  const wire = await startWire()
  await wire.server.client.pipelines.create({ source: first })
  const large = file(wanted, shown, agreed)
    .replace('key: shops', 'key: large')
    .replace('name: Shops', 'name: Large shops')
  await wire.server.client.pipelines.create({ source: large })
  const rina = await wire.server.addPerson({ role: 'revops', name: 'Rina' })
  const dewi = await wire.server.addPerson({ role: 'revops', name: 'Dewi' })
  const budi: Member = await wire.server.addPerson({ role: 'rep', name: 'Budi' })
  const sari = await wire.server.addPerson({ role: 'rep', name: 'Sari' })
  const call = (method: string, path: string, body?: unknown, by: { key: string } = rina) =>
    wire.call(method, path, body, { key: by.key })
  async function done(method: string, path: string, body?: unknown, by?: { key: string }): Promise<Json> {
    const answer = await call(method, path, body, by)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  /** Rina asks, Dewi approves. */
  async function publish(rules: Json[], fallback: Json | null = null): Promise<Json> {
    const change = await done('POST', '/routing/changes', { rules, fallback, reason: 'Orders differ' })
    await done('POST', `/approvals/${change.approval_id}/votes`, { vote: 'approve' }, dewi)
    return done('GET', `/routing/changes/${change.id}`)
  }
  const open = (deal: Json, by: { key: string } = budi) => done('POST', '/deals', { name: 'Toko Maju', ...deal }, by)
  return { wire, rina, dewi, budi, sari, call, done, publish, open }
}
