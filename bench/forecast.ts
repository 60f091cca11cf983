import { fiveMotions } from '../src/simulator/motion.ts'
import { type SimulatedDeal, simulateDeals } from '../src/simulator/simulate.ts'
import { type Distribution, meanOf, quantileOf } from '../src/stats/distribution.ts'
import { ageEdges, countExposure, paceOf } from '../src/stats/exposure.ts'
import { fitHazards, type Pooling, type StagePlan } from '../src/stats/hazards.ts'
import { type Entry, estimateArrivals, newWins } from '../src/stats/new-business.ts'
import { crps } from '../src/stats/scores.ts'
import { knownAt, type Stay } from '../src/stats/stay.ts'
import type { Arrivals, Bet } from '../src/stats/bet.ts'
import { sumDistribution } from '../src/stats/sum-distribution.ts'
import { winProbability, winTable } from '../src/stats/win-probability.ts'

/**
 * The forecast against known truth: `node bench/forecast.ts [first seed] [last seed]`. Simulated companies of five
 * motions, monthly origins after a year, horizons of 30 and 90 days; every method sees what was known at its origin.
 */
const [firstSeed = 1, lastSeed = 8] = process.argv.slice(2).map(Number)
const days = 760
const horizons = [30, 90]
const plans: StagePlan[] = fiveMotions.map(({ key, stages }) => ({
  key,
  stages: stages.map((stage) => ({ key: stage, phase: stage })),
}))
/** `one list`: the baselines as if all pipelines shared their stages, which is what one global list of stages says. */
const methods = [
  'stage_weighted, one list',
  'stage_weighted',
  'horizon_share, one list',
  'horizon_share',
  'pooled',
  'per_pipeline',
  'partial',
] as const
type Method = (typeof methods)[number]
type Target = 'open' | 'all'

type Score = { method: Method; target: Target; scope: string; shocked: boolean; seed: number; horizon: number } & {
  origin: number
  mean: number
  happened: number
  crps: number
  covered: number
  width: number
}
const scores: Score[] = []
const started = performance.now()

for (const shocked of [false, true])
  for (let seed = firstSeed; seed <= lastSeed; seed++) {
    const deals = simulateDeals({
      motions: fiveMotions,
      seed,
      from_day: 0,
      days,
      ...(shocked ? { shock: { common: 0.35, own: 0.15 } } : {}),
    })
    for (let origin = 366; origin + Math.min(...horizons) <= days; origin += 30)
      scoreOrigin(deals, origin, shocked, seed)
  }
report()

