import type { Placed } from '../teams/index.ts'

/** Everybody who reports to somebody, directly or through others. */
export function belowIn(places: readonly Placed[], person_id: string, seen = new Set([person_id])): Placed[] {
  const direct = places.filter(({ person, manager_id }) => manager_id === person_id && !seen.has(person.id))
  for (const { person } of direct) seen.add(person.id)
  return direct.flatMap((one) => [one, ...belowIn(places, one.person.id, seen)])
}

/** Of whom a forecast is expected: who owns open deals, and everybody whom they report to; without those who have left. */
export function expectedOf(places: readonly Placed[], owners: readonly string[]): Placed[] {
  const managers = new Map(places.map(({ person, manager_id }) => [person.id, manager_id]))
  const expected = new Set<string>()
  for (const owner of owners)
    for (let at: string | null = owner; at !== null && !expected.has(at); at = managers.get(at) ?? null)
      expected.add(at)
  return places.filter(({ person, active }) => active && expected.has(person.id))
}
