import { describe, expect, it } from 'vitest'
import { minorOf } from '../../values/money.ts'
import type { DealState, Owed } from '../ledger/index.ts'
import { type CheckedRequest, decideMove } from './decide-move.ts'
import { decideReopen } from './decide-reopen.ts'
import { decideReversal } from './decide-reversal.ts'
import { exampleDefinition, exampleSituation } from './example.ts'
import { splitGiven } from './given-values.ts'
import type { Gate } from './move.ts'
import { owedGates, owedOnArrival, stillOwed } from './owed.ts'
import { previewMove } from './preview-move.ts'
import { noActivities, type Situation } from './situation.ts'

const by = { actor: 'per_1', now: '2026-11-24T04:00:00.000Z', id: 'led_9' }
const link = (criterion: string) => ({ criterion, url: 'https://files.example/doc' })
const filled = { fields: { sponsor: 'Dewi', decision_date: '2026-12-01' } }

const decided = (situation: Situation, request: CheckedRequest) => decideMove(situation, request, by)
const refusalOf = (situation: Situation, request: CheckedRequest) => {
  const decision = decided(situation, request)
  if (decision.ok) throw new Error('it was accepted')
  return decision.refusal
}
const afterOf = (situation: Situation, request: CheckedRequest): DealState => {
  const decision = decided(situation, request)
  if (!decision.ok) throw new Error(decision.refusal.message)
  return decision.value.after
}
const unmetOf = (situation: Situation, request: CheckedRequest) =>
  (refusalOf(situation, request).details?.['gates'] as Gate[])
    .filter(({ satisfied }) => !satisfied)
    .map(({ key }) => key)

describe('A deal moves', () => {
  it('forward, when it has what the gate asks for', () => {
    const decision = decided(exampleSituation({ fields: { sponsor: 'Dewi' } }), { to_stage: 'proven', deal_version: 3 })
    expect(decision).toMatchObject({
      ok: true,
      value: {
        after: { stage: 'proven', version: 4, entered_stage_at: by.now, category: 'best_case' },
        move: { id: 'led_9', deal_version: 4, kind: 'moved', direction: 'forward', skipped: [], moved_by: 'per_1' },
      },
    })
  })

  it('with what is filled in and handed over on the way', () => {
    const situation = exampleSituation({ stage: 'proven' })
    const request = {
      to_stage: 'proposed',
      given: { own: { close_date: '2027-01-15' }, fields: { decision_date: '2026-12-01' } },
      evidence: [link('plan'), { criterion: 'buyer_met', held_on: '2026-11-20' }],
    }
    expect(afterOf(situation, request)).toMatchObject({
      close_date: '2027-01-15',
      fields: { decision_date: '2026-12-01' },
    })
  })

  it('back without passing any gate', () => {
    expect(decided(exampleSituation({ stage: 'proposed', fields: {} }), { to_stage: 'proven' })).toMatchObject({
      ok: true,
      value: { move: { direction: 'back', gates: [] } },
    })
  })

  it('over a stage, when a reason is given, and still through the gate of the stage left out', () => {
    const situation = exampleSituation()
    expect(refusalOf(situation, { to_stage: 'proposed' })).toMatchObject({ code: 'reason-required' })
    expect(unmetOf(situation, { to_stage: 'proposed', reason: 'Knows us' })).toEqual([
      'talked',
      'sponsor',
      'plan',
      'buyer_met',
      'fields.decision_date',
    ])
    const request = {
      to_stage: 'proposed',
      reason: 'Knows us',
      given: { own: {}, ...filled },
      evidence: [link('plan')],
    }
    expect(decided(situation, request)).toMatchObject({ ok: true, value: { move: { skipped: ['proven'] } } })
  })

  it('on with only advice unheeded', () => {
    const decision = decided(exampleSituation({ fields: { sponsor: 'Dewi' } }), { to_stage: 'proven' })
    const gates = decision.ok ? decision.value.move.gates : []
    expect(gates.find(({ key }) => key === 'talked')).toMatchObject({ level: 'advice', satisfied: false })
  })
})

