import { describe, expect, it } from 'vitest'
import { type Asked, decideVote, decideVoter, type Voter } from './decide-vote.ts'

const voter = (id: string, more: Partial<Voter> = {}): Voter => ({
  id,
  role: 'revops',
  active: true,
  may_approve: true,
  ...more,
})
const rina = voter('rina')
const dewi = voter('dewi')
const budi = voter('budi', { role: 'manager', may_approve: false })

const asked = (more: Partial<Asked> = {}): Asked => ({
  state: 'open',
  needed: 1,
  by_role: null,
  by_people: null,
  harmless: false,
  requested_by: 'rina',
  votes: [],
  ...more,
})
const approved = (person_id: string, own = false) => ({ person_id, vote: 'approve' as const, own })

describe('who may vote', () => {
  it.each<[string, Asked, Voter, Voter[], string]>([
    ['somebody else who holds the right', asked(), dewi, [rina, dewi], 'ok'],
    ['nobody without the right', asked(), budi, [rina, dewi, budi], 'not-an-approver'],
    ['nobody on their own request while another could', asked(), rina, [rina, dewi], 'own-request'],
    ['the only one who holds the right, on their own', asked(), rina, [rina, budi], 'ok'],
    [
      'the only one who is still there, on their own',
      asked(),
      rina,
      [rina, voter('dewi', { active: false }), budi],
      'ok',
    ],
    ['whoever wrote a draft that no deal stands in', asked({ harmless: true }), rina, [rina, dewi], 'ok'],
    ['people of the role that a policy names', asked({ by_role: 'manager' }), budi, [rina, dewi, budi], 'ok'],
    ['nobody of another role', asked({ by_role: 'manager' }), dewi, [rina, dewi, budi], 'not-an-approver'],
    ['the people that a policy names', asked({ by_people: ['budi'] }), budi, [rina, dewi, budi], 'ok'],
    ['nobody who is named alone, on their own', asked({ by_people: ['rina'] }), rina, [rina, dewi], 'own-request'],
    ['whoever holds the right, for one who is named alone', asked({ by_people: ['rina'] }), dewi, [rina, dewi], 'ok'],
    ['whoever holds the right, for a role that nobody has', asked({ by_role: 'executive' }), dewi, [rina, dewi], 'ok'],
    ['the only one who is named and holds the right', asked({ by_people: ['rina'] }), rina, [rina, budi], 'ok'],
    ['nobody twice', asked({ needed: 2, votes: [approved('dewi')] }), dewi, [rina, dewi], 'already-voted'],
    ['nobody on what is decided', asked({ state: 'rejected' }), dewi, [rina, dewi], 'approval-decided'],
  ])('%s', (_, question, who, people, expected) => {
    const decision = decideVoter(question, who, people)
    expect(decision.ok ? 'ok' : decision.refusal.code).toBe(expected)
  })
})

describe('what becomes of it', () => {
  const joko = voter('joko')
  it.each<[string, Asked, ReturnType<typeof approved> | { person_id: string; vote: 'reject'; own: boolean }, string]>([
    ['one of one', asked(), approved('dewi'), 'approved'],
    ['one of two', asked({ needed: 2 }), approved('dewi'), 'open'],
    ['two of two', asked({ needed: 2, votes: [approved('joko')] }), approved('dewi'), 'approved'],
    [
      'more than there are people who may',
      asked({ needed: 9, votes: [approved('joko')] }),
      approved('dewi'),
      'approved',
    ],
    [
      'one rejection is enough',
      asked({ needed: 2, votes: [approved('joko')] }),
      { ...approved('dewi'), vote: 'reject' },
      'rejected',
    ],
  ])('%s', (_, question, vote, state) => {
    expect(decideVote(question, vote, [rina, dewi, joko, budi]).state).toBe(state)
  })

  it('one who is alone gets through, and it is marked', () => {
    expect(decideVote(asked({ needed: 2 }), approved('rina', true), [rina, budi])).toEqual({
      state: 'approved',
      self_approved: true,
    })
  })
})
