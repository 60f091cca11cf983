import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { randomFrom } from '../../stats/random.ts'
import { armOf, evenly } from './arm-of.ts'
import { compareArms, type SentDeal } from './compare-arms.ts'
import { decideEnd, decideStart } from './decide-pilot.ts'
import type { Arm, StopRule } from './pilot.ts'
import { namedPilot, nameBefore, pilotKey, renamedFile } from './pilot-file.ts'

describe('which way a deal goes', () => {
  const pilot = { id: 'plt_1', pipeline_id: 'a', pilot_pipeline_id: 'b', share: 0.3, members: null }

  it('is always the same for the same deal, and as many go the new way as was said', () => {
    const deals = Array.from({ length: 20_000 }, (_, i) => ({ id: `deal_01k8a${i}`, owner_id: 'per_1' }))
    const taken = deals.filter((deal) => armOf(pilot, deal) === 'pilot')
    expect(deals.filter((deal) => armOf(pilot, deal) === 'pilot')).toEqual(taken)
    // Four standard errors of a share of 0.3 among 20,000 are 0.013.
    expect(Math.abs(taken.length / deals.length - 0.3)).toBeLessThan(0.013)
  })

  it('does not hang on what other pilots did with it', () => {
    const both = Array.from({ length: 10_000 }, (_, i) => [evenly(`plt_1 d${i}`) < 0.5, evenly(`plt_2 d${i}`) < 0.5])
    const agree = both.filter(([first, second]) => first === second).length
    expect(Math.abs(agree / both.length - 0.5)).toBeLessThan(0.02)
  })

  it('is said by its owner where a team tries it', () => {
    const team = { ...pilot, share: null, members: ['per_ayu'] }
    expect(armOf(team, { id: 'deal_1', owner_id: 'per_ayu' })).toBe('pilot')
    expect(armOf(team, { id: 'deal_1', owner_id: 'per_bima' })).toBe('rest')
  })
})

const phases = { pilot: new Set(['qualify', 'propose']), rest: new Set(['qualify', 'evaluate', 'propose']) }
const many = (arm: Arm, n: number, won: number, more: Partial<SentDeal> = {}): SentDeal[] =>
  Array.from({ length: n }, (_, i) => ({ arm, phases: ['qualify'], outcome: i < won ? 'won' : null, ...more }))
const compare = (deals: SentDeal[], stop_rule: StopRule | null = null) =>
  compareArms({ deals, phases, drawn_by_lot: true, stop_rule, as_of: '2026-12-01T00:00:00.000Z' })
const figure = (deals: SentDeal[], key: string) => compare(deals).figures.find((one) => one.figure === key)

describe('the comparison of a pilot', () => {
  it('counts of all deals that were sent a way, with intervals', () => {
    expect(figure([...many('pilot', 40, 20), ...many('rest', 100, 20)], 'won')).toMatchObject({
      pilot: { count: 20, n: 40, share: 0.5, low: expect.closeTo(0.352, 3), high: expect.closeTo(0.648, 3) },
      rest: { count: 20, n: 100, share: 0.2 },
      difference: { estimate: 0.3, low: expect.closeTo(0.127, 3), high: expect.closeTo(0.462, 3) },
      verdict: 'higher',
    })
  })

  it.each([
    ['of 19 deals', [...many('pilot', 19, 15), ...many('rest', 100, 10)], 'too_few'],
    ['where next to nothing was won yet', [...many('pilot', 60, 3), ...many('rest', 60, 1)], 'too_few'],
    ['of a difference that may be chance', [...many('pilot', 30, 9), ...many('rest', 30, 7)], 'unclear'],
    ['of one that is hardly chance', [...many('pilot', 100, 5), ...many('rest', 100, 30)], 'lower'],
  ] as const)('has a word for what can be said %s', (_, deals, verdict) => {
    expect(figure([...deals], 'won')?.verdict).toBe(verdict)
  })

  it('compares phases that both have, and says what it does not compare and why', () => {
    const { figures, not_compared } = compare(many('pilot', 30, 0, { phases: ['qualify', 'propose'] }))
    expect(figures.map((one) => one.figure)).toEqual(['propose', 'won', 'lost'])
    expect(figures[0]?.pilot).toMatchObject({ count: 30, n: 30 })
    expect(not_compared.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['evaluate', 'stages', 'win rate of closed deals', 'days to win', 'amounts']),
    )
  })

  it('leaves out what was never an opportunity of its own, on both sides, and says how many', () => {
    const { deals, void: gone } = compare([...many('pilot', 3, 0, { outcome: 'void' }), ...many('pilot', 30, 1)])
    expect([deals, gone]).toEqual([
      { pilot: 30, rest: 0 },
      { pilot: 3, rest: 0 },
    ])
  })

  it('says of chance alone that it is higher or lower in about one of twenty', () => {
    const random = randomFrom(20_261_130)
    const drawn = (arm: Arm) => many(arm, 150, Array.from({ length: 150 }).filter(() => random.chance(0.25)).length)
    const said = Array.from({ length: 400 }, () => figure([...drawn('pilot'), ...drawn('rest')], 'won')?.verdict)
    const wrong = said.filter((verdict) => verdict !== 'unclear').length / said.length
    expect(wrong).toBeGreaterThan(0.01)
    expect(wrong).toBeLessThan(0.09)
  })
})

