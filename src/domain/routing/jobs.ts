import type { Context } from '../../platform/context.ts'
import { beyondSight } from '../../platform/database/pipeline-security.ts'
import { readPeople } from '../people/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { readTeams } from '../teams/index.ts'
import { namedBy, ratesFor, readyFor, setOf } from './operations.ts'
import { decideFor, giveTo, incomingOf, type Pool, poolOf, takesCount, type Unplaced } from './route-deals.ts'
import type { Fallback, OwnerRule } from './routing.ts'
import * as store from './store.ts'

/** Where a deal goes, whose it becomes where a rule says so, and what is kept of why. */
export type Routed =
  | { pipeline: string; stage: string | undefined; owner_id: string | undefined; kept: Kept }
  | { pipeline: undefined; version: number }
type Kept = Omit<store.RoutingRow, 'deal_id' | 'decided_at'>

/**
 * Routes deals that nobody said a pipeline for, in their order; undefined where no rules were ever published. Whoever
 * owns it already says so in `owner_id`; turns are counted under a lock that is held until the transaction ends.
 */
export async function routeDeals(
  context: Context,
  deals: readonly (Unplaced & { owner_id?: string | undefined })[],
): Promise<Routed[] | undefined> {
  const { tx, workspace_id, actor } = context
  const current = await store.readCurrent(tx, workspace_id)
  if (!current) return undefined
  const { ready, library, pipelines } = await readyFor(context, setOf(current))
  const people = await readPeople(tx, workspace_id)
  const addresses = new Map(people.map(({ id, email }) => [id, email]))
  const named = await namedBy(context, deals)
  const around = { library, rates: await ratesFor(context, deals) }
  const decided = deals.map((deal) => {
    const owner = addresses.get(deal.owner_id ?? actor.id) ?? null
    return decideFor(ready, incomingOf(deal, owner, named), around)
  })
  const active = new Set(people.filter((one) => one.active).map(({ id }) => id))
  const wanted = decided.filter((_, i) => deals[i]?.owner_id === undefined)
  const counted = wanted.flatMap(({ route }) => (route.to ? [[poolOf(route), route.to] as const] : []))
  const pools = await lockPools(context, new Map(counted), { active, pipelines })
  const routed = decided.map(({ route, because }, i): Routed => {
    if (route.to === null) return { pipeline: undefined, version: current.version }
    const { owner_id, account_id } = deals[i] ?? {}
    const account = named.parties.get(account_id ?? '') ?? null
    const given = owner_id === undefined ? giveTo(route.to, pools.get(poolOf(route)), account, active) : undefined
    const kept: Kept = {
      decided_by: route.by,
      routing_version: current.version,
      position: route.rule?.position ?? null,
      rule: route.rule?.key ?? null,
      rule_name: route.rule?.name ?? null,
      because,
      person_id: null,
    }
    return { pipeline: route.to.pipeline, stage: route.to.stage, owner_id: given, kept }
  })
  await saveTurns(context, pools)
  return routed
}

type Around = {
  active: ReadonlySet<string>
  pipelines: readonly { id: string; key: string }[]
}

/** Who may be given the deals of places, by the name that turns are counted under; locked until the transaction ends. */
async function lockPools(
  { tx, workspace_id, actor, now }: Context,
  places: ReadonlyMap<string, Fallback>,
  { active, pipelines }: Around,
): Promise<Map<string, Pool>> {
  const counted = new Map([...places].filter(([, to]) => takesCount(to)))
  if (counted.size === 0) return new Map()
  const turns = await store.lockTurns(tx, workspace_id, [...counted.keys()])
  // A team that was dissolved is given no deals any more.
  const teams = new Map(
    (await readTeams(tx, workspace_id, now)).filter((one) => one.active).map(({ id, members }) => [id, members]),
  )
  const pools = new Map<string, Pool>()
  for (const [name, { owner, pipeline }] of counted) {
    if (owner?.by !== 'round_robin' && owner?.by !== 'team') continue
    const inTeam = () => (teams.get(owner.team_id ?? '') ?? []).map(({ id }) => id).toSorted()
    const named = owner.by === 'round_robin' ? owner.person_ids : undefined
    const people = (named ?? inTeam()).filter((id) => active.has(id))
    const pipeline_id = pipelines.find(({ key }) => key === pipeline)?.id ?? ''
    // How busy somebody is counts whole, whoever asks; no more is told of it than whose turn it is.
    const open = await beyondSight(tx, actor, () => store.readOpenCounts(tx, workspace_id, pipeline_id, people))
    const turn = turns.get(name)
    pools.set(name, { people, open, last: turn?.last_person_id ?? null, given: turn?.given ?? 0 })
  }
  return pools
}

async function saveTurns({ tx, workspace_id }: Context, pools: ReadonlyMap<string, Pool>): Promise<void> {
  const turns = [...pools].map(([rule, { last, given }]) => ({ rule, last_person_id: last, given }))
  await store.saveTurns(tx, workspace_id, turns)
}

/** Whose a deal becomes that comes into a pipeline by another way than routing; turns are counted under `pool`. */
export async function ownerBy(
  context: Context,
  {
    owner,
    pipeline,
    pool,
    account_id,
  }: { owner: OwnerRule; pipeline: string; pool: string; account_id: string | null },
): Promise<string | undefined> {
  const { tx, workspace_id } = context
  const [people, pipelines, parties] = await Promise.all([
    readPeople(tx, workspace_id),
    readPipelines(tx, workspace_id),
    store.readParties(tx, workspace_id, [account_id]),
  ])
  const active = new Set(people.filter((one) => one.active).map(({ id }) => id))
  const to: Fallback = { pipeline, owner }
  const pools = await lockPools(context, new Map([[pool, to]]), { active, pipelines })
  const chosen = giveTo(to, pools.get(pool), parties.get(account_id ?? '') ?? null, active)
  await saveTurns(context, pools)
  return chosen
}
