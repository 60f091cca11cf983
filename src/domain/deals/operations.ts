import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { dayOf } from '../../values/instant.ts'
import { pageOf } from '../../values/page.ts'
import { type Account, readAccount } from '../accounts/index.ts'
import { agedStates, readThresholds, windowsOf } from '../ageing/index.ts'
import { evidenceOf, readEvidence } from '../evidence/index.ts'
import { readLibrary } from '../fields/index.ts'
import { DealId } from '../ledger/index.ts'
import { linesOf, readLines } from '../line-items/index.ts'
import { readDealContacts, readTeam } from '../participants/index.ts'
import { type Person, readPeople } from '../people/index.ts'
import {
  readableFields,
  readDefinitionOf,
  readDefinitions,
  readPipeline,
  readPipelines,
  unreadable,
} from '../pipelines/index.ts'
import { carriedOf } from './carried.ts'
import { Deal, DealDetail } from './deal.ts'
import { type DealRow, dealOfRow } from './deal-of-row.ts'
import { boundsOf, DealPage, Query, query } from './query.ts'
import { asksFor, DealSearchFilter, planSearch } from './search.ts'
import * as store from './store.ts'

const expand = {
  account: { operation: 'accounts.get', member: 'account_id' },
  partner: { operation: 'accounts.get', member: 'account_id' },
  pipeline: { operation: 'pipelines.get', member: 'pipeline' },
  owner: { operation: 'people.get', member: 'person_id' },
}

export const listDeals = operation({
  name: 'deals.list',
  http: 'GET /deals',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'search_deals', hint: 'Open deals unless outcome says otherwise; owner may be me' },
  summary: 'Deals by pipeline, stage, owner, account, outcome, close date or words in their name',
  input: Query,
  output: DealPage,
  expand,
  run: (context, query) => pageOfDeals(context, query),
})

export const searchDeals = operation({
  name: 'deals.search',
  http: 'POST /deals/search',
  access: 'deals:read',
  effect: 'read',
  status: 200,
  cost: 2,
  summary: 'Deals by all that a list may ask for, and by conditions on any of their members and fields',
  input: z.strictObject({
    ...query,
    /** Open deals, unless this or a condition on the outcome says otherwise. */
    outcome: query.outcome.unwrap().optional(),
    filter: DealSearchFilter.optional(),
  }),
  output: DealPage,
  async run(context, { filter = {}, outcome = asksFor(filter, 'outcome') ? 'any' : 'open', ...query }) {
    return pageOfDeals(context, { ...query, outcome }, await searchOf(context, filter))
  },
})

async function searchOf({ tx, workspace_id, actor }: Context, filter: DealSearchFilter): Promise<store.DealSearch> {
  const library = await readLibrary(tx, workspace_id)
  const keys = (await readPipelines(tx, workspace_id)).flatMap(({ id, key }) => [[key, id] as const, [id, id] as const])
  const read = planSearch(filter, { library, pipelines: new Map(keys), me: actor.id })
  if (!read.ok) {
    const [first] = read.errors
    throw new Problem('invalid', `${first?.pointer}: ${first?.detail}`, 'invalid', { errors: read.errors })
  }
  const { plan } = read
  const named = [...plan.all, ...plan.any, ...plan.none].flatMap(({ of }) => ('key' in of ? [of.key] : []))
  const definitions = named.length === 0 ? [] : await readDefinitions(tx, workspace_id)
  const showing = (key: string) =>
    definitions.filter(({ definition }) => !unreadable(definition, actor.role).has(key)).map(({ id }) => id)
  return { plan, readable: new Map(named.map((key) => [key, showing(key)])) }
}

async function pageOfDeals(context: Context, asked: z.output<typeof Query>, search?: store.DealSearch) {
  const { pipeline, owner, owed, ageing, sort, limit, cursor, count, ...given } = asked
  const { tx, workspace_id, actor } = context
  const found = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
  if (pipeline !== undefined && !found)
    throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
  const wanted = {
    ...boundsOf(given),
    pipeline_id: found?.id,
    owner_id: owner === 'me' ? actor.id : owner,
    owed: owed === 'true',
    today: dayOf(context.now),
    ageing: await agedBy(context, ageing, found?.id),
    search,
  }
  const rows = await store.readDeals(tx, workspace_id, wanted, {
    limit,
    descending: sort.startsWith('-'),
    sort: sort.replace('-', '') as store.DealSort,
    after: cursor && { value: cursor[0], id: cursor[1] },
  })
  const page = pageOf(rows, limit, (row) => [row.sort_value, row.id])
  return {
    ...page,
    data: await Promise.all(page.data.map((row) => shown(context, row))),
    ...(count === undefined ? {} : { count: await store.countDeals(tx, workspace_id, wanted) }),
  }
}

export const getDeal = operation({
  name: 'deals.get',
  http: 'GET /deals/{deal_id}',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'get_deal', resource: 'deal://{deal_id}' },
  summary: 'One deal with its people, line items and evidence',
  input: z.strictObject({ deal_id: DealId }),
  output: DealDetail,
  expand,
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

async function agedBy(
  { tx, workspace_id, now }: Context,
  state: (typeof agedStates)[number] | undefined,
  pipeline_id: string | undefined,
) {
  if (state === undefined || state === 'waiting') return state
  return windowsOf(await readThresholds(tx, workspace_id, pipeline_id), state, now)
}

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
export function foundReferences<
  A extends { kind: string; name: string; merged_into?: string | null | undefined },
  P extends { active: boolean; name: string },
>({ account, partner, owner }: Sought<A, P>): { account: A | null; partner: A | null; owner: P | null } {
  if (account === undefined) throw invalid('/account_id', 'unknown', 'There is no such account in this workspace.')
  if (partner === undefined)
    throw invalid('/partner_account_id', 'unknown', 'There is no such account in this workspace.')
  for (const named of [account, partner])
    if (named?.merged_into) throw gone(named === account ? '/account_id' : '/partner_account_id', named)
  if (partner !== null && partner.kind !== 'partner')
    throw invalid('/partner_account_id', 'kind', `${partner.name} is a customer; make the account a partner first.`)
  if (owner === undefined) throw invalid('/owner', 'unknown', 'There is no such person in this workspace.')
  if (owner !== null && !owner.active)
    throw invalid('/owner', 'inactive', `${owner.name} has left; choose somebody else.`)
  return { account, partner, owner }
}

const gone = (pointer: string, { name, merged_into }: { name: string; merged_into?: string | null | undefined }) =>
  invalid(pointer, 'account-merged', `${name} went into another account; use ${merged_into} instead.`)

/** 412 with the deal as it is now, so that nobody has to ask again what they missed. */
export async function staleDeal(context: Context, { id, version }: { id: string; version: number }): Promise<Problem> {
  const current = await currentDeal(context, id)
  return new Problem('stale', `Someone changed this deal meanwhile; it is at version ${version} now.`, 'deal-changed', {
    current,
  })
}

type Reading = Pick<Context, 'tx' | 'workspace_id' | 'actor' | 'now'>

export async function currentDeal(context: Reading, deal_id: string): Promise<z.input<typeof Deal>> {
  const row = await store.readDeal(context.tx, context.workspace_id, deal_id)
  if (!row) throw notFound('deal')
  return shown(context, row)
}

/** A deal as this reader may see it: without values of fields that are not for their role. */
async function shown({ tx, workspace_id, actor, now }: Reading, row: DealRow) {
  const definition = await readDefinitionOf(tx, workspace_id, row.definition_id)
  return dealOfRow({ ...row, fields: readableFields(definition, actor.role, row.fields) }, definition, now)
}
