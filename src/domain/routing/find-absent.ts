import type { Fallback, Finding, OwnerRule, RuleSet } from './routing.ts'

type Known = ReadonlyMap<string, { name: string; active: boolean }>

/** Rules that give deals to people who have left or to teams that are no more: said, and passed over when deals come in. */
export function findAbsent({ rules, fallback }: RuleSet, people: Known, teams: Known): Finding[] {
  const places = [...rules.map((rule) => ({ rule: rule.key, owner: rule.owner })), ...last(fallback)]
  return places.flatMap(({ rule, owner }): Finding[] => {
    const { people: named, team } = namedBy(owner)
    const gone = named.flatMap((id) => (people.get(id)?.active ? [] : [people.get(id)?.name ?? id]))
    const dissolved = team !== undefined && !teams.get(team)?.active
    if (gone.length === 0 && !dissolved) return []
    const none = dissolved || gone.length === named.length
    const who = dissolved ? `The team ${teams.get(team)?.name ?? team} is no more` : `${gone.join(', ')} left`
    const message = `${who}: ${none ? 'deals stay with whoever brings them in' : 'the others take their turns'}.`
    return [{ kind: 'absent_owner', rule, by: [], message }]
  })
}

/** The rules that name somebody, each as people call it; null for the fallback. */
export function rulesNaming({ rules, fallback }: RuleSet, id: string): { rule: string | null; name: string }[] {
  const names = (owner: OwnerRule | undefined) => {
    const { people, team } = namedBy(owner)
    return team === id || people.includes(id)
  }
  const found = rules.flatMap(({ key, name, owner }, i) =>
    names(owner) ? [{ rule: key, name: `routing rule ${i + 1} (${name})` }] : [],
  )
  return names(fallback?.owner) ? [...found, { rule: null, name: 'the fallback of the routing rules' }] : found
}

const last = (fallback: Fallback | null) => (fallback ? [{ rule: null, owner: fallback.owner }] : [])

function namedBy(owner: OwnerRule | undefined): { people: string[]; team: string | undefined } {
  if (owner?.by === 'person') return { people: [owner.person_id], team: undefined }
  if (owner?.by === 'team') return { people: [], team: owner.team_id }
  return owner?.by === 'round_robin'
    ? { people: owner.person_ids ?? [], team: owner.team_id }
    : { people: [], team: undefined }
}
