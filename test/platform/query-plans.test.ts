import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill } from '../../bench/fill.ts'
import { getBoard, getBoardStage } from '../../src/domain/boards/index.ts'
import { getDeal, listDeals } from '../../src/domain/deals/index.ts'
import { getHistory } from '../../src/domain/history/index.ts'
import { moveDeal } from '../../src/domain/moves/index.ts'
import { accessOf, foundWorkspace } from '../../src/domain/people/index.ts'
import type { Actor, Context } from '../../src/platform/context.ts'
import type { Database, Tx } from '../../src/platform/database/open.ts'
import type { AnyOperation } from '../../src/platform/operation.ts'
import { boundByNothing, type Rights } from '../../src/platform/rights.ts'
import { rehearse } from '../../src/platform/transaction.ts'
import { openTestDatabase } from '../database.ts'

// What a request asks most often, explained as the role of requests under its row-level security, with some 21,000 deals.
let database: Database
let home: { workspace_id: string; owner_id: string }
let deal_id: string
let pipeline_id: string
const open = 14_000
const now = new Date().toISOString()

beforeAll(async () => {
  database = await openTestDatabase()
  const owner = { name: 'Owner', email: 'owner@plans.test' }
  const founding = { slug: 'plans', name: 'Plans', currency: 'EUR', time_zone: 'UTC', owner }
  home = await foundWorkspace(database, { ...founding, valid_from: '2000-01-01T00:00:00.000Z' }, now)
  const { deal_ids } = await fill(database, open)
  deal_id = deal_ids[7] ?? ''
  await database.pool.query('vacuum analyze')
  const { rows } = await database.pool.query(`select id from pipeline where key = 'board'`)
  pipeline_id = rows[0].id
}, 240_000)
afterAll(() => database.close())

const somebody = `per_${'0'.repeat(26)}`
const grants = (granted: [string, string][]): Rights => ({
  ...boundByNothing,
  pipelines: new Map([[pipeline_id, new Map(granted) as never]]),
})
const readers: [string, () => Partial<Actor>][] = [
  ['sees everything', () => ({})],
  [
    'sees a few of the deals',
    () => ({
      id: somebody,
      role: 'rep',
      rights: grants([
        ['see', 'own'],
        ['work', 'own'],
      ]),
    }),
  ],
]

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] }

/** The plans of every statement that an operation sends, each as its transaction would run it at that point. */
async function plansOf(op: AnyOperation, input: unknown, who: Partial<Actor>): Promise<Plan[]> {
  const plans: Plan[] = []
  const { workspace_id, owner_id } = home
  const owner = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const actor: Actor = { ...owner, access: accessOf('owner'), rights: boundByNothing, ...who }
  await rehearse(
    database,
    { actor, effect: 'write', name: 'plans', now: new Date().toISOString() },
    async (context) => {
      const tx = explaining(context.tx, plans)
      const watched = new Proxy(context, { get: (whole, name) => (name === 'tx' ? tx : Reflect.get(whole, name)) })
      await op.run(watched as Context, op.input.parse(input))
    },
  )
  return plans.flatMap(nodesOf)
}

/** Has each statement explained before it is sent. */
function explaining(tx: Tx, plans: Plan[]): Tx {
  const executor = tx.getExecutor()
  const watched = new Proxy(executor, {
    get(whole, name) {
      if (name !== 'executeQuery') return ownOf(whole, name)
      return async (query: CompiledQuery) => {
        if (/^\s*(select|with|insert|update)\b/i.test(query.sql)) {
          const explain = CompiledQuery.raw(`explain (format json) ${query.sql}`, [...query.parameters])
          const { rows } = await whole.executeQuery(explain)
          plans.push((rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan)
        }
        return whole.executeQuery(query)
      }
    },
  })
  return new Proxy(tx, { get: (whole, name) => (name === 'getExecutor' ? () => watched : ownOf(whole, name)) })
}

/** A member of something with private parts, which a proxy does not have. */
const ownOf = (whole: object, name: string | symbol) => {
  const member: unknown = Reflect.get(whole, name)
  return typeof member === 'function' ? member.bind(whole) : member
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

const large = new Set(['deal', 'deal_ledger', 'event', 'event_seal'])

const hot: [string, AnyOperation, () => Record<string, unknown>, string[]][] = [
  ['a board', getBoard, () => ({ pipeline: 'board' }), ['deal_board']],
  [
    'a page of a board',
    getBoardStage,
    () => ({ pipeline: 'board', stage: 'stage_2', cursor: cursor() }),
    ['deal_board'],
  ],
  ['deals of a pipeline', listDeals, () => ({ pipeline: 'board' }), ['deal_list|deal_pkey']],
  ['deals of mine', listDeals, () => ({ owner: 'me', sort: 'close_date' }), ['deal_due']],
  ['a deal', getDeal, () => ({ deal_id }), ['deal_pkey']],
  ['a deal by its key', getDeal, () => ({ deal_id: 'D-8' }), ['deal_workspace_id_number_key']],
  ['the history of a deal', getHistory, () => ({ deal_id }), ['deal_ledger_pkey', 'event_pkey']],
  ['a move', moveDeal, () => ({ deal_id, to_stage: 'stage_3' }), ['deal_pkey', 'deal_ledger_pkey']],
]
const cursor = () => Buffer.from(JSON.stringify(['2026-12-24', `deal_${'0'.repeat(26)}`])).toString('base64url')

describe.each(readers)('whoever %s', (who, reader) => {
  it.each(hot)('finds %s by its index', async (what, op, input, indexes) => {
    // Whoever sees a few deals only does not see this one unless they are on its team.
    const rights = reader().rights
    const deals = new Map((await dealsNamed()).map((id) => [id, pipeline_id]))
    const nodes = await plansOf(op, input(), rights ? { ...reader(), rights: { ...rights, deals } } : reader())
    const read = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? ''))
    expect(read.map((node) => node['Relation Name'])).toEqual([])
    const used = nodes.flatMap((node) => node['Index Name'] ?? [])
    if (who === 'sees everything')
      for (const index of indexes)
        expect(
          index.split('|').some((one) => used.includes(one)),
          `${what}: ${used}`,
        ).toBe(true)
  })
})

async function dealsNamed(): Promise<string[]> {
  const { rows } = await database.pool.query('select id from deal where id = $1 or number = 8', [deal_id])
  return rows.map(({ id }: { id: string }) => id)
}
