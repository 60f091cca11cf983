import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../stats/random.ts'
import { happenings, type ReasonKind } from './agenda.ts'
import { type AgendaFact, agendaOf, mostRisks } from './order.ts'

const today = '2026-11-30'
const ana = { id: 'per_ana', name: 'Ana' }
const budi = { id: 'per_budi', name: 'Budi' }
const quiet: AgendaFact = {
  deal_id: 'deal_0',
  number: 1n,
  person: ana,
  open: true,
  happened: null,
  left_over: false,
  close_date: '2026-12-31',
  stuck_days: null,
  overdue_since: null,
  variance: 0,
  worth: 100n,
}
const deal = (id: number, more: Partial<AgendaFact>): AgendaFact => ({
  ...quiet,
  deal_id: `deal_${id}`,
  number: BigInt(id),
  ...more,
})
const drawn = (facts: AgendaFact[], most = 1000) => agendaOf(facts, { today, most })
const ids = (facts: AgendaFact[]) => drawn(facts).deals.map(({ deal_id }) => deal_id)
const kindsOf = (fact: Partial<AgendaFact>) =>
  drawn([deal(1, fact)]).deals.flatMap(({ reasons }) => reasons.map(({ kind }) => kind))

describe('a deal is on the agenda', () => {
  test.each([
    ['not at all where nothing happened', {}, []],
    ['when somebody did something to it', { happened: 'pushed_out' }, ['changed']],
    ['from the day after its close date on', { close_date: '2026-11-29' }, ['close_date_passed']],
    ['not on its close date', { close_date: '2026-11-30' }, []],
    ['when it is stuck', { stuck_days: 40 }, ['stuck']],
    ['when its next step is overdue', { overdue_since: '2026-11-27' }, ['next_step_overdue']],
    ['when it carries the risk', { variance: 5 }, ['risk']],
    ['when nobody came to it last time', { left_over: true }, ['left_over']],
    ['once it is closed only for having been closed', { open: false, happened: 'lost', stuck_days: 9 }, ['changed']],
    ['no more when it was closed before', { open: false, left_over: true, variance: 5 }, []],
    [
      'once, with all of its reasons',
      { left_over: true, happened: 'amount_up', close_date: '2026-11-01', stuck_days: 3, variance: 1 },
      ['left_over', 'changed', 'close_date_passed', 'stuck', 'risk'],
    ],
  ] as const)('%s', (_, fact, kinds) => expect(kindsOf(fact)).toEqual(kinds))

  test('with how late it is, in whole days', () => {
    const [only] = drawn([deal(1, { close_date: '2026-11-23', overdue_since: '2026-10-31', stuck_days: 44 })]).deals
    expect(only?.reasons.map(({ days }) => days)).toEqual([7, 44, 30])
  })

  test('as a risk with its part of the variance, and only the ten that carry most', () => {
    const facts = Array.from({ length: 14 }, (_, i) => deal(i + 1, { variance: i + 1 }))
    const { deals, quiet } = drawn(facts)
    expect(deals).toHaveLength(mostRisks)
    expect(quiet).toBe(4)
    const share = deals.find(({ deal_id }) => deal_id === 'deal_14')?.reasons[0]?.share
    expect(share).toBeCloseTo(14 / 105, 12)
  })
})