function scoreOrigin(deals: SimulatedDeal[], origin: number, shocked: boolean, seed: number): void {
  const stays = knownAt(
    deals.flatMap((deal) => deal.stays),
    origin,
  )
  const amounts = new Map(deals.map(({ deal, amount }) => [deal, amount]))
  const edges = Object.fromEntries(
    plans.map(({ key }) => [
      key,
      ageEdges(
        paceOf(
          stays.filter(({ pipeline }) => pipeline === key),
          origin,
        ) ?? 30,
      ),
    ]),
  )
  const counts = countExposure(stays, { as_of: origin, edges })
  // The pooled baseline knows one calendar for all, as survival over the whole company would.
  const common = countExposure(stays, {
    as_of: origin,
    edges: Object.fromEntries(plans.map(({ key }) => [key, ageEdges(30)])),
  })
  const open = stays.filter(({ left }) => left === null)
  const entries: Entry[] = deals
    .filter(({ created }) => created <= origin)
    .map(({ pipeline, created, stays: [first] }) => ({
      pipeline,
      stage: first?.stage ?? '',
      day: created,
      by: 'created',
    }))
  const rates = estimateArrivals(entries, { as_of: origin, recorded_from: 0 })

  for (const horizon of horizons.filter((h) => origin + h <= days)) {
    const chances = new Map<Method, (stay: Stay) => number>([
      ['stage_weighted, one list', stageWeighted(stays, inOneList)],
      ['stage_weighted', stageWeighted(stays, inItsPipeline)],
      ['horizon_share, one list', horizonShare(stays, origin, horizon, inOneList)],
      ['horizon_share', horizonShare(stays, origin, horizon, inItsPipeline)],
    ])
    const tables = new Map<Method, ReturnType<typeof tablesOf>>()
    const tablesOf = (pooling: Pooling) =>
      new Map(
        fitHazards(pooling === 'pooled' ? common : counts, plans, { pooling }).pipelines.map((pipeline) => [
          pipeline.key,
          winTable(pipeline, horizon, [horizon]),
        ]),
      )
    for (const method of ['pooled', 'per_pipeline', 'partial'] as const) {
      const made = tablesOf(method)
      tables.set(method, made)
      chances.set(method, (stay) => {
        const table = made.get(stay.pipeline)
        if (table === undefined) return 0
        return winProbability(table, { stage: stay.stage, age_days: origin - stay.entered, horizon_days: horizon }) ?? 0
      })
    }
    for (const target of ['open', 'all'] as const) {
      const wins = deals.filter(
        ({ outcome, closed, created }) =>
          outcome === 'won' &&
          closed !== null &&
          closed > origin &&
          closed <= origin + horizon &&
          (target === 'all' || created <= origin),
      )
      for (const method of methods) {
        const parts = plans.map(({ key }) => {
          const bets: Bet[] = open
            .filter(({ pipeline }) => pipeline === key)
            .map((stay) => ({ chance: chances.get(method)?.(stay) ?? 0, amount: amounts.get(stay.deal) ?? 0 }))
          const table = tables.get(method)?.get(key)
          const seen = deals.filter(
            (d) => d.pipeline === key && d.outcome === 'won' && d.closed !== null && d.closed <= origin,
          )
          const arrivals: Arrivals[] =
            target === 'all' && table !== undefined
              ? rates
                  .filter(({ pipeline }) => pipeline === key)
                  .map((rate) => ({ ...newWins(rate, table, horizon), amounts: seen.map(({ amount }) => amount) }))
              : []
          return { key, bets, arrivals }
        })
        if (target === 'all' && !tables.has(method)) continue
        const note = (scope: string, distribution: Distribution, happened: number) => {
          const low = quantileOf(distribution, 0.1)
          const high = quantileOf(distribution, 0.9)
          scores.push({
            method,
            target,
            scope,
            shocked,
            seed,
            horizon,
            origin,
            happened,
            mean: meanOf(distribution),
            crps: crps(distribution, happened),
            covered: Number(happened >= low && happened <= high),
            width: high - low,
          })
        }
        const sum = (scope: string) =>
          wins.filter((deal) => scope === 'total' || deal.pipeline === scope).reduce((s, { amount }) => s + amount, 0)
        for (const { key, bets, arrivals } of parts) note(key, sumDistribution({ bets, arrivals }), sum(key))
        note(
          'total',
          sumDistribution({ bets: parts.flatMap((p) => p.bets), arrivals: parts.flatMap((p) => p.arrivals) }),
          sum('total'),
        )
      }
    }
  }
}

type Place = (stay: Stay) => string
function inOneList({ stage }: Stay): string {
  return stage
}
function inItsPipeline({ pipeline, stage }: Stay): string {
  return `${pipeline} ${stage}`
}

/** A: the share of closed deals that were won among those that passed through the stage, whenever. */
function stageWeighted(stays: Stay[], place: Place): (stay: Stay) => number {
  const outcome = new Map<string, string>()
  for (const { deal, to } of stays) if (to === 'won' || to === 'lost') outcome.set(deal, to)
  const shares = new Map<string, { won: number; closed: number }>()
  for (const stay of stays) {
    const { deal } = stay
    const end = outcome.get(deal)
    if (end === undefined) continue
    const share = shares.get(place(stay)) ?? { won: 0, closed: 0 }
    shares.set(place(stay), { won: share.won + Number(end === 'won'), closed: share.closed + 1 })
  }
  return (stay) => {
    const share = shares.get(place(stay))
    return share === undefined ? 0 : share.won / share.closed
  }
}