describe('A move is refused', () => {
  const there = { given: { own: {}, ...filled }, evidence: [link('plan')] }
  it.each<[string, Partial<DealState>, CheckedRequest, string]>([
    ['when the deal is closed', { outcome: 'won' }, { to_stage: 'proven' }, 'deal-closed'],
    ['when it was decided on an old view', {}, { to_stage: 'proven', deal_version: 2 }, 'deal-changed'],
    ['to a stage of another pipeline', {}, { to_stage: 'verbal' }, 'stage-unknown'],
    ['to where the deal is', {}, { to_stage: 'wanted' }, 'stage-same'],
    ['that names no target', {}, {}, 'target-unclear'],
    ['that names two targets', {}, { to_stage: 'proven', outcome: 'won' }, 'target-unclear'],
    ['where the pipeline has no such way', { stage: 'proposed' }, { to_stage: 'wanted' }, 'transition-forbidden'],
    ['when it skips without a reason', {}, { to_stage: 'proposed', ...there }, 'reason-required'],
    ['when the gate is not met', {}, { to_stage: 'proven' }, 'gate-not-met'],
    [
      'when only a soft criterion is open and no reason is given',
      { stage: 'proven' },
      { to_stage: 'proposed', ...there },
      'gate-not-met',
    ],
    ['to lost without a reason', {}, { outcome: 'lost' }, 'reason-required'],
    [
      'to lost for a reason that is not listed',
      {},
      { outcome: 'lost', reason: 'they vanished' },
      'lost-reason-unknown',
    ],
    ['with evidence for an unknown criterion', {}, { to_stage: 'proven', evidence: [link('nda')] }, 'evidence-invalid'],
    [
      'with a link for what a rule decides',
      {},
      { to_stage: 'proven', evidence: [link('big_enough')] },
      'evidence-invalid',
    ],
    [
      'with a day for what wants a link',
      {},
      { to_stage: 'proven', evidence: [{ criterion: 'plan', held_on: '2026-11-01' }] },
      'evidence-invalid',
    ],
    [
      'with a link that leads nowhere on the web',
      {},
      { to_stage: 'proven', evidence: [{ criterion: 'plan', url: 'javascript:alert(1)' }] },
      'evidence-invalid',
    ],
    [
      'with a meeting that is yet to come',
      {},
      { to_stage: 'proven', evidence: [{ criterion: 'buyer_met', held_on: '2026-11-25' }] },
      'evidence-invalid',
    ],
  ])('%s', (_, deal, request, code) => {
    expect(refusalOf(exampleSituation(deal), request)).toMatchObject({
      code,
      message: expect.stringMatching(/^.{10,}$/s),
    })
  })

  it('with every criterion crossed, met or not, and what would satisfy it', () => {
    const { details, message } = refusalOf(exampleSituation({ amount_minor: 500_000n }), { to_stage: 'proven' })
    expect(message).toBe('Value proven needs 2 things: Worth the effort; Somebody wants it.')
    expect(details?.['gates']).toEqual([
      {
        key: 'big_enough',
        label: 'Worth the effort',
        kind: 'rule',
        level: 'hard',
        satisfied: false,
        excused_until: null,
        hint: 'Amount must be at least 10,000, and is 5,000.',
        field: null,
        stage: 'wanted',
        side: 'exit',
        because: ['Amount must be at least 10,000, and is 5,000'],
      },
      expect.objectContaining({ key: 'talked', level: 'advice' }),
      expect.objectContaining({
        key: 'sponsor',
        field: 'sponsor',
        stage: 'proven',
        side: 'entry',
        hint: 'Fill in Sponsor.',
      }),
    ])
  })

  it('and asks for the amount itself where a rule finds it empty', () => {
    const { details } = refusalOf(exampleSituation({ amount_minor: null }), { to_stage: 'proven' })
    expect((details?.['gates'] as Gate[])[0]).toMatchObject({ field: 'amount', because: ['Amount is empty'] })
  })

  it('compares amounts in the currency of the workspace', () => {
    const rupiah = { currency: 'IDR', fields: { sponsor: 'Dewi' } }
    expect(
      unmetOf(exampleSituation({ ...rupiah, amount_minor: minorOf({ amount: '160000000', currency: 'IDR' }) }), {
        to_stage: 'proven',
      }),
    ).toContain('big_enough')
    expect(
      decided(exampleSituation({ ...rupiah, amount_minor: minorOf({ amount: '170000000', currency: 'IDR' }) }), {
        to_stage: 'proven',
      }).ok,
    ).toBe(true)
  })

  it('when an amount comes from line items', () => {
    const amounts = { total_contract_value: 1n, annual: 1n, first_year: 1n }
    const situation = exampleSituation(
      {},
      { line_items: { one_time: 1, recurring: 0, products: ['a'], amounts, each: [] } },
    )
    const own = { amount: { amount: '5.00', currency: 'EUR' } }
    expect(refusalOf(situation, { to_stage: 'proven', given: { own, fields: {} } })).toMatchObject({
      code: 'amount-computed',
    })
  })
})

