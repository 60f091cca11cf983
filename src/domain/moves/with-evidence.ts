import { accept, type Decision, refuse } from '../../values/decision.ts'
import { dayOf, type Instant } from '../../values/instant.ts'
import { evidenceFault } from '../evidence/index.ts'
import { criteriaOf } from '../pipelines/index.ts'
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
    const fault = evidenceFault(one, criteria, dayOf(now))
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
