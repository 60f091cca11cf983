import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Role } from '../people/index.ts'

/** Where somebody stands who is in nobody's line but above everybody's. */
export const aboveAll = 100

type Line = { person: { id: string }; manager_id: string | null }

/** How far somebody stands above a person: 0 for themselves, 1 for the manager; null for who is not above them. */
export function levelAbove(lines: readonly Line[], person_id: string, author_id: string): number | null {
  const managers = new Map(lines.map(({ person, manager_id }) => [person.id, manager_id]))
  const seen = new Set<string>()
  let level = 0
  for (let at: string | null = person_id; at !== null && !seen.has(at); at = managers.get(at) ?? null) {
    if (at === author_id) return level
    seen.add(at)
    level++
  }
  return null
}

/** Who may adjust a person's forecast: they themselves, whoever they report to, and those who lead the company. */
export function decideLevel(
  lines: readonly Line[],
  { person_id, author }: { person_id: string; author: { id: string; role: string } },
): Decision<number> {
  const level = levelAbove(lines, person_id, author.id)
  if (level !== null) return accept(level)
  if (leading.includes(author.role as Role)) return accept(aboveAll)
  return refuse(
    'adjustment-not-yours',
    'A forecast is adjusted by whoever it is of, by those they report to, or by an executive or owner.',
    { person_id },
  )
}

const leading: readonly Role[] = ['executive', 'owner']

type Entry = {
  person_id: string
  category: string
  author_id: string
  level: number
  amount: unknown
  created_at: string
}

/**
 * The entry that holds for a person and category: the newest of each author, of those the one from furthest up; of two
 * on the same level the newer. Undefined where nobody says otherwise than the deals do.
 */
export function holding<E extends Entry>(entries: readonly E[], person_id: string, category: string): E | undefined {
  const about = entries
    .filter((one) => one.person_id === person_id && one.category === category)
    .toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1))
  const newest = new Map(about.map((one) => [one.author_id, one]))
  return [...newest.values()]
    .filter(({ amount }) => amount !== null)
    .toSorted((a, b) => b.level - a.level || (a.created_at < b.created_at ? 1 : -1))[0]
}
