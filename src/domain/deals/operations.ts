import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem, unwrap } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, MoneySchema, minorOf } from '../../values/money.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { Line } from '../../values/text.ts'
import { type Account, readAccount } from '../accounts/index.ts'
import { evidenceOf, readEvidence } from '../evidence/index.ts'
import { acceptFields, GivenFields, readLibrary } from '../fields/index.ts'
import { categories, DealId, differences, lockedDeal, outcomes, saveChange } from '../ledger/index.ts'
import { linesOf, readLines } from '../line-items/index.ts'
import { readDealContacts, readTeam } from '../participants/index.ts'
import { type Person, readPeople } from '../people/index.ts'
import { readableFields, readDefinitionOf, readPipeline, requireWritable, revenueKinds } from '../pipelines/index.ts'
import { carriedOf } from './carried.ts'
import { Deal, DealDetail } from './deal.ts'
import { type DealRow, dealOfRow } from './deal-of-row.ts'
import { decideEdit } from './decide-edit.ts'
import * as store from './store.ts'

/** An amount to compare with, in whole units of the currency that is named. */
const Bound = z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, 'expected an amount such as 1000 or 1000.50')

const latest = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a > b ? a : (b ?? a)
const earliest = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a < b ? a : (b ?? a)

const Owner = z.union([z.literal('me'), Id('per')], 'expected me or the id of a person')

export const listDeals = operation({
  name: 'deals.list',
  http: 'GET /deals',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'search_deals', hint: 'Open deals unless outcome says otherwise; owner may be me' },
  summary: 'Deals by pipeline, stage, owner, account, outcome, close date or words in their name',
  input: z.strictObject({
    pipeline: z.string().max(100).optional(),
    stage: z.string().max(100).optional(),
    owner: Owner.optional(),
    account_id: Id('acc').optional(),
    category: z.enum(categories).optional(),
    outcome: z.enum(['open', ...outcomes, 'any']).default('open'),
    q: Line(200).optional(),
    close_from: DaySchema.optional(),
    close_before: DaySchema.optional(),
    close_date_gte: DaySchema.optional(),
    close_date_lt: DaySchema.optional(),
    /** Of deals in this currency; amounts in others cannot be compared with a number. */
    currency: CurrencySchema.optional(),
    amount_gte: Bound.optional(),
    amount_lt: Bound.optional(),
    closed_from: InstantSchema.optional(),
    closed_before: InstantSchema.optional(),
    owed: z.literal('true').optional(),
    sort: z
      .enum(['created', '-created', 'close_date', '-close_date', 'amount', '-amount', 'updated', '-updated'])
      .default('-created'),
    count: z.literal('exact').optional(),
    ...pageQuery(z.tuple([z.string().max(100), Id('deal')])),
  }),
  /** `count` where it was asked for: how many there are on all pages. */
  output: Page(Deal).extend({ count: z.int().optional() }).meta({ id: 'DealPage' }),
  expand: {
    account: { operation: 'accounts.get', member: 'account_id' },
    partner: { operation: 'accounts.get', member: 'account_id' },
    pipeline: { operation: 'pipelines.get', member: 'pipeline' },
  },
  async run(context, { pipeline, owner, owed, sort, limit, cursor, count, ...given }) {
    const { tx, workspace_id, actor } = context
    const { amount_gte, amount_lt, close_date_gte, close_date_lt, ...rest } = given
    if (rest.currency === undefined && (amount_gte ?? amount_lt) !== undefined)
      throw invalid('/currency', 'missing', 'amounts are compared in one currency; say which, such as currency=EUR')
    const inMinor = (amount: string | undefined) => {
      const { currency = '' } = rest
      return amount === undefined ? undefined : String(minorOf({ amount, currency }))
    }
    const filter = {
      ...rest,
      close_from: latest(rest.close_from, close_date_gte),
      close_before: earliest(rest.close_before, close_date_lt),
      amount_gte: inMinor(amount_gte),
      amount_lt: inMinor(amount_lt),
    }
    const found = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
    if (pipeline !== undefined && !found)
      throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
    const descending = sort.startsWith('-')
    const wanted = {
      ...filter,
      pipeline_id: found?.id,
      owner_id: owner === 'me' ? actor.id : owner,
      owed: owed === 'true',
    }
    const rows = await store.readDeals(tx, workspace_id, wanted, {
      limit,
      descending,
      sort: sort.replace('-', '') as store.DealSort,
      after: cursor && { value: cursor[0], id: cursor[1] },
    })
    const page = pageOf(rows, limit, (row) => [row.sort_value, row.id])
    return {
      ...page,
      data: await Promise.all(page.data.map((row) => shown(context, row))),
      ...(count === undefined ? {} : { count: await store.countDeals(tx, workspace_id, wanted) }),
    }
  },
})

