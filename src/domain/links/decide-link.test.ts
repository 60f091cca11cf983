import { expect, it } from 'vitest'
import { decideLink, type Edge, orderOf } from './decide-link.ts'

const deal = (id: string, outcome: 'lost' | 'void' | null = null) => ({ id, number: 1n, outcome })
const edge = (deal_id: string, other_id: string): Edge => ({ deal_id, other_id })

it.each<[string, Parameters<typeof decideLink>[0], string | null]>([
  ['two deals are linked', { deal: deal('a'), other: deal('b'), onward: [] }, null],
  ['also one that was lost', { deal: deal('a'), other: deal('b', 'lost'), onward: [] }, null],
  ['but none that went into another', { deal: deal('a'), other: deal('b', 'void'), onward: [] }, 'deal-void'],
  ['nor a deal to itself', { deal: deal('a'), other: deal('a'), onward: [] }, 'link-self'],
  ['nor back', { deal: deal('a'), other: deal('b'), onward: [edge('b', 'a')] }, 'link-cycle'],
  [
    'nor back by a detour',
    { deal: deal('a'), other: deal('b'), onward: [edge('b', 'c'), edge('c', 'a')] },
    'link-cycle',
  ],
  ['while a branch is none', { deal: deal('a'), other: deal('b'), onward: [edge('b', 'c'), edge('d', 'a')] }, null],
])('%s', (_, situation, code) => {
  const decided = decideLink(situation, 'renews')
  expect(decided.ok ? null : decided.refusal.code).toBe(code)
})

it('what renews, expands or came from a deal comes after it; being part of one and blocking one are apart', () => {
  expect(orderOf('expands')).toEqual(['renews', 'expands', 'sourced_from'])
  expect(orderOf('part_of')).toEqual(['part_of'])
  expect(orderOf('blocks')).toEqual(['blocks'])
})
