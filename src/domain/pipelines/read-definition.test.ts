import { describe, expect, it } from 'vitest'
import type { LibraryField } from './field.ts'
import type { Finding } from './finding.ts'
import { readDefinition } from './read-definition.ts'

const file = `key: trade
name: Trade
charter:
  motion: Shops order from a catalogue
  buyer: A shop owner
  entry_rule: A shop asks for an offer
  won_means: A signed order
  lost_means: The shop orders elsewhere
  owner: Head of trade
  review_every_days: 90
  reason_to_be_separate: Two weeks instead of two quarters
revenue_kind: new
fields:
  - { key: shop_type, label: Type of shop, type: choice, required_from: agreed, options: [{ key: small, label: Small }] }
  - { key: region }
stages:
  - key: wanted
    name: Shop wants an offer
    phase: qualify
    exit:
      - { key: has_amount, label: Amount is known, level: hard, kind: rule, rule: deal.amount > 0 }
  - key: agreed
    name: Terms agreed
    phase: propose
    to: [signing]
    exit:
      - { key: offer, label: Offer, level: soft, kind: link }
  - key: signing
    name: Order being signed
    phase: negotiate
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`
const library: LibraryField[] = [
  { key: 'region', subject: 'deal', label: 'Region', type: 'choice', options: [{ key: 'asia', label: 'Asia' }] },
  { key: 'seats', subject: 'deal', label: 'Seats', type: 'number', options: [] },
]

const findingsIn = (text: string, known = library): Finding[] => {
  const read = readDefinition({ text, file: 'trade.yaml' }, known)
  return read.ok ? [] : (read.refusal.details?.['findings'] as Finding[])
}
const changed = (from: string, to: string) => {
  if (!file.includes(from)) throw new Error(`the file has no ${from}`)
  return file.replace(from, to)
}

describe('A definition file that is in order', () => {
  it('is read, with what it leaves out filled in', () => {
    const read = readDefinition({ text: file }, library)
    expect(read).toMatchObject({
      ok: true,
      value: {
        definition: {
          amount_measure: 'total_contract_value',
          forecast: { period: 'quarterly' },
          transitions: { skip: 'reason', back: 'allowed', reopen: 'reason' },
          fields: [{ subject: 'deal' }, {}],
        },
        warnings: [],
      },
    })
  })

  it('may also arrive as JSON, as text or as a value', () => {
    const read = readDefinition({ text: file }, library)
    if (!read.ok) throw new Error(read.refusal.message)
    const { definition } = read.value
    expect(readDefinition({ text: JSON.stringify(definition) }, library)).toEqual(read)
    expect(readDefinition({ value: definition }, library)).toEqual(read)
  })

  it('may have phases in an order of its own, and says so', () => {
    const read = readDefinition(
      { text: changed('phase: propose', 'phase: negotiate').replace(/negotiate\noutcomes/, 'evaluate\noutcomes') },
      library,
    )
    expect(read).toMatchObject({
      ok: true,
      value: { warnings: [{ path: 'stages[2].phase', message: expect.stringContaining('Order being signed') }] },
    })
  })
})

