import { informationGain } from '../../stats/information-gain.ts'
import { proportion } from '../../stats/proportion.ts'
import { wonFrom } from '../pipelines/index.ts'
import type { DesignFault } from './design-finding.ts'
import type { Subject, Way } from './subject.ts'
import { earliest, furthest, isClosed, visits } from './ways-of.ts'
import { inDays, percent, rounded } from './words.ts'

/** Fewer deals than this say nothing of a stage's design. */
const enough = 30

/** What deals did in the stages, held against what a stage is for. */
export function stageHistory(subject: Subject): DesignFault[] {
  const ways = subject.history?.ways ?? []
  if (ways.length < enough) return []
  return subject.definition.stages.flatMap((_, index) => [
    ...blackBox(subject, ways, index),
    ...silentStage(subject, ways, index),
    ...enteredTogether(subject, ways, index),
    ...skippedStage(subject, ways, index),
  ])
}

/** Much of the time of most deals passes in it, and no criterion tells whether anything happens meanwhile. */
function blackBox({ definition }: Subject, ways: readonly Way[], index: number): DesignFault[] {
  const { stages, outcomes } = definition
  const stage = stages[index]
  const asks = (stage?.exit.length ?? 0) + (stages[index + 1]?.entry.length ?? outcomes.won.criteria.length)
  if (!stage || asks > 0 || stages.length < 3) return []
  const closed = ways.filter(isClosed)
  const inside = closed.filter((way) => visits(way, index))
  const through = proportion(inside.length, closed.length)
  if (inside.length < enough || through.low < 0.5) return []
  const stays = stages.map((_, at) => meanDays(closed, at))
  const each = stays[index] ?? 0
  const share = each / Math.max(sumOf(stays), 1)
  if (each < aWeek || share < Math.max(0.4, 1.6 / stages.length)) return []
  return [
    {
      code: 'black-box',
      path: ['stages', index],
      stage: stage.key,
      message: `${percent(share)} of the time from the first stage to the last passes in ${stage.name} (${inDays(each)} a deal, n = ${inside.length}), and no criterion tells what happens there.`,
      remedy: 'Split it where the buyer takes a step of their own, or say with criteria what has to happen in it.',
      figures: { n: inside.length, share_of_time: rounded(share), mean_days: rounded(each) },
      deals: inside.map(({ deal }) => deal),
    },
  ]
}

const aWeek = 7

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)

/** How long a deal that was in a stage was there; so a stage is no longer than others because more deals begin there. */
function meanDays(ways: readonly Way[], at: number): number {
  const inside = ways.filter((way) => visits(way, at))
  const days = inside.flatMap(({ stays }) =>
    stays.flatMap(({ stage, entered, left }) => (stage === at ? [(left ?? entered) - entered] : [])),
  )
  return inside.length === 0 ? 0 : sumOf(days) / inside.length
}

/** Reaching it says no more of winning than standing before it did. */
function silentStage({ definition }: Subject, ways: readonly Way[], index: number): DesignFault[] {
  const stage = definition.stages[index]
  const before = definition.stages[index - 1]
  if (!stage || !before) return []
  const asked = ways.filter((way) => isClosed(way) && visits(way, index - 1))
  const counts = (some: readonly Way[]) => ({
    won: some.filter(({ outcome }) => outcome === 'won').length,
    lost: some.filter(({ outcome }) => outcome === 'lost').length,
  })
  const reached = counts(asked.filter((way) => furthest(way) >= index))
  const all = counts(asked)
  if (asked.length < enough || all.won < 10 || all.lost < 10) return []
  const gain = informationGain(reached, { won: all.won - reached.won, lost: all.lost - reached.lost })
  if (gain.high > 0.02 * gain.entropy) return []
  const chance = (of: typeof all) => of.won / (of.won + of.lost)
  return [
    {
      code: 'silent-stage',
      path: ['stages', index],
      stage: stage.key,
      message: `${stage.name} says nothing of the outcome: ${percent(chance(all))} of those in ${before.name} were won, and ${percent(chance(reached))} of those that went on (${gain.bits.toFixed(3)} bits, at most ${gain.high.toFixed(3)} of ${gain.entropy.toFixed(2)}; n = ${gain.n}).`,
      remedy: `Join it with ${before.name}, or ask at its entry for something that deals which are lost do not meet.`,
      figures: {
        n: gain.n,
        bits: rounded(gain.bits),
        bits_low: rounded(gain.low),
        bits_high: rounded(gain.high),
        entropy: rounded(gain.entropy),
        won_before: rounded(chance(all)),
        won_after: rounded(chance(reached)),
      },
      deals: asked.map(({ deal }) => deal),
    },
  ]
}

const aDay = 1

/** Two neighbours that deals enter at once are one stage: nobody who moves them can tell them apart. */
function enteredTogether({ definition }: Subject, ways: readonly Way[], index: number): DesignFault[] {
  const stage = definition.stages[index]
  const before = definition.stages[index - 1]
  if (!stage || !before) return []
  const pairs = ways.flatMap(({ deal, stays }) => {
    const at = stays.findIndex((stay, i) => stay.stage === index && stays[i - 1]?.stage === index - 1)
    const [first, second] = [stays[at - 1], stays[at]]
    return at > 0 && first && second ? [{ deal, days: second.entered - first.entered }] : []
  })
  const together = pairs.filter(({ days }) => days < aDay)
  const share = proportion(together.length, pairs.length)
  if (pairs.length < enough || share.low < 0.75) return []
  return [
    {
      code: 'alike-neighbours',
      path: ['stages', index],
      stage: stage.key,
      message: `${percent(share.estimate ?? 0)} of deals enter ${stage.name} within a day of ${before.name} (n = ${share.n}; ${percent(share.low)} to ${percent(share.high)}): nobody tells the two apart.`,
      remedy: `Join ${before.name} and ${stage.name}, or say in their help and criteria what has to happen between them.`,
      figures: { n: share.n, share: rounded(share.estimate ?? 0), low: rounded(share.low), high: rounded(share.high) },
      deals: together.map(({ deal }) => deal),
    },
  ]
}

/** Deals come from before it and stand behind it without ever having been in it. Where they begin is never skipped. */
function skippedStage({ definition }: Subject, ways: readonly Way[], index: number): DesignFault[] {
  const stage = definition.stages[index]
  const last = definition.stages.length - 1
  if (!stage || index === 0) return []
  const wonBehind = index === last && wonFrom(definition).every((key) => key === stage.key)
  const passed = ways.filter(
    (way) => earliest(way) < index && (furthest(way) > index || (wonBehind && way.outcome === 'won')),
  )
  const without = passed.filter((way) => !visits(way, index))
  const share = proportion(without.length, passed.length)
  if (passed.length < enough || share.low < 0.6) return []
  return [
    {
      code: 'skipped-stage',
      path: ['stages', index],
      stage: stage.key,
      message: `${percent(share.estimate ?? 0)} of the deals that came past ${stage.name} were never in it (n = ${share.n}; ${percent(share.low)} to ${percent(share.high)}).`,
      remedy: 'Take the stage out, or say in its criteria why a deal has to stand there.',
      figures: { n: share.n, share: rounded(share.estimate ?? 0), low: rounded(share.low), high: rounded(share.high) },
      deals: without.map(({ deal }) => deal),
    },
  ]
}