/** A_t: of the deals open in the stage at weekly moments of the past, the share won within the horizon after. */
function horizonShare(stays: Stay[], origin: number, horizon: number, place: Place): (stay: Stay) => number {
  const won = new Map<string, number>()
  for (const { deal, to, left } of stays) if (to === 'won' && left !== null) won.set(deal, left)
  const shares = new Map<string, { won: number; open: number }>()
  for (const stay of stays) {
    const { deal, entered, left } = stay
    for (let at = origin - horizon; at > 0; at -= 7) {
      if (entered > at || (left !== null && left <= at)) continue
      const end = won.get(deal) ?? Number.POSITIVE_INFINITY
      const share = shares.get(place(stay)) ?? { won: 0, open: 0 }
      shares.set(place(stay), { won: share.won + Number(end <= at + horizon), open: share.open + 1 })
    }
  }
  return (stay) => {
    const share = shares.get(place(stay))
    return share === undefined ? 0 : share.won / share.open
  }
}

function report(): void {
  const seeds = lastSeed - firstSeed + 1
  console.log(
    `five motions, seeds ${firstSeed}–${lastSeed}, monthly origins, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  for (const shocked of [false, true])
    for (const horizon of horizons)
      for (const target of ['open', 'all'] as const) {
        const some = scores.filter((s) => s.shocked === shocked && s.horizon === horizon && s.target === target)
        const windows = Math.floor((days - 366) / horizon) * seeds
        console.log(
          `\nshock ${shocked ? '.35 + .15' : 'none'}, ${horizon} days, ${target}, ${windows} independent windows`,
        )
        console.table(
          Object.fromEntries(
            methods.flatMap((method) =>
              ['pipelines', 'total'].flatMap((scope) => {
                const own = some.filter((s) => s.method === method && (s.scope === 'total') === (scope === 'total'))
                if (own.length === 0) return []
                const against = (other: Method) => {
                  const base = some.filter((s) => s.method === other && (s.scope === 'total') === (scope === 'total'))
                  return base.length === 0 ? '' : percent(relative(own, base))
                }
                return [
                  [
                    `${method}, ${scope}`,
                    {
                      bias: percent(bias(own)),
                      WAPE: percent(wape(own)),
                      'CRPS vs A, one list': against('stage_weighted, one list'),
                      'vs A': against('stage_weighted'),
                      'vs A_t, one list': against('horizon_share, one list'),
                      'vs A_t': against('horizon_share'),
                      'vs pooled': against('pooled'),
                      'covers 80': percent(mean(own.map((s) => s.covered))),
                    },
                  ],
                ]
              }),
            ),
          ),
        )
        const partial = some.filter((s) => s.method === 'partial')
        console.log(
          'partial, bias by pipeline:',
          [...new Set(partial.map((s) => s.scope))]
            .map((scope) => `${scope} ${percent(bias(partial.filter((s) => s.scope === scope)))}`)
            .join(', '),
        )
      }
}

function mean(list: number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length
}
function total(list: Score[], of: (score: Score) => number): number {
  return list.reduce((sum, score) => sum + of(score), 0)
}
function bias(list: Score[]): number {
  return total(list, (s) => s.mean - s.happened) / total(list, (s) => s.happened)
}
function wape(list: Score[]): number {
  return total(list, (s) => Math.abs(s.mean - s.happened)) / total(list, (s) => s.happened)
}
function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}

/** Mean over scopes of the relative change in CRPS, so that the largest pipeline does not speak for all. */
function relative(own: Score[], base: Score[]): number {
  const scopes = [...new Set(own.map(({ scope }) => scope))]
  return mean(
    scopes.map(
      (scope) =>
        total(
          own.filter((s) => s.scope === scope),
          (s) => s.crps,
        ) /
          total(
            base.filter((s) => s.scope === scope),
            (s) => s.crps,
          ) -
        1,
    ),
  )
}
