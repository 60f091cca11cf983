import { proportion } from '../../stats/proportion.ts'
import { type CountedCategory, countedCategories } from '../pipelines/index.ts'
import type { HitRate, HitRateGroup } from './hit-rates.ts'
import { judgeRate } from './judge-rate.ts'

/** How long before the end of a period it is looked at what is called for it. */
export const weeksBefore = [1, 2, 4, 8, 13] as const

/** Fewer different deals than these say nothing about somebody. */
export const dealsNeeded = 20

/** A deal that stood open so long before a period ended, was called so firmly then, and was to close in it. */
export type Call = {
  deal_id: string
  pipeline_id: string
  owner_id: string | null
  /** Those that its owner was in then. */
  team_ids: readonly string[]
  category: CountedCategory
  weeks_before: number
  /** Written down by then: of a past that was brought in later nobody knows what was called at the time. */
  recorded: boolean
  /** What had become of it when the period was over. */
  came: 'won' | 'not_won' | 'moved_out'
}

type Named = Pick<HitRateGroup, 'kind' | 'key' | 'name'>

/** Counts the calls of one group: a deal once for each period, category and time before its end. */
export function countCalls(named: Named, calls: readonly Call[]): HitRateGroup {
  const cells = Map.groupBy(calls, ({ category, weeks_before }) => `${category} ${weeks_before}`)
  return {
    ...named,
    deals: new Set(calls.map(({ deal_id }) => deal_id)).size,
    people: peopleIn(calls),
    rates: countedCategories
      .toReversed()
      .flatMap((category) =>
        weeksBefore.map((weeks_before) =>
          rateOf(category, weeks_before, cells.get(`${category} ${weeks_before}`) ?? []),
        ),
      ),
  }
}

function rateOf(category: CountedCategory, weeks_before: number, calls: readonly Call[]): HitRate {
  const of = (came: Call['came']) => calls.filter((call) => call.came === came).length
  const won = of('won')
  const { n, estimate, low, high } = proportion(won, won + of('not_won'))
  const verdict = judgeRate(category, { n, low, high })
  return { category, weeks_before, n, rate: estimate, low, high, won, moved_out: of('moved_out'), verdict }
}

const peopleIn = (calls: readonly Call[]) =>
  new Set(calls.flatMap(({ owner_id }) => (owner_id === null ? [] : [owner_id]))).size

type Listed = { key: string; id: string; name: string }

/** One group a pipeline, in their order; those for which nothing was called are there too, and say so. */
export const byPipeline = (pipelines: readonly Listed[], calls: readonly Call[]): HitRateGroup[] =>
  pipelines.map(({ id, key, name }) =>
    countCalls(
      { kind: 'pipeline', key, name },
      calls.filter(({ pipeline_id }) => pipeline_id === id),
    ),
  )

/**
 * One group a team for which something was called. A team in which one person alone called is that person by another
 * name: left out unless figures about people may be shown. Whoever was in two teams counts in both.
 */
export function byTeam(
  teams: readonly { id: string; name: string }[],
  calls: readonly Call[],
  { about_people }: { about_people: boolean },
): { groups: HitRateGroup[]; withheld: number } {
  const all = teams
    .map(({ id, name }) =>
      countCalls(
        { kind: 'team', key: id, name },
        calls.filter(({ team_ids }) => team_ids.includes(id)),
      ),
    )
    .filter(({ deals }) => deals > 0)
  const groups = all.filter(({ people }) => about_people || people > 1)
  return { groups, withheld: all.length - groups.length }
}

/** One group a person who called enough deals. */
export function byPerson(
  people: readonly { id: string; name: string }[],
  calls: readonly Call[],
): { groups: HitRateGroup[]; too_few: number } {
  const own = Map.groupBy(calls, ({ owner_id }) => owner_id)
  const all = people
    .map(({ id, name }) => countCalls({ kind: 'person', key: id, name }, own.get(id) ?? []))
    .filter(({ deals }) => deals > 0)
  const groups = all.filter(({ deals }) => deals >= dealsNeeded)
  return { groups, too_few: all.length - groups.length }
}