describe('deals are walked through', () => {
  test('person by person, and what is nobody’s comes last', () =>
    expect(
      ids([
        deal(1, { person: null, left_over: true }),
        deal(2, { person: budi, left_over: true }),
        deal(3, { variance: 1 }),
      ]),
    ).toEqual(['deal_3', 'deal_2', 'deal_1']))

  test('what was left over first, then what changed, what is late, and what carries the risk', () =>
    expect(
      ids([
        deal(1, { variance: 1, worth: 900n }),
        deal(2, { overdue_since: '2026-11-01', worth: 800n }),
        deal(3, { happened: 'new', worth: 700n }),
        deal(4, { left_over: true, worth: 1n }),
        deal(5, { stuck_days: 3, worth: 850n }),
      ]),
    ).toEqual(['deal_4', 'deal_3', 'deal_5', 'deal_2', 'deal_1']))

  test('the largest first, and of equals the older', () =>
    expect(
      ids([
        deal(3, { stuck_days: 1, worth: 5n }),
        deal(2, { stuck_days: 1, worth: 5n }),
        deal(9, { stuck_days: 1, worth: 6n }),
      ]),
    ).toEqual(['deal_9', 'deal_2', 'deal_3']))

  test('and where they are too many, the least are left out, whoever’s they are', () => {
    const facts = [
      deal(1, { person: ana, variance: 1, worth: 1_000n }),
      deal(2, { person: budi, happened: 'new', worth: 1n }),
      deal(3, { person: budi, stuck_days: 4, worth: 2n }),
    ]
    const { deals, left_out } = drawn(facts, 2)
    expect(deals.map(({ deal_id }) => deal_id)).toEqual(['deal_2', 'deal_3'])
    expect(left_out).toBe(1)
  })
})

/** The same by the words of the rule, one deal after the other and without a sort. */
function slowly(facts: readonly AgendaFact[]): { id: string; kinds: ReasonKind[] }[] {
  const risks = new Set<string>()
  for (let n = 0; n < 10; n++) {
    let best: AgendaFact | undefined
    for (const one of facts) {
      if (!one.open || one.variance <= 0 || risks.has(one.deal_id)) continue
      if (!best || one.variance > best.variance || (one.variance === best.variance && one.number < best.number))
        best = one
    }
    if (best) risks.add(best.deal_id)
  }
  const listed = facts.flatMap((one) => {
    const kinds: ReasonKind[] = []
    if (one.open && one.left_over) kinds.push('left_over')
    if (one.happened) kinds.push('changed')
    if (one.open && one.close_date && one.close_date < today) kinds.push('close_date_passed')
    if (one.open && one.stuck_days !== null) kinds.push('stuck')
    if (one.open && one.overdue_since && one.overdue_since < today) kinds.push('next_step_overdue')
    if (risks.has(one.deal_id)) kinds.push('risk')
    return kinds.length === 0 ? [] : [{ one, kinds }]
  })
  const tier = (kind: ReasonKind | undefined) =>
    kind === 'left_over' ? 'a' : kind === 'changed' ? 'b' : kind === 'risk' ? 'd' : 'c'
  const keyOf = ({ one, kinds }: (typeof listed)[number]) =>
    [
      one.person ? `0${one.person.name}` : '1',
      tier(kinds[0]),
      String(10n ** 9n - one.worth).padStart(12, '0'),
      String(one.number).padStart(6, '0'),
    ].join('|')
  const order: { id: string; kinds: ReasonKind[] }[] = []
  const left = new Set(listed)
  while (left.size > 0) {
    let first: (typeof listed)[number] | undefined
    for (const one of left) if (!first || keyOf(one) < keyOf(first)) first = one
    if (!first) break
    left.delete(first)
    order.push({ id: first.one.deal_id, kinds: first.kinds })
  }
  return order
}

test('of a thousand companies at random every agenda is what the rule says word by word', () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const random = randomFrom(seed)
    const facts = Array.from({ length: random.below(40) }, (_, i) =>
      deal(i + 1, {
        person: random.chance(0.1) ? null : random.pick([ana, budi]),
        open: random.chance(0.8),
        happened: random.chance(0.3) ? random.pick(happenings) : null,
        left_over: random.chance(0.1),
        close_date: random.pick(['2026-11-29', '2026-11-30', '2026-12-01', null]),
        stuck_days: random.chance(0.2) ? random.below(90) : null,
        overdue_since: random.pick([null, null, '2026-11-15', '2026-11-30']),
        variance: random.chance(0.5) ? random.below(5) : 0,
        worth: BigInt(random.below(6)),
      }),
    )
    const { deals } = drawn(facts)
    const said = deals.map(({ deal_id, reasons }) => ({ id: deal_id, kinds: reasons.map(({ kind }) => kind) }))
    expect(said, `seed ${seed}`).toEqual(slowly(facts))
    expect(new Set(said.map(({ id }) => id)).size).toBe(said.length)
  }
})
