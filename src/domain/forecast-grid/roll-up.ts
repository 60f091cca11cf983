import { type Adjustment, holding } from '../adjustments/index.ts'
import { type CountedCategory, countedCategories } from '../pipelines/index.ts'
import type { Placed } from '../teams/index.ts'
import { type Calls, called, cumulative, type Figures, figuresOf, plus } from './figures.ts'
import type { Worth } from './standing.ts'

type Days = { starts: string; ends: string }
/** An entry with its amount in the grid's currency. */
export type Said = Adjustment & { worth: bigint }

/** What one person's forecast comes to in one pipeline, with everybody who reports to them. */
export type Rolled = {
  /** Of their own deals and everybody's below. */
  figures: Figures
  /** What those who report to them call, and their own deals; before anybody said otherwise. */
  from_below: Calls
  called: Calls
  said: Partial<Record<CountedCategory, Said>>
}

export type Tree = {
  /** Who reports to whom; without a manager in it somebody stands at the top. */
  parents: ReadonlyMap<string, string | null>
  children: ReadonlyMap<string | null, readonly string[]>
}

/** The people who stand in a line with somebody of whom there is something to say. */
export function treeOf(places: readonly Placed[], named: ReadonlySet<string>): Tree {
  const managers = new Map(places.map(({ person, manager_id }) => [person.id, manager_id]))
  const shown = new Set<string>()
  for (const id of named)
    for (let at: string | null = id; at !== null && managers.has(at) && !shown.has(at); at = managers.get(at) ?? null)
      shown.add(at)
  const parents = new Map<string, string | null>()
  const children = new Map<string | null, string[]>()
  for (const { person } of places) {
    if (!shown.has(person.id)) continue
    const manager = managers.get(person.id) ?? null
    const parent = manager !== null && shown.has(manager) ? manager : null
    parents.set(person.id, parent)
    children.getOrInsertComputed(parent, () => []).push(person.id)
  }
  return { parents, children }
}

/** Somebody and all who report to them, through however many others. */
export function belowOf({ children }: Tree, person_id: string): string[] {
  return [person_id, ...(children.get(person_id) ?? []).flatMap((id) => belowOf({ children } as Tree, id))]
}

/** The forecast of everybody in one pipeline, from the bottom up; under null what belongs to nobody, then all together. */
export function rollUp(tree: Tree, deals: readonly Worth[], entries: readonly Said[], days: Days) {
  const by_owner = Map.groupBy(deals, ({ owner_id }) => owner_id)
  const said_of = entries.map((one) => ({ ...one, person_id: one.person.id, author_id: one.by.id }))
  const rolled = new Map<string, Rolled>()
  const visit = (id: string): Rolled => {
    const own = figuresOf(by_owner.get(id) ?? [], days)
    const below = (tree.children.get(id) ?? []).map(visit)
    const figures = below.reduce((sum, one) => added(sum, one.figures), own)
    const from_below = below.reduce((sum, one) => plus(sum, one.called), cumulative(own))
    const said: Rolled['said'] = {}
    for (const category of countedCategories) {
      const entry = holding(said_of, id, category)
      if (entry) said[category] = entry
    }
    const amounts = Object.fromEntries(Object.entries(said).map(([key, { worth }]) => [key, worth]))
    const one = { figures, from_below, said, called: called(from_below, amounts, figures.closed.amount) }
    rolled.set(id, one)
    return one
  }
  const top = (tree.children.get(null) ?? []).map(visit)
  const nobody = figuresOf(
    deals.filter(({ owner_id }) => owner_id === null || !tree.parents.has(owner_id)),
    days,
  )
  const all: Pick<Rolled, 'figures' | 'called'> = {
    figures: top.reduce((sum, one) => added(sum, one.figures), nobody),
    called: top.reduce((sum, one) => plus(sum, one.called), cumulative(nobody)),
  }
  return { people: rolled, nobody, all }
}

export function added(a: Figures, b: Figures): Figures {
  const names = Object.keys(a) as (keyof Figures)[]
  return Object.fromEntries(
    names.map((name) => [name, { amount: a[name].amount + b[name].amount, count: a[name].count + b[name].count }]),
  ) as Figures
}

/** What deals say where nobody says otherwise. */
export const unsaid = (figures: Figures): Rolled => ({
  figures,
  from_below: cumulative(figures),
  called: cumulative(figures),
  said: {},
})
