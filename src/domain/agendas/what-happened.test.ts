import { expect, test } from 'vitest'
import type { EndState } from '../history/index.ts'
import { whatHappened } from './what-happened.ts'

const state: EndState = {
  version: 1,
  name: 'Shop',
  pipeline_id: 'pip',
  definition_id: 'def',
  stage: 'wanted',
  outcome: null,
  closed_at: null,
  amount_minor: 100n,
  currency: 'EUR',
  counted: true,
  frozen_rate: null,
  close_date: '2026-12-10',
  category: 'commit',
  owner_id: 'per_ana',
}
const end = (more: Partial<EndState> | null) => ({
  state: more && { ...state, ...more },
  inside: true,
  counts: true,
  value: 0n,
})

test.each([
  ['what a bridge names is that', 'amount_up', {}, { close_date: '2026-12-20' }, 'amount_up'],
  ['nothing that anybody did is nothing', 'model', {}, {}, null],
  ['rates alone are nothing', 'currency', {}, {}, null],
  ['a later date within the period is later', 'unchanged', {}, { close_date: '2026-12-20' }, 'later'],
  ['a date that was taken away is later', 'model', {}, { close_date: null }, 'later'],
  ['a first date is earlier', 'unchanged', { close_date: null }, {}, 'earlier'],
  ['an earlier date is earlier', 'model', {}, { close_date: '2026-12-02' }, 'earlier'],
  ['another owner is that it was handed over', 'unchanged', {}, { owner_id: 'per_budi' }, 'handed_over'],
  ['of what is closed the date says nothing', 'unchanged', {}, { outcome: 'won', close_date: '2027-01-01' }, null],
] as const)('%s', (_, bucket, before, after, happened) =>
  expect(whatHappened(bucket, { from: end(before), to: end(after) })).toBe(happened),
)
