import { holds, type Rights } from '../../platform/rights.ts'
import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Reassignment } from './grant.ts'

/** Somebody at one moment: whether they are still here, whether their role lets them work at all, and where they may. */
export type Standing = { id: string; name: string; active: boolean; may_work: boolean; rights: Rights }
export type Owned = { pipeline_id: string; owner_id: string; deals: number }
export type Handover = { pipeline_id: string; from: string; to: string }

type Change = {
  owned: readonly Owned[]
  /** Everybody who owns one of them or is to, before and after their rights change. */
  before: ReadonlyMap<string, Standing>
  after: ReadonlyMap<string, Standing>
  reassign: readonly Reassignment[]
}

/**
 * Decides who gets the open deals of those who may no longer work on them, and all of those who leave: each needs a new
 * owner, who may. Nobody's deals are left behind with an owner who cannot see them.
 */
export function decideHandover({ owned, before, after, reassign }: Change): Decision<Handover[]> {
  const losing = owned.filter(
    ({ pipeline_id, owner_id }) =>
      (before.get(owner_id)?.active && !after.get(owner_id)?.active) ||
      (worksOn(before.get(owner_id), pipeline_id) && !worksOn(after.get(owner_id), pipeline_id)),
  )
  const left = losing.filter(({ owner_id }) => !reassign.some(({ person_id }) => person_id === owner_id))
  if (left.length > 0) return refuse('owns-open-deals', sentence(left, before), { owners: left.map(ownerOf(before)) })
  const handovers = losing.map(({ pipeline_id, owner_id }) => {
    const at = reassign.findIndex(({ person_id }) => person_id === owner_id)
    return { pipeline_id, from: owner_id, to: reassign[at]?.to ?? '', at }
  })
  const unfit = handovers.find(({ pipeline_id, to }) => !worksOn(after.get(to), pipeline_id))
  if (!unfit) return accept(handovers.map(({ pipeline_id, from, to }) => ({ pipeline_id, from, to })))
  const heir = after.get(unfit.to)
  const detail = heir
    ? `${heir.name} may not work there either; name somebody who may.`
    : 'There is no such person in this workspace.'
  const pointer = `/reassign/${unfit.at}/to`
  return refuse('reassign-unfit', detail, {
    errors: [{ pointer, code: heir ? 'may-not-work' : 'unknown', detail }],
  })
}

const worksOn = (person: Standing | undefined, pipeline_id: string): boolean =>
  person !== undefined && person.may_work && holds(person, 'work', { pipeline_id, owner_id: person.id })

const ownerOf =
  (people: Change['before']) =>
  ({ owner_id, pipeline_id, deals }: Owned) => ({
    person: { id: owner_id, name: people.get(owner_id)?.name ?? '' },
    pipeline_id,
    deals,
  })

function sentence(left: readonly Owned[], people: Change['before']): string {
  const who = left.map(({ owner_id, deals }) => `${people.get(owner_id)?.name ?? owner_id} (${deals})`).join(', ')
  return `This takes away the right to work on open deals they own: ${who}. Name a new owner for each in reassign.`
}
