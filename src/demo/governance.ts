import type { Within } from './dressing.ts'
import { operationsOf } from '../domain/operations.ts'
import type { Context } from '../platform/context.ts'
import type { AnyOperation } from '../platform/operation.ts'
import { type Instant, plusDays } from '../values/instant.ts'

/**
 * Acts as one person of the company, named by what stands before the @ of their address; now, or at a moment of the
 * company's past, by a clock that stands there for them.
 */
export type As = (name: string, at?: Instant) => Promise<Within>

const operations = new Map<string, AnyOperation>(
  operationsOf({ clock_simulated: false, embedded_database: true, mails: false }).map((one) => [one.name, one]),
)

/** One operation as its caller would ask for it, by name, its input checked. */
export async function ask<T>(context: Context, name: string, input: Record<string, unknown>): Promise<T> {
  const operation = operations.get(name)
  if (operation === undefined) throw new Error(`there is no operation ${name}`)
  return operation.run(context, operation.input.parse(input)) as Promise<T>
}

type Listed<T> = { data: T[] }
type Change = { id: string; approvals: { id: string }[] }
type Gate = { key: string; level: string; satisfied: boolean }

/**
 * What a company that governs its pipelines has lying about: a change that was published, one that waits for its second
 * vote, a gate passed by an exception, a deal that waits for an approval and a buyer who was asked. Each step looks for
 * what it would leave behind, as the rest of the demo does.
 */
export async function governDemo(as: As, today: string): Promise<void> {
  const [ratna, citra, katrin, dewi] = [await as('ratna'), await as('citra'), await as('katrin'), await as('dewi')]
  const clearer = await citra((context) => proposeOnce(context, 'partner', clearerStage))
  if (clearer) await ratna((context) => approve(context, clearer))
  await ratna((context) => letManagersDecide(context, 'transactional'))
  const stricter = await citra((context) => proposeOnce(context, 'transactional', stricterGate(today)))
  if (stricter) {
    await katrin((context) => approve(context, stricter))
    const body = 'Half of my deals have nobody with that role yet; give us a week to find out who decides.'
    const said = { change_request_id: stricter.id, body }
    await (await as('ayu'))((context) => ask(context, 'change_comments.create', said))
  }
  await dewi((context) => passByException(context, today))
  await (await as('lena'))((context) => waitForOthers(context))
}

type Wording = Record<string, unknown> & { change: (source: string) => string }

const clearerStage: Wording = {
  change: (source) =>
    source.replace('name: Customer accepts the solution', "name: Customer's specialists accept the solution"),
  title: 'Say whose acceptance counts',
  reason: 'Three deals stood here because a salesperson of the partner was satisfied. It takes the customer.',
}

const stricterGate = (today: string): Wording => ({
  change: (source) => source.replace(/(key: decides_alone\n.*\n\s+level: )soft/, '$1hard'),
  title: 'No offer without the person who may decide',
  reason: 'Of the offers that nobody with a budget had seen, one in nine became an order.',
  effective_at: plusDays(`${today}T02:00:00.000Z`, 14),
})

/** Asks for another wording of a pipeline's file; undefined where that was done before. */
async function proposeOnce(context: Context, pipeline: string, { change, ...said }: Wording) {
  const known = await ask<Listed<Change>>(context, 'change_requests.list', { pipeline })
  if (known.data.length > 0) {
    context.unchanged()
    return undefined
  }
  const { definition } = await ask<{ definition: { id: string } }>(context, 'pipelines.get', { pipeline })
  const { source } = await ask<{ source: string }>(context, 'definitions.get', { definition_id: definition.id })
  return ask<Change>(context, 'change_requests.create', { pipeline, definition: change(source), ...said })
}

async function approve(context: Context, { approvals }: Change): Promise<void> {
  await ask(context, 'approval_votes.create', { approval_id: approvals[0]?.id, vote: 'approve' })
}

async function letManagersDecide(context: Context, pipeline: string): Promise<void> {
  await ask(context, 'approval_policies.set', { pipeline, needed: 2, role: 'manager' })
}

const openIn = async (context: Context, stage: string) =>
  (
    await ask<Listed<{ id: string; wait_until: string | null }>>(context, 'deals.list', {
      pipeline: 'enterprise',
      stage,
      sort: 'created',
      limit: 20,
    })
  ).data.filter(({ wait_until }) => wait_until === null)

/** A manager lets a deal go on without what its gate asks for, for ten days. */
async function passByException(context: Context, today: string): Promise<void> {
  const known = await ask<Listed<unknown>>(context, 'gate_overrides.list', { limit: 1 })
  const [deal] = await openIn(context, 'evaluating')
  if (known.data.length > 0 || deal === undefined) return context.unchanged()
  const target = { deal_id: deal.id, to_stage: 'shortlisted' }
  const { gates } = await ask<{ gates: Gate[] }>(context, 'moves.preview', target)
  const criteria = gates.filter(({ level, satisfied }) => level !== 'advice' && !satisfied).map(({ key }) => key)
  if (criteria.length === 0) return context.unchanged()
  const expires_on = plusDays(`${today}T00:00:00.000Z`, 10).slice(0, 10)
  const reason = 'Their committee meets on Friday; the written result follows after the meeting.'
  await ask(context, 'moves.create', { ...target, reason, override: { criteria, reason, expires_on } })
}

/** One deal waits for people of the company, another for its buyer. */
async function waitForOthers(context: Context): Promise<void> {
  const known = await ask<Listed<unknown>>(context, 'gate_approvals.list', { limit: 1 })
  const [first, second] = await openIn(context, 'terms_agreed')
  if (known.data.length > 0 || first === undefined) return context.unchanged()
  const note = 'They want 90 days to pay instead of 30; everything else is as on the list.'
  await ask(context, 'gate_approvals.create', { deal_id: first.id, criterion: 'terms_approved', note })
  const asked = { deal_id: (second ?? first).id, criterion: 'terms_confirmed', name: 'Anna Hoffmann' }
  await ask(context, 'confirmations.create', asked)
}
