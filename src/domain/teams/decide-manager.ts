import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'

/** Whom a person reports to from a moment on; null for nobody. */
export type Reporting = { person_id: string; manager_id: string | null; valid_from: Instant }

/** Nobody may report to themselves, through however many others, at any moment from the change on. */
export function decideManager(known: readonly Reporting[], change: Reporting): Decision<Reporting> {
  const { person_id, valid_from } = change
  const same = (one: Reporting) => one.person_id === person_id && one.valid_from === valid_from
  const lines = [...known.filter((one) => !same(one)), change].toSorted((a, b) =>
    a.valid_from < b.valid_from ? -1 : 1,
  )
  const by_person = Map.groupBy(lines, (one) => one.person_id)
  const moments = new Set([valid_from, ...lines.map((one) => one.valid_from).filter((moment) => moment > valid_from)])
  for (const moment of moments) {
    const circle = circleAt(by_person, person_id, moment)
    if (circle)
      return refuse(
        'manager-circle',
        'They would report to themselves, through the people named in `circle`. Change one of those first.',
        { circle, as_of: moment },
      )
  }
  return accept(change)
}

export const managerAt = (lines: readonly Reporting[] | undefined, moment: Instant): string | null =>
  lines?.findLast(({ valid_from }) => valid_from <= moment)?.manager_id ?? null

/** The people on the way from a person up to that same person; undefined where the way ends. */
function circleAt(
  by_person: ReadonlyMap<string, readonly Reporting[]>,
  person_id: string,
  moment: Instant,
): string[] | undefined {
  const way = new Set([person_id])
  for (let next = managerAt(by_person.get(person_id), moment); next !== null; ) {
    if (next === person_id) return [...way]
    if (way.has(next)) return undefined
    way.add(next)
    next = managerAt(by_person.get(next), moment)
  }
  return undefined
}