describe('A fault is reported with its line and what would put it right', () => {
  it.each([
    [
      'a typo in a rule',
      'deal.amount > 0',
      'deal.amuont > 0',
      'amuont',
      'stages[0].exit[0].rule',
      /has no amuont/,
      /amount\?/,
    ],
    [
      'a rule over a field that is not used',
      'deal.amount > 0',
      'deal.fields.seats > 0',
      'fields.seats',
      'stages[0].exit[0].rule',
      /has no seats/,
      /region/,
    ],
    [
      'a stage that a rule mistypes',
      'deal.amount > 0',
      "deal.stage == 'propsed'",
      'propsed',
      'stages[0].exit[0].rule',
      /Stage is never/,
      /Did you mean|There are/,
    ],
    [
      'a role that no contact has',
      'deal.amount > 0',
      '"deal.people.exists(p, p.role == \'champoin\')"',
      'champoin',
      'stages[0].exit[0].rule',
      /Role is never "champoin"/,
      /Did you mean champion\?/,
    ],
    [
      'a mistyped part of a contact',
      'deal.amount > 0',
      '"deal.people.exists(p, p.titel != \'\')"',
      'titel',
      'stages[0].exit[0].rule',
      /p has no titel/,
      /Did you mean title\?/,
    ],
    [
      'evidence that nothing asks for',
      'deal.amount > 0',
      'deal.evidence.sigend',
      'sigend',
      'stages[0].exit[0].rule',
      /deal.evidence has no sigend/,
      /./,
    ],
    [
      'text where a number belongs',
      'deal.amount > 0',
      '"deal.amount > \'a\'"',
      "'a'",
      'stages[0].exit[0].rule',
      /do not go together/,
      /Compare/,
    ],
    ['a missing charter', /charter:\n( .*\n)+/, '', 'key: trade', 'charter', /charter is missing/, /Add it/],
    [
      'a charter without review',
      '  review_every_days: 90\n',
      '',
      'charter:',
      'charter.review_every_days',
      /missing/,
      /reviewed/,
    ],
    [
      'a review on no day of the calendar',
      'review_every_days: 90',
      'review_on: 2027-02-30',
      '02-30',
      'charter.review_on',
      /day/,
      /./,
    ],
    ['no outcome', /outcomes:\n( .*\n)+/, '', 'key: trade', 'outcomes', /missing/, /Add it/],
    [
      'no reasons to lose',
      '[{ key: price, label: Price }]',
      '[]',
      'reasons: []',
      'outcomes.lost.reasons',
      /at least one reason/,
      /./,
    ],
    [
      'a stage that does not exist',
      'to: [signing]',
      'to: [signin]',
      'to: [signin]',
      'stages[1].to[0]',
      /no stage signin/,
      /signing\?/,
    ],
    ['a stage twice', 'key: agreed', 'key: wanted', 'key: wanted', 'stages[1].key', /used twice/, /another/],
    [
      'a criterion twice',
      'key: offer',
      'key: has_amount',
      'label: Offer',
      'stages[1].exit[0].key',
      /used twice/,
      /another/,
    ],
    [
      'a mistyped key',
      'phase: qualify',
      'phase: qualify\n    hlep: x',
      'hlep',
      'stages[0].hlep',
      /not a key/,
      /help\?/,
    ],
    [
      'a key of another kind of criterion',
      'kind: link',
      'kind: link, rul: region',
      'rul: region',
      'stages[1].exit[0].rul',
      /not a key/,
      /rule\?/,
    ],
    [
      'an unknown phase',
      'phase: qualify',
      'phase: discovery',
      'phase: discovery',
      'stages[0].phase',
      /"discovery".*qualify/,
      /./,
    ],
    [
      'a kind that is not there yet',
      'kind: link',
      'kind: survey',
      'survey',
      'stages[1].exit[0].kind',
      /rule, field, link, meeting/,
      /link/,
    ],
    [
      'a required field from nowhere',
      'required_from: agreed',
      'required_from: agred',
      'agred',
      'fields[0].required_from',
      /no stage agred/,
      /agreed\?/,
    ],
    [
      'a field the library does not have',
      '{ key: region }',
      '{ key: regoin }',
      'regoin',
      'fields[1].key',
      /no field regoin/,
      /label and type/,
    ],
    [
      'a field of another type',
      '{ key: region }',
      '{ key: region, label: Region, type: text }',
      'key: region',
      'fields[1].type',
      /type choice/,
      /another key/,
    ],
    [
      'a name every deal has',
      '{ key: region }',
      '{ key: amount, label: Sum, type: money }',
      'key: amount',
      'fields[1].key',
      /of its own/,
      /another key/,
    ],
    [
      'a word of the rule language',
      '{ key: region }',
      '{ key: in, label: In, type: text }',
      'key: in',
      'fields[1].key',
      /rule language/,
      /./,
    ],
    [
      'limits the wrong way round',
      'phase: negotiate',
      'phase: negotiate\n    expected_days: 9\n    maximum_days: 3',
      'maximum_days: 3',
      'stages[2].maximum_days',
      /shorter/,
      /./,
    ],
    ['a key twice', 'name: Trade\n', 'name: Trade\nname: Shops\n', 'name: Shops', '', /twice/, /one of the two/],
    ['broken YAML', 'name: Trade\n', 'name: Trade: x\n', 'Trade: x', '', /not readable YAML/, /quotes/],
  ] as const)('%s', (_, from, to, shown, path, message, remedy) => {
    const text = typeof from === 'string' ? changed(from, to) : file.replace(from, to)
    const found = findingsIn(text)
    const finding = found.find((one) => one.path === path)
    expect(finding, JSON.stringify(found)).toMatchObject({ file: 'trade.yaml', path })
    expect(finding?.message).toMatch(message)
    expect(finding?.remedy).toMatch(remedy)
    expect(text.split('\n')[(finding?.line ?? 0) - 1]).toContain(shown)
    expect(finding?.column).toBeGreaterThan(0)
  })

  it('names a stage that no way leads to', () => {
    const text = changed('stages:', 'transitions: { back: forbidden }\nstages:')
      .replace('    to: [signing]\n', '')
      .replace('phase: qualify', 'phase: qualify\n    to: [signing]')
    const message = expect.stringContaining('No way leads to Terms agreed from Shop wants an offer')
    expect(findingsIn(text)).toMatchObject([{ path: 'stages[1]', message }])
  })

  it('names a stage from which no deal can be won', () => {
    const text = changed('transferred:', 'won: { from: [agreed] }\n  transferred:').replace(
      'phase: negotiate',
      'phase: negotiate\n    to: []',
    )
    expect(findingsIn(text)).toMatchObject([
      { path: 'stages[2]', message: expect.stringContaining('No deal can be won') },
    ])
  })

  it('reports everything at once, faults of form and of meaning', () => {
    const text = changed('phase: qualify', 'phase: qualify\n    hlep: x')
      .replace('deal.amount > 0', 'deal.amuont > 0')
      .replace('to: [signing]', 'to: [signin]')
      .replace('  buyer: A shop owner\n', '')
    expect(findingsIn(text).map(({ path }) => path)).toEqual([
      'charter.buyer',
      'stages[0].hlep',
      'stages[1].to[0]',
      'stages[1]',
      'stages[0].exit[0].rule',
    ])
  })
})
