import { fiveMotions } from '../../src/simulator/motion.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { spanOf } from '../../src/stats/backtest/origins.ts'
import type { Attribute } from '../../src/stats/motions/attribute.ts'
import { type Judgement, judgeMotions, type Verdict } from '../../src/stats/motions/one-or-two.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { knownAt, type Stay } from '../../src/stats/stay.ts'
import { percent } from './figures.ts'
import type { RealSet } from './real.ts'
import type { Line } from './table.ts'

/** What the rule has to say of the attributes of a set; of others it says what it finds. */
const goals: Record<string, Record<string, readonly Verdict[]>> = {
  olist: { origin: ['split'] },
  maven: { product: ['merge', 'leave'], sector: ['leak'] },
  skygeni: {
    lead_source: ['merge', 'leave'],
    industry: ['merge', 'leave'],
    region: ['merge', 'leave'],
    product_type: ['merge', 'leave'],
  },
}

/** One motion or two: every attribute of a set, and so many labels of chance, of which none may split it. */
export function judgeSet({ name, deals }: RealSet, labelings: number): Line[] {
  const stays = deals.map(({ stay }) => stay)
  const as_of = spanOf(stays).until
  const names = Object.keys(deals[0]?.attributes ?? {})
  const attributes = names.map(
    (attribute): Attribute => ({
      name: attribute,
      values: new Map(deals.map(({ stay, attributes: of }) => [stay.deal, of[attribute] || null])),
    }),
  )
  const started = performance.now()
  const found = judgeMotions(stays, { as_of, attributes })
  const seconds = (performance.now() - started) / 1_000
  return [
    ...found.map((one): Line => {
      const goal = goals[name]?.[one.attribute]
      return {
        what: `${name}: one motion or several, by ${one.attribute}`,
        goal: goal?.join(' or ') ?? '',
        got: said(one),
        reached: goal === undefined ? null : goal.includes(one.verdict),
      }
    }),
    { what: `${name}: time for ${names.length} attributes`, goal: '', got: `${seconds.toFixed(1)} s`, reached: null },
    ...(labelings > 0 ? [chanceLine(name, stays, as_of, labelings)] : []),
  ]
}

function said({ verdict, effect, p, detectable, more, leak, parts }: Judgement): string {
  if (leak !== null)
    return `leak, ${leak.kind}: said on ${percent(leak.share, 1)} against ${percent(leak.against, 1)} of ${leak.of} deals`
  const of = `${parts.filter(({ kind }) => kind !== 'unsaid').length} parts`
  if (effect === null) return `${verdict}, ${of}, ${more} closed deals more`
  const asked = more === null ? '' : `, ${more} closed deals more`
  return `${verdict}, ${of}: ${effect.toFixed(4)} nats a closed deal, p ${p?.toFixed(2)}, chance reaches ${detectable?.toFixed(4)}${asked}`
}

/** Two to six parts of unequal size, drawn; each labeling is asked alone, so that nothing shields it. */
function chanceLine(name: string, stays: readonly Stay[], as_of: number, labelings: number): Line {
  const ids = [...new Set(stays.map(({ deal }) => deal))]
  let splits = 0
  let unlikely = 0
  let largest = Number.NEGATIVE_INFINITY
  for (let run = 1; run <= labelings; run++) {
    const random = randomFrom(5_000 + run)
    const weights = Array.from({ length: 2 + random.below(5) }, () => 0.2 + random.uniform())
    const sum = weights.reduce((all, one) => all + one, 0)
    const drawn = () => {
      let left = random.uniform() * sum
      const at = weights.findIndex((weight) => (left -= weight) < 0)
      return `part ${at < 0 ? weights.length : at + 1}`
    }
    const values = new Map(ids.map((deal) => [deal, drawn()]))
    const [found] = judgeMotions(stays, { as_of, attributes: [{ name: 'chance', values }], seed: run })
    if (found?.verdict === 'split') splits++
    if ((found?.p ?? 1) <= 0.01) unlikely++
    largest = Math.max(largest, found?.effect ?? largest)
    process.stderr.write(`\r${name}: ${run} of ${labelings} labelings of chance`)
  }
  process.stderr.write('\n')
  return {
    what: `${name}: splits by ${labelings} labelings of chance`,
    goal: '0',
    got: `${splits}; largest effect ${largest.toFixed(4)}, p ≤ .01 in ${unlikely}`,
    reached: splits === 0,
  }
}

/** Deals of known motions in one pipeline, over so many days: how many it takes until they are told apart. */
export function judgeSimulated(seeds: readonly number[]): Line[] {
  const [, transactional, enterprise, partner] = fiveMotions
  if (!transactional || !enterprise || !partner) return []
  const twin = { ...transactional, key: 'twin' }
  return [
    { what: 'transactional and enterprise', motions: [transactional, enterprise], wanted: 'split' },
    { what: 'transactional and partner', motions: [transactional, partner], wanted: 'split' },
    { what: 'the five motions', motions: fiveMotions, wanted: 'split' },
    { what: 'twice the same', motions: [transactional, twin], wanted: 'merge' },
  ].flatMap(({ what, motions, wanted }) =>
    [180, 365, 760].map((days): Line => {
      let closed = 0
      const verdicts = seeds.map((seed) => {
        const deals = simulateDeals({ motions, seed, from_day: 0, days })
        const stays = knownAt(
          deals.flatMap((one) => one.stays),
          days,
        ).map((stay) => ({ ...stay, pipeline: 'one' }))
        const values = new Map(deals.map(({ deal, pipeline }) => [deal, pipeline]))
        const [found] = judgeMotions(stays, { as_of: days, attributes: [{ name: 'motion', values }], seed })
        closed += (found?.parts.reduce((sum, part) => sum + part.closed, 0) ?? 0) / seeds.length
        return found?.verdict
      })
      const counts = [...Map.groupBy(verdicts, (verdict) => verdict)].map(
        ([verdict, own]) => `${verdict} ${own.length}`,
      )
      const wrong = wanted === 'merge' ? 'split' : 'merge'
      return {
        what: `${what}, ${days} days (~${Math.round(closed)} closed)`,
        goal: `${wanted}, never ${wrong}`,
        got: counts.toSorted().join(', '),
        reached: !verdicts.includes(wrong as Verdict),
      }
    }),
  )
}