export const getDeal = operation({
  name: 'deals.get',
  http: 'GET /deals/{deal_id}',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'get_deal', resource: 'deal://{deal_id}' },
  summary: 'One deal with its people, line items and evidence',
  input: z.strictObject({ deal_id: DealId }),
  output: DealDetail,
  expand: {
    account: { operation: 'accounts.get', member: 'account_id' },
    partner: { operation: 'accounts.get', member: 'account_id' },
    pipeline: { operation: 'pipelines.get', member: 'pipeline' },
  },
  version: ({ version }) => version,
  async run(context, { deal_id }) {
    const { tx, workspace_id } = context
    const row = await store.readDeal(tx, workspace_id, deal_id)
    if (!row) throw notFound('deal')
    const { data: line_items, amounts } = linesOf(await readLines(tx, workspace_id, row.id), row.currency)
    return {
      ...(await shown(context, row)),
      contacts: await readDealContacts(tx, workspace_id, row.id),
      team: await readTeam(tx, workspace_id, row.id),
      line_items,
      amounts,
      evidence: (await readEvidence(tx, workspace_id, [row.id])).map(evidenceOf),
      carried: await carriedBy(context, row),
    }
  },
})

export const updateDeal = operation({
  name: 'deals.update',
  http: 'PATCH /deals/{deal_id}',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'update_deal' },
  summary: 'Change facts of a deal; what is left out stays, null empties',
  input: z.strictObject({
    deal_id: DealId,
    deal_version: z.int().min(1).optional(),
    name: Line(200).optional(),
    account_id: Id('acc').nullable().optional(),
    partner_account_id: Id('acc').nullable().optional(),
    source: Line(100).nullable().optional(),
    amount: MoneySchema.nullable().optional(),
    close_date: DaySchema.nullable().optional(),
    category: z.enum(categories).optional(),
    owner: Owner.nullable().optional(),
    fields: GivenFields.optional(),
    revenue_kind: z.enum(revenueKinds).optional(),
    next_step: Line(500).nullable().optional(),
    wait_until: DaySchema.nullable().optional(),
  }),
  output: Deal,
  version: ({ version }) => version,
  async run(context, { deal_id, fields, owner, ...edit }) {
    const { tx, workspace_id, actor, unchanged } = context
    const deal = await lockedDeal(context, deal_id)
    if (edit.deal_version !== undefined && edit.deal_version !== deal.version) throw await staleDeal(context, deal)
    const situation = { deal, line_items: (await readLines(tx, workspace_id, deal.id)).length }
    const owner_id = owner === 'me' ? actor.id : owner
    await requireReferences(context, { ...edit, owner_id })
    if (fields !== undefined)
      requireWritable(await readDefinitionOf(tx, workspace_id, deal.definition_id), actor.role, fields)
    const accepted = fields === undefined ? undefined : await acceptFields(context, 'deal', fields)
    const after = unwrap(decideEdit(situation, { ...edit, fields: accepted, owner: owner_id }))
    const difference = differences(deal, after)
    if (!difference.any) {
      unchanged()
      return currentDeal(context, deal.id)
    }
    await saveChange(context, { before: deal, after, kind: 'edited', type: 'deal.edited' })
    return currentDeal(context, deal.id)
  },
})