describe('A meeting counts', () => {
  const ready = { stage: 'proven', fields: { decision_date: '2026-12-01' } }
  const request = { to_stage: 'proposed', evidence: [link('plan')] }
  it('when it was held for the criterion', () => {
    const held = { ...noActivities, meetings: 1, met_for: ['buyer_met'] }
    expect(decided(exampleSituation(ready, { activities: held }), request).ok).toBe(true)
  })
  it('not when it was about something else', () => {
    const other = { ...noActivities, meetings: 3 }
    expect(unmetOf(exampleSituation(ready, { activities: other }), request)).toEqual(['buyer_met'])
  })
  it('or is excused by a reason, being soft', () => {
    expect(decided(exampleSituation(ready), { ...request, reason: 'Met at a fair' }).ok).toBe(true)
  })
})

describe('A deal is won', () => {
  const last = { stage: 'agreed', fields: { decision_date: '2026-12-01' } }
  it('from the last stage, with what winning asks for', () => {
    expect(unmetOf(exampleSituation(last), { outcome: 'won' })).toEqual(['signed'])
    expect(afterOf(exampleSituation(last), { outcome: 'won', evidence: [link('signed')] })).toMatchObject({
      outcome: 'won',
      category: 'closed',
      closed_at: by.now,
      stage: 'agreed',
    })
  })
  it('from an earlier stage through every gate between, with a reason', () => {
    expect(refusalOf(exampleSituation(), { outcome: 'won' })).toMatchObject({ code: 'reason-required' })
    expect(unmetOf(exampleSituation(), { outcome: 'won', reason: 'A card payment' })).toEqual([
      'talked',
      'sponsor',
      'plan',
      'buyer_met',
      'signed',
      'fields.decision_date',
    ])
  })
  it('but not without the account having what the last stages require', () => {
    const account = { name: 'Acme', domain: null, country: null, kind: 'customer', fields: {} }
    const { details } = refusalOf(exampleSituation(last, { account }), { outcome: 'won', evidence: [link('signed')] })
    expect((details?.['gates'] as Gate[]).find(({ satisfied }) => !satisfied)).toMatchObject({
      key: 'account.fields.industry',
      field: null,
      hint: 'Fill in Industry on the account.',
    })
  })
})

describe('A deal is lost', () => {
  it('from anywhere, through no gate, for a reason of its pipeline', () => {
    expect(afterOf(exampleSituation(), { outcome: 'lost', reason: 'price' })).toMatchObject({
      outcome: 'lost',
      outcome_reason: 'price',
      category: 'omitted',
    })
  })
})

describe('What is owed', () => {
  const beyond = exampleSituation({ stage: 'proposed', fields: { sponsor: 'Dewi' } })
  const owed: Owed[] = [
    { key: 'plan', label: 'Plan to decide', stage: 'proven' },
    { key: 'buyer_met', label: 'Met the buyer', stage: 'proven' },
    { key: 'fields.decision_date', label: 'Decision date', stage: 'proposed' },
  ]
  it('by a deal that arrives beyond its gates is what it does not have', () => {
    expect(owedOnArrival(beyond, by.now)).toEqual(owed)
  })
  it('is nothing for a deal that begins, or that is closed', () => {
    expect(owedOnArrival(exampleSituation(), by.now)).toEqual([])
    expect(owedOnArrival(exampleSituation({ stage: 'proposed', outcome: 'lost' }), by.now)).toEqual([])
  })
  it('falls due at the next move forward', () => {
    const situation = { ...beyond, deal: { ...beyond.deal, owed } }
    expect(unmetOf(situation, { to_stage: 'agreed' })).toEqual(['fields.decision_date', 'plan', 'buyer_met'])
    const given = { own: {}, fields: { decision_date: '2026-12-01' } }
    expect(afterOf(situation, { to_stage: 'agreed', given, evidence: [link('plan')], reason: 'Met' })).toMatchObject({
      owed: [],
    })
  })
  it('drops off once it is met', () => {
    const evidence = [{ criterion: 'plan', kind: 'link' as const, url: 'https://a.example', held_on: null }]
    const situation = { ...beyond, evidence, deal: { ...beyond.deal, owed } }
    expect(stillOwed(situation, by.now).map(({ key }) => key)).toEqual(['buyer_met', 'fields.decision_date'])
    expect(owedGates(situation, by.now).map(({ key }) => key)).toEqual(['buyer_met', 'fields.decision_date'])
  })
  it('drops off where it lies ahead again after going back', () => {
    const situation = { ...beyond, deal: { ...beyond.deal, owed } }
    expect(afterOf(situation, { to_stage: 'proven' })).toMatchObject({ stage: 'proven', owed: [] })
  })
  it('does not keep a deal from being lost', () => {
    const situation = { ...beyond, deal: { ...beyond.deal, owed } }
    expect(afterOf(situation, { outcome: 'lost', reason: 'price' })).toMatchObject({ outcome: 'lost', owed })
  })
})

