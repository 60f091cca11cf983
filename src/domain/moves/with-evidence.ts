import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Instant } from '../../values/instant.ts'
import { criteriaOf, type Criterion } from '../pipelines/index.ts'
import { isWebAddress } from './gates.ts'
import type { Situation } from './situation.ts'

export type GivenEvidence = {
  criterion: string
  url?: string | undefined
  held_on?: string | undefined
  note?: string | undefined
}

/** The situation with evidence that a request brings along; refused where it is none for what it names. */
export function withEvidence(situation: Situation, given: GivenEvidence[], now: Instant): Decision<Situation> {
  const criteria = criteriaOf(situation.definition).map(({ criterion }) => criterion)
  for (const [index, one] of given.entries()) {
    const fault = faultIn(one, criteria, now)
    if (fault === undefined) continue
    const errors = [{ pointer: `/evidence/${index}`, code: 'evidence', detail: fault }]
    return refuse('evidence-invalid', fault, { errors })
  }
  const evidence = given.map(({ criterion, url = null, held_on = null }) => ({
    criterion,
    kind: url === null ? ('meeting' as const) : ('link' as const),
    url,
    held_on,
  }))
  return accept({ ...situation, evidence: [...situation.evidence, ...evidence] })
}

function faultIn({ criterion: key, url, held_on }: GivenEvidence, criteria: Criterion[], now: Instant) {
  const criterion = criteria.find((one) => one.key === key)
  if (!criterion) return `This pipeline has no criterion ${key}.`
  if (criterion.kind !== 'link' && criterion.kind !== 'meeting')
    return `${criterion.label} is not satisfied by evidence but by the deal itself.`
  if (criterion.kind === 'link' && (url === undefined || !isWebAddress(url)))
    return `${criterion.label} wants a link that starts with https:// or http://.`
  if (criterion.kind === 'meeting' && held_on === undefined)
    return `${criterion.label} wants the day on which the meeting was held.`
  if (held_on !== undefined && held_on > now.slice(0, 10))
    return 'A meeting that is evidence has been held; plan it as an activity.'
  return undefined
}
