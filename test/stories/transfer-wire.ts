import { createPipeline } from '../../src/domain/pipelines/index.ts'
import { type Json, startWire } from './wire.ts'

/** `trade` beside two pipelines that deals come to from it: one with gates, one without. */
export async function startTransfers() {
  const wire = await startWire()
  await wire.createTrade()
  for (const source of [projects, service])
    await wire.within('write', (context) => createPipeline.run(context, { source }))
  const made = async (method: string, path: string, body: unknown): Promise<Json> => {
    const answer = await wire.call(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    ...wire,
    made,
    open: (given: Json = {}) =>
      made('POST', '/deals', { name: 'Scales', pipeline: 'trade', amount: eur('1000.00'), ...given }),
    transfer: (deal: Json, given: Json, options?: { key?: string }) =>
      wire.call('POST', `/deals/${deal.id}/transfers`, { to_pipeline: 'service', reason: 'bigger', ...given }, options),
    deal: async ({ id }: Json): Promise<Json> => (await wire.call('GET', `/deals/${id}`)).body,
    reconcile: async (as_of?: string): Promise<Json> =>
      (await wire.call('GET', `/reconciliation${as_of ? `?as_of=${as_of}` : ''}`)).body,
    at: (now: string) => wire.call('PUT', '/test-clock', { now }),
  }
}
export type Transfers = Awaited<ReturnType<typeof startTransfers>>

export const eur = (amount: string) => ({ amount, currency: 'EUR' })

const charter = `charter:
  motion: Another way of selling
  buyer: A site manager
  entry_rule: There is a site
  won_means: A signed contract
  lost_means: The site is built by others
  owner: Head of projects
  review_every_days: 90
  reason_to_be_separate: Half a year instead of two weeks
revenue_kind: new
`

const projects = `key: projects
name: Projects
${charter}
fields:
  - { key: region }
  - { key: site, label: Site, type: text, required_from: surveyed }
  - { key: halls, label: Halls, type: number }
  - { key: margin, label: Margin, type: number, read: [manager] }
transitions: { skip: allowed, back: allowed, reopen: allowed }
stages:
  - key: scoped
    name: Scope agreed
    phase: qualify
    exit: [{ key: sized, label: Worth the effort, level: hard, kind: rule, rule: 'deal.amount >= 500' }]
  - key: surveyed
    name: Site surveyed
    phase: evaluate
    entry: [{ key: visit, label: Site visited, level: soft, kind: meeting }]
  - { key: offered, name: Offer accepted, phase: propose, entry: [{ key: halls, label: Halls counted, level: hard, kind: field, field: halls }] }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: smaller, label: Became a smaller project }] }
`

const service = `key: service
name: Service
${charter}
fields:
  - { key: area, label: Area, type: text }
transitions: { skip: allowed, back: allowed, reopen: allowed }
stages:
  - { key: asked, name: Asked for, phase: qualify }
  - { key: agreed, name: Agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became bigger }, { key: smaller, label: Became smaller }] }
`
