import { remedyForName } from '../../values/nearest-name.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Unreadable } from './language.ts'
import type { Fallback, OwnerRule, RuleSet } from './routing.ts'

/** Where in the request, and what would do. */
export type RuleSetFault = { pointer: string; code: string; detail: string }

/** Who deals may be given to. */
export type KnownOwners = { people: ReadonlySet<string>; teams: ReadonlySet<string> }

/** What rules may name, as it is now. */
export type Known = KnownOwners & { pipelines: readonly { key: string; definition: Definition }[] }

/** Every name in a set of rules that leads nowhere, and every condition that cannot be read. */
export function checkRules(
  { rules, fallback }: RuleSet,
  unreadable: readonly Unreadable[],
  known: Known,
): RuleSetFault[] {
  const conditions = unreadable.map(
    ({ position, message, fault }): RuleSetFault => ({
      pointer: `/rules/${position - 1}/when`,
      code: 'unreadable',
      detail: `${message} ${fault.remedy}`,
    }),
  )
  const places = rules.flatMap((rule, i) => faultsOf(rule, `/rules/${i}`, known))
  return [...conditions, ...places, ...(fallback ? faultsOf(fallback, '/fallback', known) : [])]
}

function faultsOf({ pipeline, stage, owner }: Fallback, at: string, known: Known): RuleSetFault[] {
  const found = known.pipelines.find(({ key }) => key === pipeline)
  const keys = known.pipelines.map(({ key }) => key)
  if (!found) {
    const detail = `There is no pipeline ${pipeline}. ${remedyForName(pipeline, keys)}`
    return [{ pointer: `${at}/pipeline`, code: 'unknown', detail }, ...ownerFaults(owner, at, known)]
  }
  const stages = found.definition.stages.map(({ key }) => key)
  const wrong = stage !== undefined && !stages.includes(stage)
  const detail = wrong ? `${pipeline} has no stage ${stage}. ${remedyForName(stage, stages)}` : ''
  return [...(wrong ? [{ pointer: `${at}/stage`, code: 'unknown', detail }] : []), ...ownerFaults(owner, at, known)]
}

export function ownerFaults(owner: OwnerRule | undefined, at: string, { people, teams }: KnownOwners): RuleSetFault[] {
  if (owner === undefined || owner.by === 'account_owner') return []
  const person = (id: string, where: string): RuleSetFault[] =>
    people.has(id)
      ? []
      : [
          {
            pointer: `${at}/owner/${where}`,
            code: 'unknown',
            detail: 'There is no such active person in this workspace.',
          },
        ]
  if (owner.by === 'person') return person(owner.person_id, 'person_id')
  const team = owner.team_id
  const unknown: RuleSetFault[] =
    team === undefined || teams.has(team)
      ? []
      : [{ pointer: `${at}/owner/team_id`, code: 'unknown', detail: 'There is no such team in this workspace.' }]
  if (owner.by === 'team') return unknown
  if ((team === undefined) === (owner.person_ids === undefined))
    return [
      {
        pointer: `${at}/owner`,
        code: 'invalid',
        detail: 'Say a team_id or person_ids, and not both: they take turns.',
      },
    ]
  return [...unknown, ...(owner.person_ids ?? []).flatMap((id, i) => person(id, `person_ids/${i}`))]
}
