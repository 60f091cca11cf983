import { proportion } from '../../stats/proportion.ts'
import type { DesignFault } from './design-finding.ts'
import type { Subject } from './subject.ts'
import { isClosed, visits } from './ways-of.ts'
import { inDays, percent, rounded } from './words.ts'

const enough = 30

/** What a definition says of chances and times, against what happened. */
export function invented(subject: Subject): DesignFault[] {
  const { stages } = subject.definition
  return stages.flatMap((_, index) => [...chanceOf(subject, index), ...durationOf(subject, index)])
}

function chanceOf({ definition, history }: Subject, index: number): DesignFault[] {
  const stage = definition.stages[index]
  if (!stage || !history) return []
  const closed = history.ways.filter((way) => isClosed(way) && visits(way, index))
  const won = proportion(closed.filter(({ outcome }) => outcome === 'won').length, closed.length)
  if (won.estimate === null || won.n < enough) return []
  const figures = { n: won.n, won: rounded(won.estimate), low: rounded(won.low), high: rounded(won.high) }
  const happened = `${percent(won.estimate)} of those that stood there were won (n = ${won.n}; ${percent(won.low)} to ${percent(won.high)})`
  const said = stage.chance
  const deals = closed.map(({ deal }) => deal)
  if (said !== undefined && (said < won.low || said > won.high) && Math.abs(said - won.estimate) >= 0.15)
    return [
      {
        code: 'invented-chance',
        path: ['stages', index, 'chance'],
        stage: stage.key,
        message: `${stage.name} says a chance of ${percent(said)}; ${happened}.`,
        remedy: 'Leave chance out: with this much history the deals speak for themselves.',
        figures: { ...figures, said },
        deals,
      },
    ]
  if (stage.category !== 'commit' || won.high >= 0.5) return []
  return [
    {
      code: 'invented-category',
      path: ['stages', index, 'category'],
      stage: stage.key,
      message: `${stage.name} suggests the category commit, yet ${happened}.`,
      remedy: 'Suggest best_case here, or ask for more before a deal may stand here.',
      figures,
      deals,
    },
  ]
}

function durationOf({ definition, history }: Subject, index: number): DesignFault[] {
  const stage = definition.stages[index]
  if (!stage || !history || stage.expected_days === undefined) return []
  const ended = history.ways.flatMap(({ deal, stays }) =>
    stays.flatMap(({ stage: at, entered, left }) =>
      at === index && left !== null ? [{ deal, days: left - entered }] : [],
    ),
  )
  if (ended.length < enough) return []
  const days = ended.map((one) => one.days).toSorted((a, b) => a - b)
  const usual = days[Math.floor(days.length / 2)] ?? 0
  const factor = Math.max(usual, 0.5) / stage.expected_days
  if (factor < 3 && factor > 1 / 3) return []
  return [
    {
      code: 'invented-duration',
      path: ['stages', index, 'expected_days'],
      stage: stage.key,
      message: `${stage.name} is expected to take ${inDays(stage.expected_days)}; half of the deals leave it within ${inDays(usual)} (n = ${ended.length}).`,
      remedy: 'Leave expected_days out, so that history says what is usual, or correct it.',
      figures: { n: ended.length, expected_days: stage.expected_days, usual_days: rounded(usual) },
      deals: [...new Set(ended.map(({ deal }) => deal))],
    },
  ]
}
