import { describe, expect, test } from 'vitest'
import { decideDeclaration, decideFieldChange } from './decide-declaration.ts'
import { checkFields, mergedFields, peopleIn } from './decide-fields.ts'
import type { FieldType, LibraryField } from './field.ts'

const field = (key: string, type: FieldType, subject: LibraryField['subject'] = 'deal'): LibraryField => ({
  key,
  subject,
  label: key[0]?.toUpperCase() + key.slice(1),
  type,
  options:
    type === 'choice'
      ? [
          { key: 'new', label: 'New' },
          { key: 'repeat', label: 'Repeat order' },
        ]
      : [],
})
const library = [
  field('note', 'text'),
  field('seats', 'number'),
  field('budget', 'money'),
  field('decision_date', 'date'),
  field('signed', 'boolean'),
  field('order_type', 'choice'),
  field('plan', 'link'),
  field('sponsor', 'person'),
  field('tier', 'text', 'account'),
]
const sponsor = 'per_0123456789abcdefghjkmnpqrs'
const check = (given: Record<string, unknown>) => checkFields(library, 'deal', given)
const faults = (given: Record<string, unknown>) => {
  const decision = check(given)
  return decision.ok ? 'accepted' : decision.refusal.details?.['errors']
}

test('values of every type are accepted as they are kept', () => {
  const given = {
    note: '  two lines\nof text ',
    seats: 250.5,
    budget: { amount: '240000.00', currency: 'EUR' },
    decision_date: '2026-11-24',
    signed: false,
    order_type: 'repeat',
    plan: 'https://example.com/plan?x=1',
    sponsor,
  }
  expect(check(given)).toEqual({ ok: true, value: { ...given, note: 'two lines\nof text' } })
})

test('null clears, whatever the type', () => {
  const given = Object.fromEntries(library.filter(({ subject }) => subject === 'deal').map(({ key }) => [key, null]))
  expect(check(given)).toEqual({ ok: true, value: given })
  expect(mergedFields({ seats: 3, note: 'x', signed: false }, { seats: null, note: 'y' })).toEqual({
    note: 'y',
    signed: false,
  })
})

describe('a value that does not fit says what would', () => {
  test.each([
    ['note', 5, 'Note: expected text'],
    ['note', '   ', 'Note: must not be empty'],
    ['note', 'a\u0000b', 'Note: must not hold control characters'],
    ['note', 'half \ud83d', 'Note: must not hold control characters'],
    ['note', 'x'.repeat(10_001), 'Note: at most 10000 characters'],
    ['seats', '12', 'Seats: expected a number such as 12.5'],
    ['seats', 1e300, 'Seats: larger than a field can hold'],
    ['budget', '1000 EUR', 'Budget: expected money such as { "amount": "240000.00", "currency": "EUR" }'],
    ['budget', { amount: '1,5', currency: 'EUR' }, 'Budget: amount: expected a decimal such as 240000.00'],
    ['budget', { amount: '1.5', currency: 'JPY' }, 'Budget: amount: more decimals than this currency has'],
    ['decision_date', '24.11.2026', 'Decision_date: expected a day such as 2026-11-24'],
    ['decision_date', '2026-02-30', 'Decision_date: expected a day such as 2026-11-24'],
    ['signed', 'yes', 'Signed: expected true or false'],
    ['order_type', 'Repeat order', 'Order_type: expected one of: new, repeat'],
    ['order_type', ['new'], 'Order_type: expected one of: new, repeat'],
    ['plan', 'javascript:alert(1)', 'Plan: expected an address that starts with https:// or http://'],
    ['sponsor', 'Dewi', 'Sponsor: expected an id that starts with per_'],
    ['seat', 5, 'The library has no field "seat" of the deal. Did you mean seats?'],
    ['constructor', 5, expect.stringContaining('The library has no field "constructor" of the deal.')],
  ])('%s = %j', (key, value, detail) =>
    expect(faults({ [key]: value })).toEqual([{ pointer: `/fields/${key}`, code: expect.any(String), detail }]),
  )

  test('a field of another subject is not one of the deal', () =>
    expect(faults({ tier: 'gold' })).toEqual([expect.objectContaining({ pointer: '/fields/tier', code: 'unknown' })]))

  test('all of them at once', () => {
    expect(faults({ seats: '1', note: 'fine', signed: 1 })).toHaveLength(2)
    expect(check({ seats: '1', signed: 1 })).toMatchObject({
      refusal: { code: 'fields-invalid', message: 'Seats: expected a number such as 12.5 (and 1 more)' },
    })
  })
})

test('the people that values name are told apart from other text', () =>
  expect(peopleIn(library, 'deal', { sponsor, note: sponsor, seats: 1 })).toEqual([
    { key: 'sponsor', person_id: sponsor },
  ]))

describe('declaring fields in the library', () => {
  test('what is there already is not added again, not even twice in one go', () => {
    const fresh = field('renewal_date', 'date')
    expect(decideDeclaration(library, [...library, fresh, fresh])).toEqual({ ok: true, value: [fresh] })
  })
  test('a key may stand once for each subject', () =>
    expect(decideDeclaration(library, [field('seats', 'text', 'account')])).toMatchObject({ ok: true }))
  test('a known field of another type is refused', () =>
    expect(decideDeclaration(library, [field('seats', 'text')])).toMatchObject({
      ok: false,
      refusal: { code: 'field-exists', message: expect.stringContaining('is of type number, not text') },
    }))
  test('an option that the library lacks is refused', () => {
    const wider = { ...field('order_type', 'choice'), options: [{ key: 'trial', label: 'Trial' }] }
    expect(decideDeclaration(library, [wider])).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining('has no option trial') },
    })
  })
})

describe('changing a field of the library', () => {
  const choice = field('order_type', 'choice')
  const [fresh, repeat] = [
    { key: 'new', label: 'New' },
    { key: 'repeat', label: 'Repeat order' },
  ]
  const trial = { key: 'trial', label: 'Trial' }
  test('a choice gets more options, in any order, and other labels', () =>
    expect(decideFieldChange(choice, { options: [trial, { ...repeat, label: 'Again' }, fresh] })).toMatchObject({
      ok: true,
      value: { label: choice.label, options: [trial, { key: 'repeat', label: 'Again' }, fresh] },
    }))
  test.each([
    ['loses an option', choice, [fresh], 'option-dropped'],
    ['gets one twice', choice, [fresh, repeat, fresh], 'option-twice'],
    ['is no choice', field('seats', 'number'), [fresh], 'field-not-choice'],
  ])('a field that %s is refused', (_, before, options, code) =>
    expect(decideFieldChange(before, { options })).toMatchObject({ ok: false, refusal: { code } }),
  )
})