describe('a stop rule', () => {
  const rule: StopRule = { figure: 'won', worse_by: 0.05, least: 50 }

  it.each([
    ['before so many deals went each way as it says', [...many('pilot', 49, 0), ...many('rest', 300, 150)], false],
    ['where the pilot wins much less', [...many('pilot', 100, 5), ...many('rest', 100, 50)], true],
    ['where it wins somewhat less, which may be chance', [...many('pilot', 100, 18), ...many('rest', 100, 30)], false],
    ['where it wins more', [...many('pilot', 100, 50), ...many('rest', 100, 5)], false],
  ] as const)('%s', (_, deals, met) => {
    expect(compare([...deals], rule).stop?.met).toBe(met)
  })

  it('looks the other way at what is lost', () => {
    const lost = (arm: Arm, n: number, k: number) =>
      Array.from({ length: n }, (_, i): SentDeal => ({ arm, phases: [], outcome: i < k ? 'lost' : null }))
    const losing = { ...rule, figure: 'lost' as const }
    expect(compare([...lost('pilot', 100, 60), ...lost('rest', 100, 10)], losing).stop?.met).toBe(true)
    expect(compare([...lost('pilot', 100, 10), ...lost('rest', 100, 60)], losing).stop?.met).toBe(false)
  })

  it('looked at every day for half a year stops a pilot that is no worse in less than one of a hundred', () => {
    const random = randomFrom(7)
    const stopped = Array.from({ length: 150 }).filter(() => {
      const deals: SentDeal[] = []
      for (let day = 0; day < 120; day++) {
        for (const arm of ['pilot', 'rest'] as const)
          deals.push({ arm, phases: [], outcome: random.chance(0.3) ? 'won' : null })
        if (compare(deals, { ...rule, worse_by: 0 }).stop?.met) return true
      }
      return false
    }).length
    expect(stopped).toBeLessThanOrEqual(2)
  })
})

const way = (id: string, lifecycle = 'active') => ({ id, name: id, lifecycle })
const days = { today: '2026-11-30', ends_on: '2027-02-28' }

describe('a pilot may start', () => {
  it.each([
    ['beside a pipeline that takes new deals', way('a'), way('b'), [], days, 'ok'],
    ['not beside one that takes none', way('a', 'sunset'), way('b'), [], days, 'pipeline-not-active'],
    ['not with one that takes none', way('a'), way('b', 'archived'), [], days, 'pipeline-not-active'],
    ['not beside itself', way('a'), way('a'), [], days, 'pilot-same'],
    ['not while another divides the same deals', way('a'), way('b'), ['a'], days, 'pilot-running'],
    ['not to end today', way('a'), null, [], { ...days, ends_on: '2026-11-30' }, 'pilot-end'],
    ['not for ever', way('a'), null, [], { ...days, ends_on: '2036-11-30' }, 'pilot-end'],
  ] as const)('%s', (_, rest, pilot, busy, when, code) => {
    const decision = decideStart({ rest, pilot, busy: new Set(busy) }, when)
    expect(decision.ok ? 'ok' : decision.refusal.code).toBe(code)
  })
})

describe('a pilot comes to an end', () => {
  const change = (state: string) => ({ key: 'CR-7', state })
  it.each([
    ['while it runs', 'running', null, 'ok'],
    ['after its last day', 'ended', null, 'ok'],
    ['not a second time', 'stopped', null, 'pilot-over'],
    ['not while what it tried waits for a decision', 'adopted', change('open'), 'pilot-adopting'],
    ['not once that was published', 'adopted', change('published'), 'pilot-over'],
    ['again where that was rejected', 'adopted', change('rejected'), 'ok'],
  ] as const)('%s', (_, state, asked, code) => {
    const decision = decideEnd({ name: 'Faster', state, change: asked })
    expect(decision.ok ? 'ok' : decision.refusal.code).toBe(code)
  })
})

describe('what is tried', () => {
  it.each([
    ['comments and spaces', '# Ours\nkey:   shops\nname: Shops # sic\nstages: [{ key: a, name: A }]\n'],
    ['quotes', 'key: "shops"\nname: "Shops"\nlast: true\n'],
    ['the other way round', 'name: Shops\nstages:\n  - key: shops\n    name: Shops\nkey: shops\n'],
    ['JSON', '{"key":"shops","name":"Shops","stages":[{"key":"a","name":"Shops"}]}'],
  ])('is the same file but for key and name: %s', (_, file) => {
    const tried = renamedFile(file, { key: 'shops_pilot', name: namedPilot('Shops') })
    expect(parse(tried)).toEqual({ ...parse(file), key: 'shops_pilot', name: 'Shops (pilot)' })
    expect(renamedFile(tried, { key: 'shops', name: nameBefore('Shops (pilot)') })).toBe(file)
  })

  it('has a key that nobody has', () => {
    expect(pilotKey('shops', new Set())).toBe('shops_pilot')
    expect(pilotKey('shops', new Set(['shops_pilot', 'shops_pilot_2']))).toBe('shops_pilot_3')
    expect(pilotKey(`${'a'.repeat(53)}_bcdef`, new Set())).toBe(`${'a'.repeat(53)}_pilot`)
  })
})
