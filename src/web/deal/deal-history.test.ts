import { i18n } from '@lingui/core'
import { expect, test } from 'vitest'
import type { DealDetail, HistoryRow } from '../wire.ts'
import { dealAt } from './deal-at.ts'
import { pathOf } from './path-of.ts'
import { entriesOf } from './timeline-entries.ts'

i18n.loadAndActivate({ locale: 'en', messages: {} })

const euro = (amount: string) => ({ amount, currency: 'EUR' })
let made = 0
const row = (day: string, until: string | null, over: Partial<HistoryRow>): HistoryRow => ({
  id: `led_${++made}`,
  version: made,
  kind: 'edited',
  stage: 'discovery',
  stage_name: 'Discovery',
  pipeline: 'enterprise',
  outcome: null,
  outcome_reason: null,
  amount: euro('200000.00'),
  close_date: '2026-11-30',
  category: 'pipeline',
  counted: true,
  owner: { id: 'per_1', name: 'Ana B.' },
  name: 'Acme',
  account: null,
  partner: null,
  source: null,
  next_step: null,
  wait_until: null,
  fields: {},
  owed: [],
  reason: null,
  reversal_of: null,
  administrative: false,
  by: { id: 'per_1', name: 'Ana B.' },
  channel: 'screen',
  entered_stage_at: `${day}T00:00:00.000Z`,
  occurred_at: `${day}T00:00:00.000Z`,
  recorded_at: `${day}T00:00:00.000Z`,
  until: until && `${until}T00:00:00.000Z`,
  ...over,
})
const validation = { stage: 'validation', stage_name: 'Validation' }
const created = row('2026-11-01', '2026-11-10', { kind: 'created' })
const edited = row('2026-11-10', '2026-11-12', { amount: euro('240000.00'), close_date: '2026-12-12' })
const moved = row('2026-11-12', '2026-11-13', {
  ...edited,
  ...validation,
  kind: 'moved',
  id: 'led_moved',
  occurred_at: '2026-11-12T00:00:00.000Z',
  until: '2026-11-13T00:00:00.000Z',
})
const putBack = row('2026-11-13', null, {
  ...edited,
  kind: 'reversed',
  id: 'led_back',
  reversal_of: 'led_moved',
  occurred_at: '2026-11-13T00:00:00.000Z',
  until: null,
})
const history = [created, edited, moved, putBack]
const stages = ['discovery', 'validation', 'proposal'].map((key) => ({ key, name: key }))
const now = '2026-11-20T00:00:00.000Z'

test('time in a stage is summed over its rows; a move that was taken back counts for the stage before it', () => {
  const path = pathOf(stages, history, { stage: 'discovery', outcome: null }, [], now)
  expect(path.map(({ state, spent }) => [state, spent])).toEqual([
    ['here', 19],
    ['ahead', null],
    ['ahead', null],
  ])
})

test('a stage that was never entered on the way is skipped', () => {
  const jumped = [
    row('2026-11-01', '2026-11-05', { kind: 'created' }),
    row('2026-11-05', null, { kind: 'moved', stage: 'proposal', stage_name: 'Proposal' }),
  ]
  const path = pathOf(stages, jumped, { stage: 'proposal', outcome: null }, [], now)
  expect(path.map(({ state, spent }) => [state, spent])).toEqual([
    ['done', 4],
    ['skipped', null],
    ['here', 15],
  ])
})

test('the timeline tells every row of the ledger, the newest first, with what changed', () => {
  const entries = entriesOf({ history, activities: [], evidence: [], pipeline: undefined, now })
  expect(entries.map(({ title, details }) => [title, ...details])).toEqual([
    ['Put back to Discovery'],
    ['Discovery → Validation'],
    ['Amount: €200K → €240K (+20%)', 'Close date: 30 Nov → 12 Dec'],
    ['Created in Discovery'],
  ])
})

test('an edit says which fact it changed, and an amount is exact where the change is small', () => {
  const before = row('2026-11-01', '2026-11-02', { kind: 'created', amount: euro('200000.00') })
  const after = row('2026-11-02', null, {
    amount: euro('200000.50'),
    next_step: 'Call the champion',
    account: { id: 'acc_1', name: 'Acme SE', domain: null },
    wait_until: '2026-12-01',
  })
  const [entry] = entriesOf({ history: [before, after], activities: [], evidence: [], pipeline: undefined, now })
  expect([entry?.title, ...(entry?.details ?? [])]).toEqual([
    'Amount: €200,000.00 → €200,000.50',
    'Account: – → Acme SE',
    'Next step: – → Call the champion',
    'Wait until: – → 1 Dec',
  ])
})

test('as of a moment the deal is what its ledger says, and before it began there is none', () => {
  const deal = {
    stage: { key: 'discovery', name: 'Discovery', phase: 'qualify' },
    evidence: [],
  } as unknown as DealDetail
  expect(dealAt(deal, history, '2026-11-12T12:00:00Z', [])?.stage.name).toBe('Validation')
  expect(dealAt(deal, history, '2026-11-05T12:00:00Z', [])?.amount).toEqual(euro('200000.00'))
  expect(dealAt(deal, history, '2026-10-05T12:00:00Z', [])).toBeNull()
})
