import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from '../../scripts/build-web.ts'
import type { Client } from '../../src/client/client.ts'
import { type Member, startTestServer, type TestServer } from '../server.ts'
import { quiet, visit, type Visit, type VisitOptions } from './visit.ts'

const motions = join(import.meta.dirname, '../../motions')

/** The pipeline of these tests: its first gate is hard and asks for the amount, going back and skipping are allowed. */
export const pipeline = 'transactional'
export const stages = ['need_stated', 'fit_seen', 'offer_accepted', 'ordering'] as const

export type Company = Awaited<ReturnType<typeof startCompany>>

/** A server with the built web application, one pipeline, and two people who can sign in. */
export async function startCompany(clock: 'real' | 'simulated' = 'real') {
  buildWeb(quiet)
  const server = await startTestServer({ clock })
  await server.client.pipelines.create({ source: readFileSync(join(motions, `${pipeline}.yaml`), 'utf8') })
  const ana = await signingIn(server, await server.addPerson({ name: 'Ana Bauer' }))
  const budi = await signingIn(server, await server.addPerson({ name: 'Budi Santoso' }))
  return {
    server,
    ana,
    budi,
    open: (person: Person, options?: VisitOptions): Promise<Visit> => visit(server.url, person, options),
  }
}

export type Person = Member & { email: string; password: string }

async function signingIn(server: TestServer, member: Member): Promise<Person> {
  return { ...member, ...(await server.letSignIn(member.id)) }
}

/** An open deal in the first stage; without an amount it fails the first gate. */
export const openDeal = (client: Client, name: string, amount: string | null = '12000.00') =>
  client.deals.create({ name, pipeline, ...(amount ? { amount: { amount, currency: 'EUR' } } : {}) })

/** Enough closed deals for a forecast, in a year before the day on which the tests look. Needs a simulated clock. */
export async function closeDeals({ server, ana }: Company, count = 40): Promise<void> {
  await server.setClock('2026-08-03T09:00:00Z')
  const deals = []
  for (let at = 0; at < count; at++) deals.push(await openDeal(ana.client, `Past deal ${at}`, `${9000 + at * 211}.00`))
  for (const [at, stage] of stages.slice(1, 3).entries()) {
    await server.setClock(`2026-08-${12 + at * 8}T09:00:00Z`)
    for (const { id } of deals)
      await ana.client.moves.create({
        deal_id: id,
        to_stage: stage,
        reason: 'agreed',
        fields: { package_wanted: 'team' },
      })
  }
  await server.setClock('2026-10-06T09:00:00Z')
  for (const [at, { id }] of deals.entries()) {
    const end =
      at % 3 === 0 ? { outcome: 'lost' as const, reason: 'price' } : { outcome: 'won' as const, reason: 'by mail' }
    await ana.client.moves.create({ deal_id: id, ...end })
  }
  await server.setClock('2026-11-24T09:00:00Z')
}