describe('A preview', () => {
  it('answers what a move would, and lists the gates either way', () => {
    expect(previewMove(exampleSituation(), { to_stage: 'proven' }, by.now)).toMatchObject({
      allowed: false,
      code: 'gate-not-met',
      gates: [{ key: 'big_enough', satisfied: true }, { key: 'talked' }, { key: 'sponsor', satisfied: false }],
    })
    const ready = exampleSituation({ fields: { sponsor: 'Dewi' } })
    expect(previewMove(ready, { to_stage: 'proven' }, by.now)).toMatchObject({ allowed: true, code: null })
  })
  it('lists the gates of a skip that still wants its reason', () => {
    const preview = previewMove(exampleSituation(), { to_stage: 'proposed' }, by.now)
    expect(preview).toMatchObject({ allowed: false, code: 'reason-required' })
    expect(preview.gates.map(({ key }) => key)).toContain('plan')
  })
})

describe('A closed deal is reopened', () => {
  const won = { outcome: 'won' as const, category: 'closed' as const, closed_at: by.now, stage: 'agreed' }
  const situation = { ...exampleSituation(won), category_before: 'commit' as const }
  it('with a reason, in its stage, and with the call it had before', () => {
    expect(decideReopen(situation, {}, by)).toMatchObject({ refusal: { code: 'reason-required' } })
    expect(decideReopen(situation, { reason: 'Signed by the wrong entity' }, by)).toMatchObject({
      value: { after: { outcome: null, closed_at: null, category: 'commit', stage: 'agreed', version: 4 } },
    })
  })
  it.each([
    ['not when it is open', exampleSituation(), 'deal-open'],
    ['not when it went elsewhere', exampleSituation({ outcome: 'transferred' }), 'reopen-forbidden'],
    [
      'not where the pipeline forbids it',
      exampleSituation(won, { definition: exampleDefinition({ transitions: { reopen: 'forbidden' } }) }),
      'reopen-forbidden',
    ],
  ])('%s', (_, closed, code) => {
    expect(decideReopen({ ...closed, category_before: 'commit' }, { reason: 'x' }, by)).toMatchObject({
      refusal: { code },
    })
  })
})

describe('A move is undone', () => {
  const before = exampleSituation().deal
  const now: DealState = {
    ...before,
    version: 4,
    stage: 'proven',
    entered_stage_at: by.now,
    fields: { sponsor: 'Dewi' },
  }
  const step = { id: 'led_4', version: 4, kind: 'moved' as const, by: 'per_1' }
  const undo = (change: object) =>
    decideReversal({ deal: now, definition: exampleDefinition(), before, step, ...change }, by)
  it('by whoever made it: the stay goes on as if it had never been left, and what was filled in stays', () => {
    expect(undo({})).toMatchObject({
      value: {
        after: { stage: 'wanted', entered_stage_at: before.entered_stage_at, version: 5, fields: { sponsor: 'Dewi' } },
        move: { kind: 'reversed', reversal_of: 'led_4', direction: 'back' },
      },
    })
  })
  it.each([
    ['not by somebody else', { step: { ...step, by: 'per_2' } }, 'reversal-not-yours'],
    ['not once the deal has changed', { step: { ...step, version: 3 } }, 'reversal-too-late'],
    ['not when it was an edit', { step: { ...step, kind: 'edited' } }, 'reversal-forbidden'],
  ])('%s', (_, change, code) => {
    expect(undo(change)).toMatchObject({ refusal: { code } })
  })
})

describe('Values that come with a move', () => {
  it('are the deal’s own, and those of the library', () => {
    expect(splitGiven({ close_date: '2026-12-20', sponsor: 'Dewi' })).toEqual({
      ok: true,
      value: { own: { close_date: '2026-12-20' }, rest: { sponsor: 'Dewi' } },
    })
  })
  it.each([
    ['a day that does not exist', { close_date: '2026-02-30' }, '/fields/close_date'],
    ['an amount that is no amount', { amount: 5 }, '/fields/amount'],
    ['an owner, who is not changed by moving', { owner: 'per_2' }, '/fields/owner'],
  ])('but not %s', (_, given, pointer) => {
    expect(splitGiven(given)).toMatchObject({ refusal: { code: 'fields-invalid', details: { errors: [{ pointer }] } } })
  })
})
