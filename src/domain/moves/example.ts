import type { DealState } from '../ledger/index.ts'
import { type Definition, type DefinitionInput, DefinitionSchema } from '../pipelines/index.ts'
import { noActivities, noLineItems, type Situation } from './situation.ts'

/** A deal in a small pipeline, for tests: four stages, a gate of each level and kind. */
export function exampleSituation(deal: Partial<DealState> = {}, rest: Partial<Situation> = {}): Situation {
  return {
    deal: { ...exampleDeal, ...deal },
    definition: exampleDefinition(),
    library: [
      { key: 'decision_date', subject: 'deal', label: 'Decision date', type: 'date', options: [] },
      { key: 'sponsor', subject: 'deal', label: 'Sponsor', type: 'text', options: [] },
      { key: 'users', subject: 'deal', label: 'Users', type: 'number', options: [] },
      { key: 'industry', subject: 'account', label: 'Industry', type: 'text', options: [] },
    ],
    evidence: [],
    asked: [],
    approvals: [],
    activities: noActivities,
    contacts: [],
    line_items: noLineItems,
    account: { name: 'Acme', domain: 'acme.example', country: 'DE', kind: 'customer', fields: { industry: 'retail' } },
    partner: null,
    owner: 'ann@tributary.example',
    rates: { EUR: 1, IDR: 0.00006 },
    ...rest,
  }
}

export const exampleDefinition = (change: Partial<DefinitionInput> = {}): Definition =>
  DefinitionSchema.parse({ ...written, ...change })

const charter = {
  motion: 'Considered purchases',
  buyer: 'A committee',
  entry_rule: 'Somebody has a budget',
  won_means: 'Signed',
  lost_means: 'Bought elsewhere',
  owner: 'Head of sales',
  review_every_days: 90,
  reason_to_be_separate: 'It takes two quarters',
}

const written: DefinitionInput = {
  key: 'considered',
  name: 'Considered purchases',
  charter,
  revenue_kind: 'new',
  fields: [
    { key: 'decision_date', required_from: 'proposed' },
    { key: 'sponsor' },
    { key: 'users' },
    { key: 'industry', subject: 'account', required_from: 'agreed' },
  ],
  stages: [
    {
      key: 'wanted',
      name: 'Need agreed',
      phase: 'qualify',
      exit: [
        { key: 'big_enough', label: 'Worth the effort', level: 'hard', kind: 'rule', rule: 'deal.amount >= 10000' },
        { key: 'talked', label: 'Talked to the user', level: 'advice', kind: 'rule', rule: 'deal.meetings > 0' },
      ],
    },
    {
      key: 'proven',
      name: 'Value proven',
      phase: 'evaluate',
      entry: [{ key: 'sponsor', label: 'Somebody wants it', level: 'hard', kind: 'field', field: 'sponsor' }],
      exit: [
        { key: 'plan', label: 'Plan to decide', level: 'hard', kind: 'link' },
        { key: 'buyer_met', label: 'Met the buyer', level: 'soft', kind: 'meeting' },
      ],
    },
    { key: 'proposed', name: 'Proposal accepted', phase: 'propose', to: ['agreed', 'proven'] },
    { key: 'agreed', name: 'Terms agreed', phase: 'negotiate' },
  ],
  outcomes: {
    won: { criteria: [{ key: 'signed', label: 'Signed contract', level: 'hard', kind: 'link' }] },
    lost: { reasons: [{ key: 'price', label: 'Price' }] },
    transferred: { reasons: [{ key: 'small', label: 'Too small' }] },
  },
}

const exampleDeal: DealState = {
  id: 'deal_1',
  number: 1042n,
  version: 3,
  name: 'Acme platform',
  account_id: 'acc_1',
  partner_account_id: null,
  source: null,
  pipeline_id: 'pip_1',
  definition_id: 'def_1',
  stage: 'wanted',
  entered_stage_at: '2026-11-01T00:00:00.000Z',
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  amount_minor: 2_400_000n,
  currency: 'EUR',
  close_date: '2026-12-20',
  category: 'best_case',
  owner_id: 'per_1',
  fields: {},
  owed: [],
  carried: {},
  revenue_kind: 'new',
  amount_measure: 'total_contract_value',
  frozen_rate: null,
  counted: true,
  next_step: null,
  wait_until: null,
  created_at: '2026-10-01T00:00:00.000Z',
}
