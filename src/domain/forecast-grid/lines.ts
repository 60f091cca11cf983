import type { Period } from '../../values/fiscal-calendar.ts'
import type { PersonRef } from '../people/index.ts'
import type { Placed, Team } from '../teams/index.ts'
import { type Calls, figuresOf, noCalls, noFigures, plus } from './figures.ts'
import type { GridRows, rowKinds } from './grid.ts'
import { added, belowOf, type Rolled, type Said, rollUp, type Tree, treeOf, unsaid } from './roll-up.ts'
import type { Worth } from './standing.ts'

export type Named = { id: string; key: string; name: string }

/** A row before it is put into words: what it is of, what is called there, and the deals behind it. */
export type Line = {
  key: string
  kind: (typeof rowKinds)[number]
  name: string
  parent: string | null
  depth: number
  person: PersonRef | null
  team: { id: string; name: string } | null
  pipeline: Named | null
  period: Period
  rolled: Rolled
  /** Open ones, and those won in the period. */
  deals: readonly Worth[]
  /** Rows whose quotas add up to its own where none was agreed for it. */
  parts: readonly string[]
}

export type Situation = {
  period: Period
  /** By whose clocks a day begins. */
  time_zone: string
  /** Parts of the period, where rows are periods. */
  periods: readonly Period[]
  pipelines: readonly Named[]
  deals: readonly Worth[]
  entries: readonly Said[]
  places: readonly Placed[]
  teams: readonly Team[]
  /** People of whom there is something to say beside their deals: a quota. */
  named: ReadonlySet<string>
}

const of = { person: null, team: null, pipeline: null }

/** The rows of a grid, each behind the one that it is a part of; the total stands first. */
export function linesOf(situation: Situation, rows: GridRows): Line[] {
  const people = new Set([
    ...situation.named,
    ...situation.deals.flatMap(({ owner_id }) => owner_id ?? []),
    ...situation.entries.map(({ person }) => person.id),
  ])
  const tree = treeOf(situation.places, people)
  // Somebody adjusts a person's forecast in one pipeline at a time, so it is rolled up there and then added.
  const each = situation.pipelines.map((pipeline) => ({
    pipeline,
    ...rollUp(
      tree,
      situation.deals.filter(({ pipeline_id }) => pipeline_id === pipeline.id),
      situation.entries.filter((one) => one.pipeline.id === pipeline.id),
      situation.period,
    ),
  }))
  const rolledOf = (id: string): Rolled => together(each.flatMap(({ people }) => people.get(id) ?? []))
  const all = together(each.map(({ all }) => ({ ...all, from_below: all.called, said: {} })))
  const total: Line = {
    ...of,
    key: 'total',
    kind: 'total',
    name: '',
    parent: null,
    depth: 0,
    period: situation.period,
    rolled: all,
    deals: situation.deals,
    parts: [],
  }
  switch (rows) {
    case 'pipelines':
      return [
        total,
        ...each.map(({ pipeline, all }) => ({
          ...total,
          ...child(`pipeline ${pipeline.id}`, 'pipeline', pipeline.name),
          pipeline,
          rolled: { ...all, from_below: all.called, said: {} },
          deals: situation.deals.filter(({ pipeline_id }) => pipeline_id === pipeline.id),
        })),
      ]
    case 'periods':
      return [total, ...situation.periods.map((period) => periodLine(period, total, situation.time_zone))]
    case 'teams':
      return [total, ...teamLines(situation, tree, rolledOf, total)]
    default:
      return [total, ...personLines(situation, tree, rolledOf, total)]
  }
}

const child = (key: string, kind: Line['kind'], name: string, parent = 'total', depth = 1) => ({
  key,
  kind,
  name,
  parent,
  depth,
})

/** Adjustments are about the whole period, so a part of it holds what its deals say. */
function periodLine(period: Period, total: Line, time_zone: string): Line {
  const deals = total.deals.filter(({ outcome, closed_at, close_date }) =>
    isWithin(outcome === 'won' ? closed_at && dayIn(time_zone, closed_at) : close_date, period),
  )
  const line = { ...total, ...child(`period ${period.key}`, 'period', period.key), period, deals }
  return { ...line, rolled: unsaid(figuresOf(deals, period)) }
}

