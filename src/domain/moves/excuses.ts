import { accept, type Decision, refuse } from '../../values/decision.ts'
import { dayOf, daysBetween, type Instant } from '../../values/instant.ts'
import type { Owed } from '../ledger/index.ts'
import type { Gate, GivenOverride } from './move.ts'

const longestDays = 366

/** Counts as satisfied what an override that still runs lets pass. */
export function withStanding(gates: Gate[], owed: readonly Owed[], now: Instant): Gate[] {
  const today = dayOf(now)
  const until = new Map(
    owed.flatMap(({ key, excused_until }) =>
      excused_until !== undefined && excused_until >= today ? [[key, excused_until] as const] : [],
    ),
  )
  return gates.map((gate) => excused(gate, until.get(gate.key)))
}

/** Lets pass what an override names; refused where it names what is not asked for, or does not end in time. */
export function withOverride(gates: Gate[], override: GivenOverride | undefined, now: Instant): Decision<Gate[]> {
  if (override === undefined) return accept(gates)
  const { criteria, expires_on } = override
  const days = daysBetween(dayOf(now), expires_on)
  if (days < 0 || days > longestDays) {
    const detail = `An override ends on a day from today on, and within ${longestDays} days.`
    return refuse('override-invalid', detail, { errors: [{ pointer: '/override/expires_on', code: 'day', detail }] })
  }
  const known = gates.filter(({ level }) => level !== 'advice').map(({ key }) => key)
  const strange = criteria.findIndex((key) => !known.includes(key))
  if (strange >= 0) {
    const asked = known.length === 0 ? 'it asks for nothing that binds' : `it asks for ${known.join(', ')}`
    const detail = `This step does not ask for ${criteria[strange]}; ${asked}.`
    const errors = [{ pointer: `/override/criteria/${strange}`, code: 'unknown', detail }]
    return refuse('override-unknown', detail, { errors })
  }
  return accept(gates.map((gate) => (criteria.includes(gate.key) ? excused(gate, expires_on) : gate)))
}

/** What a deal goes on owing, because only an override let it pass. */
export const owedByExcuse = (gates: readonly Gate[], at: string): Owed[] =>
  gates.flatMap(({ key, label, stage, excused_until }) =>
    excused_until === null ? [] : [{ key, label, stage: stage ?? at, excused_until }],
  )

const excused = (gate: Gate, until: string | undefined): Gate =>
  gate.satisfied && gate.excused_until === null
    ? gate
    : until === undefined
      ? gate
      : { ...gate, satisfied: true, excused_until: until }
