import { forever, type Instant } from '../../values/instant.ts'

/** One stay of a person in a team. */
export type Membership = { person_id: string; valid_from: Instant; valid_until: Instant }

export type MemberPlan = {
  /** Stays that end, or go on, until another moment than before. */
  until: Membership[]
  /** Stays that were to begin later, and now are not. */
  remove: Membership[]
  add: Membership[]
}

/** What makes exactly the wanted people members from a moment on; what was before that moment stays as it was. */
export function planMembers(stays: readonly Membership[], wanted: ReadonlySet<string>, at: Instant): MemberPlan {
  const plan: MemberPlan = { until: [], remove: [], add: [] }
  const covered = new Set<string>()
  for (const stay of stays.filter(({ valid_until }) => valid_until > at)) {
    const { person_id, valid_from, valid_until } = stay
    const stays_on = wanted.has(person_id) && valid_from <= at
    if (stays_on) {
      covered.add(person_id)
      if (valid_until !== forever) plan.until.push({ ...stay, valid_until: forever })
    } else if (valid_from >= at) plan.remove.push(stay)
    else plan.until.push({ ...stay, valid_until: at })
  }
  for (const person_id of wanted)
    if (!covered.has(person_id)) plan.add.push({ person_id, valid_from: at, valid_until: forever })
  return plan
}
