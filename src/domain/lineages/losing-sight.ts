import type { Context } from '../../platform/context.ts'
import { holds } from '../../platform/rights.ts'
import { readStandings } from '../people/index.ts'
import { rightsOf } from '../rights/index.ts'
import type { LineagePlan } from './lineage.ts'
import type { Part, Sorted } from './sort-deals.ts'

type Losing = LineagePlan['parts'][number]['losing_sight']

/** Owners who see their open deals where these stand, and would see them no more where a part takes them. */
export async function losingSight(
  { tx, workspace_id, now }: Pick<Context, 'tx' | 'workspace_id' | 'now'>,
  sorted: readonly Sorted[],
): Promise<Map<Part, Losing>> {
  const open = sorted.flatMap(({ deal, part }) =>
    part === null || deal.outcome !== null || deal.owner_id === null ? [] : [{ owner_id: deal.owner_id, part }],
  )
  const people = await readStandings(tx, workspace_id, [...new Set(open.map(({ owner_id }) => owner_id))], now)
  return new Map(
    [...Map.groupBy(open, ({ part }) => part)].map(([part, deals]) => {
      const owners = [...Map.groupBy(deals, ({ owner_id }) => owner_id)]
      const losing = owners.flatMap(([owner_id, own]): Losing => {
        const person = people.get(owner_id)
        if (!person) return []
        const holder = { id: person.id, rights: rightsOf(person) }
        const sees = (pipeline_id: string) => holds(holder, 'see', { pipeline_id, owner_id })
        if (!sees(part.from.id) || sees(part.to.id)) return []
        return [{ person: { id: person.id, name: person.name }, deals: own.length }]
      })
      return [part, losing.toSorted((a, b) => b.deals - a.deals)]
    }),
  )
}
