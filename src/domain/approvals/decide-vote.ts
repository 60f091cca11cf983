import { accept, type Decision, refuse } from '../../values/decision.ts'
import type { Deciders, voteKinds } from './approval.ts'

/** Somebody as a decision about a vote sees them. */
export type Voter = { id: string; role: string; active: boolean; may_approve: boolean }

export type Asked = Deciders & {
  state: 'open' | 'approved' | 'rejected' | 'cancelled'
  needed: number
  harmless: boolean
  requested_by: string
  votes: readonly { person_id: string; vote: (typeof voteKinds)[number]; own: boolean }[]
}

/** Whether somebody is among those who decide. */
export const isDecider = ({ by_role, by_people }: Deciders, { id, role, active, may_approve }: Voter): boolean =>
  active && (by_people ? by_people.includes(id) : by_role ? role === by_role : may_approve)

/**
 * Whose votes count on a question: whom its policy names. Where that is nobody, or only the one who asks, whoever else
 * holds the right stands in, so that nobody waits for ever, and nobody is alone by naming themselves.
 */
function decidersOf(asked: Asked, people: readonly Voter[]): Voter[] {
  const named = people.filter((one) => isDecider(asked, one))
  if (named.some(({ id }) => id !== asked.requested_by)) return named
  const others = people.filter((one) => one.active && one.may_approve && one.id !== asked.requested_by)
  return [...named, ...others]
}

/**
 * Whether somebody may vote. Nobody approves what they asked for themselves, unless nobody else could, or nothing hangs
 * on it yet.
 */
export function decideVoter(asked: Asked, voter: Voter, people: readonly Voter[]): Decision<{ own: boolean }> {
  if (asked.state !== 'open') return refuse('approval-decided', `This is already ${asked.state}.`)
  const deciders = decidersOf(asked, people)
  if (!deciders.some(({ id }) => id === voter.id))
    return refuse('not-an-approver', `You are not among those who decide: ${whoOf(asked)}.`)
  if (asked.votes.some(({ person_id }) => person_id === voter.id))
    return refuse('already-voted', 'You have voted on this; a vote stands.')
  const own = voter.id === asked.requested_by
  const others = deciders.filter(({ id }) => id !== asked.requested_by)
  if (own && !asked.harmless && others.length > 0)
    return refuse('own-request', `You asked for this yourself, and ${countOf(others.length)} may decide on it.`)
  return accept({ own })
}

export type Verdict = { state: 'open' | 'approved' | 'rejected'; self_approved: boolean }

/** What becomes of a question with a vote more: one rejection ends it; nobody waits for more people than there are. */
export function decideVote(
  asked: Asked,
  vote: { person_id: string; vote: (typeof voteKinds)[number]; own: boolean },
  people: readonly Voter[],
): Verdict {
  const given = [...asked.votes, vote].filter((one) => one.vote === 'approve')
  const self_approved = given.some(({ own }) => own)
  if (vote.vote === 'reject') return { state: 'rejected', self_approved }
  return { state: given.length >= neededOf(asked, people) ? 'approved' : 'open', self_approved }
}

/** Whether the votes that were given are enough by now, since some who might have voted may do so no more. */
export const isSettled = (asked: Asked, people: readonly Voter[]): boolean =>
  asked.votes.filter(({ vote }) => vote === 'approve').length >= neededOf(asked, people)

/** As many as the policy says, but no more than there are who may. */
export function neededOf(asked: Asked, people: readonly Voter[]): number {
  if (asked.harmless) return 1
  const able = decidersOf(asked, people)
  const others = able.filter(({ id }) => id !== asked.requested_by)
  return Math.max(1, Math.min(asked.needed, others.length > 0 ? others.length : able.length))
}

export const whoOf = ({ by_role, by_people }: Deciders): string =>
  by_people
    ? 'named people'
    : by_role
      ? `everyone who is ${by_role}`
      : 'whoever holds the right approve in the pipeline'

const countOf = (others: number) => (others === 1 ? 'one other person' : `${others} others`)