const dayIn = (time_zone: string, moment: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(time_zone).toPlainDate().toString()

const isWithin = (day: string | null, { starts, ends }: Period) => day !== null && day >= starts && day < ends

function personLines({ deals, places, period }: Situation, tree: Tree, rolledOf: RolledOf, total: Line): Line[] {
  const names = new Map(places.map(({ person }) => [person.id, person]))
  const owned = Map.groupBy(deals, ({ owner_id }) => owner_id)
  const visit = (id: string, parent: string, depth: number): Line[] => {
    const person = names.get(id) ?? { id, name: id }
    const below = tree.children.get(id) ?? []
    const own = owned.get(id) ?? []
    const key = `person ${id}`
    const line: Line = {
      ...total,
      ...child(key, 'person', person.name, parent, depth),
      person,
      rolled: rolledOf(id),
      deals: belowOf(tree, id).flatMap((one) => owned.get(one) ?? []),
      parts: below.map((one) => `person ${one}`),
    }
    if (below.length === 0) return [line]
    const direct: Line = {
      ...total,
      ...child(`own ${id}`, 'own', person.name, key, depth + 1),
      person,
      rolled: unsaid(figuresOf(own, period)),
      deals: own,
    }
    return [line, ...(own.length > 0 ? [direct] : []), ...below.flatMap((one) => visit(one, key, depth + 1))]
  }
  const top = tree.children.get(null) ?? []
  return [...top.flatMap((id) => visit(id, 'total', 1)), ...nobodyLine(deals, tree, period, total)]
}

function nobodyLine(deals: readonly Worth[], tree: Tree, period: Period, total: Line): Line[] {
  const own = deals.filter(({ owner_id }) => owner_id === null || !tree.parents.has(owner_id))
  if (own.length === 0) return []
  const rolled = unsaid(figuresOf(own, period))
  return [{ ...total, ...child('nobody', 'nobody', ''), rolled, deals: own }]
}

type RolledOf = (id: string) => Rolled

/** Somebody who is in two teams stands in both, and counts once in the total. What a person has is theirs alone here. */
function teamLines(situation: Situation, tree: Tree, rolledOf: RolledOf, total: Line): Line[] {
  const { deals, places, teams, period } = situation
  const names = new Map(places.map(({ person }) => [person.id, person]))
  const alone = (id: string): Rolled => {
    const own = deals.filter(({ owner_id }) => owner_id === id)
    return (tree.children.get(id) ?? []).length === 0 ? rolledOf(id) : unsaid(figuresOf(own, period))
  }
  const block = (key: string, name: string, team: Line['team'], members: readonly string[]): Line[] => {
    const people = members.map(
      (id): Line => ({
        ...total,
        ...child(`${key} ${id}`, 'person', names.get(id)?.name ?? id, key, 2),
        person: names.get(id) ?? { id, name: id },
        rolled: alone(id),
        deals: deals.filter(({ owner_id }) => owner_id === id),
      }),
    )
    const line: Line = {
      ...total,
      ...child(key, team ? 'team' : 'nobody', name),
      team,
      rolled: together(people.map(({ rolled }) => ({ ...rolled, from_below: rolled.called, said: {} }))),
      deals: people.flatMap((one) => one.deals),
      parts: people.map((one) => one.key),
    }
    return [line, ...people]
  }
  const shown = new Set(tree.parents.keys())
  const inTeams = new Set(teams.flatMap(({ members }) => members.map(({ id }) => id)))
  const teamed = teams
    .map((team) => ({ team, members: team.members.map(({ id }) => id).filter((id) => shown.has(id)) }))
    .filter(({ members }) => members.length > 0)
  const others = [...shown].filter((id) => !inTeams.has(id) && deals.some(({ owner_id }) => owner_id === id))
  return [
    ...teamed.flatMap(({ team: { id, name }, members }) => block(`team ${id}`, name, { id, name }, members)),
    ...(others.length > 0 ? block('no team', '', null, others) : []),
    ...nobodyLine(deals, tree, period, total),
  ]
}

/** What is called in several pipelines, or by several people, together. */
function together(rolled: readonly Rolled[]): Rolled {
  const sum = (pick: (one: Rolled) => Calls) => rolled.map(pick).reduce(plus, noCalls)
  const said: Rolled['said'] = {}
  // In one pipeline an entry is the row's own; over several it stands in one of its parts.
  for (const one of rolled) for (const [key, entry] of Object.entries(one.said)) said[key as keyof Calls] ??= entry
  return {
    figures: rolled.reduce((figures, one) => added(figures, one.figures), noFigures()),
    from_below: sum((one) => one.from_below),
    called: sum((one) => one.called),
    said,
  }
}