/** What the deal brought from other pipelines, as this reader may see it. */
async function carriedBy({ tx, workspace_id, actor }: Context, { carried }: DealRow) {
  const given = [...new Set(Object.values(carried).map(({ definition_id }) => definition_id))]
  if (given.length === 0) return []
  const definitions = new Map(
    await Promise.all(given.map(async (id) => [id, await readDefinitionOf(tx, workspace_id, id)] as const)),
  )
  return carriedOf(carried, actor.role, definitions, await readLibrary(tx, workspace_id))
}

type References = {
  account_id?: string | null | undefined
  partner_account_id?: string | null | undefined
  owner_id?: string | null | undefined
}

export type FoundReferences = { account: Account | null; partner: Account | null; owner: Person | null }

/** Whom and what a deal names, found in this workspace; the partner is one. Throws 400 naming the member that is not. */
export async function requireReferences(context: Context, given: References): Promise<FoundReferences> {
  const { tx, workspace_id } = context
  const { account_id = null, partner_account_id = null, owner_id = null } = given
  const [account, partner, people] = await Promise.all([
    account_id === null ? null : readAccount(tx, workspace_id, account_id),
    partner_account_id === null ? null : readAccount(tx, workspace_id, partner_account_id),
    owner_id === null ? [] : readPeople(tx, workspace_id),
  ])
  const owner = owner_id === null ? null : people.find(({ id }) => id === owner_id)
  return foundReferences({ account, partner, owner })
}

type Sought<A, P> = { account: A | null | undefined; partner: A | null | undefined; owner: P | null | undefined }

/** Refuses what was named and is not there (`undefined`), a partner that is none, and an owner who has left. */
export function foundReferences<A extends { kind: string; name: string }, P extends { active: boolean; name: string }>({
  account,
  partner,
  owner,
}: Sought<A, P>): { account: A | null; partner: A | null; owner: P | null } {
  if (account === undefined) throw invalid('/account_id', 'unknown', 'There is no such account in this workspace.')
  if (partner === undefined)
    throw invalid('/partner_account_id', 'unknown', 'There is no such account in this workspace.')
  if (partner !== null && partner.kind !== 'partner')
    throw invalid('/partner_account_id', 'kind', `${partner.name} is a customer; make the account a partner first.`)
  if (owner === undefined) throw invalid('/owner', 'unknown', 'There is no such person in this workspace.')
  if (owner !== null && !owner.active)
    throw invalid('/owner', 'inactive', `${owner.name} has left; choose somebody else.`)
  return { account, partner, owner }
}

/** 412 with the deal as it is now, so that nobody has to ask again what they missed. */
export async function staleDeal(context: Context, { id, version }: { id: string; version: number }): Promise<Problem> {
  const current = await currentDeal(context, id)
  return new Problem('stale', `Someone changed this deal meanwhile; it is at version ${version} now.`, 'deal-changed', {
    current,
  })
}

export async function currentDeal(
  context: Pick<Context, 'tx' | 'workspace_id' | 'actor'>,
  deal_id: string,
): Promise<z.input<typeof Deal>> {
  const row = await store.readDeal(context.tx, context.workspace_id, deal_id)
  if (!row) throw notFound('deal')
  return shown(context, row)
}

/** A deal as this reader may see it: without values of fields that are not for their role. */
async function shown({ tx, workspace_id, actor }: Pick<Context, 'tx' | 'workspace_id' | 'actor'>, row: DealRow) {
  const definition = await readDefinitionOf(tx, workspace_id, row.definition_id)
  return dealOfRow({ ...row, fields: readableFields(definition, actor.role, row.fields) }, definition)
}
