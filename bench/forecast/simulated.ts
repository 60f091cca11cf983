import { fiveMotions, type Motion } from '../../src/simulator/motion.ts'
import { type SimulatedDeal, simulateDeals } from '../../src/simulator/simulate.ts'
import { trueChance } from '../../src/simulator/truth.ts'
import { backtesting, total } from '../../src/stats/backtest/backtest.ts'
import type { Target } from '../../src/stats/backtest/history.ts'
import { logLoss } from '../../src/stats/backtest/matured.ts'
import type { Trial } from '../../src/stats/backtest/score.ts'
import { meanOf, quantileOf } from '../../src/stats/distribution.ts'
import { atOnce } from '../../src/stats/gently.ts'
import type { StagePlan } from '../../src/stats/hazards.ts'
import { crps } from '../../src/stats/scores.ts'
import { sharedSums } from '../../src/stats/shared-sum.ts'
import type { Shock } from '../../src/stats/shock.ts'
import { knownAt, type Stay } from '../../src/stats/stay.ts'

/** One simulated company, seen from every month after its first year. */
export type Job = { kind: 'five' | 'alike' | 'unlike'; seed: number; shocked: boolean; horizon: number }

/** One forecast beside what came: all that the table needs of it. */
export type Row = Job & {
  method: string
  target: Target
  scope: string
  crps: number
  mean: number
  happened: number
  covered: boolean
  width: number
  loss: number
  deals: number
  /** Deals of the pipeline that had been closed by then. */
  closed: number
}

const days = 760
const shock: Shock = { common: 0.35, own: 0.15 }

const five = ['stage_weighted', 'horizon_share', 'pooled', 'partial', 'model'] as const

export function runJob(job: Job): Row[] {
  const motions = motionsOf(job)
  const { seed, shocked, horizon } = job
  const deals = simulateDeals({ motions, seed, from_day: 0, days, ...(shocked ? { shock } : {}) })
  const amounts = new Map(deals.map(({ deal, amount }) => [deal, amount]))
  const all = deals.flatMap(({ stays }) => stays).map((stay) => ({ ...stay, amount: amounts.get(stay.deal) ?? 0 }))
  const past = { stays: knownAt(all, days), plans: plansOf(motions), until: days }
  const origins = Array.from({ length: Math.floor((days - horizon - 366) / 30) + 1 }, (_, i) => 366 + 30 * i)
  const rows: Row[] = []
  const closedBy = (origin: number, scope: string) =>
    deals.filter((one) => one.closed !== null && one.closed <= origin && inScope(one, scope)).length
  const note = (method: string, target: Target, scope: string, trial: Trial) => {
    const closed = closedBy(trial.origin, scope)
    rows.push({ ...job, method, target, scope, closed, ...figuresOf(trial) })
  }
  const small = job.kind !== 'five'
  const methods = small ? (['pooled', 'per_pipeline', 'model'] as const) : five
  atOnce(
    backtesting(past, {
      horizon,
      origins,
      methods,
      each: (target, method, scope, trial) => note(method, target, scope, trial),
    }),
  )
  const truth = motions.map((motion) => ({ motion, chanceOf: trueChance(motion, horizon) }))
  for (const origin of origins)
    for (const [scope, trial] of truthAt({ truth, deals, all, origin, job })) note('truth', 'open', scope, trial)
  return rows
}

const inScope = ({ pipeline }: { pipeline: string }, scope: string) => scope === total || pipeline === scope

function figuresOf({ distribution, happened, deals }: Trial) {
  const low = quantileOf(distribution, 0.1)
  const high = quantileOf(distribution, 0.9)
  return {
    crps: crps(distribution, happened),
    mean: meanOf(distribution),
    happened,
    covered: happened >= low && happened <= high,
    width: high - low,
    loss: deals.reduce((sum, { chance, came }) => sum + logLoss(chance, came), 0),
    deals: deals.length,
  }
}

type Truth = { motion: Motion; chanceOf: ReturnType<typeof trueChance> }
type Seen = { truth: readonly Truth[]; deals: readonly SimulatedDeal[]; all: readonly Stay[]; origin: number; job: Job }

/** What somebody would say who knew the truth of every motion, and how large shocks are, but not the next one. */
function truthAt({ truth, deals, all, origin, job }: Seen): [string, Trial][] {
  const open = knownAt(all, origin).filter(({ left }) => left === null)
  const won = new Map(
    deals
      .filter(
        ({ outcome, closed }) =>
          outcome === 'won' && closed !== null && closed > origin && closed <= origin + job.horizon,
      )
      .map(({ deal, amount }) => [deal, amount]),
  )
  const parts = truth.map(({ motion, chanceOf }) => {
    const own = open.filter(({ pipeline }) => pipeline === motion.key)
    return {
      scope: motion.key,
      arrivals: [],
      bets: own.map((stay) => ({
        chance: chanceOf({ stage: motion.stages.indexOf(stay.stage), age_days: origin - stay.entered }),
        amount: stay.amount ?? 0,
      })),
      came: own.map(({ deal }) => won.get(deal)),
    }
  })
  const { each, total: sum } = sharedSums(parts, job.shocked ? shock : { common: 0, own: 0 }, { points: 1_024 })
  const judged = parts.map(({ bets, came }) => bets.map(({ chance }, i) => ({ chance, came: came[i] !== undefined })))
  const happened = parts.map(({ came }) => came.reduce<number>((all, amount) => all + (amount ?? 0), 0))
  return [
    ...parts.flatMap(({ scope }, i): [string, Trial][] => {
      const distribution = each[i]
      return distribution ? [[scope, { origin, distribution, happened: happened[i] ?? 0, deals: judged[i] ?? [] }]] : []
    }),
    [total, { origin, distribution: sum, happened: happened.reduce((a, b) => a + b, 0), deals: judged.flat() }],
  ]
}

const plansOf = (motions: readonly Motion[]): StagePlan[] =>
  motions.map(({ key, stages }) => ({ key, stages: stages.map((stage) => ({ key: stage, phase: stage })) }))

/** Sixteen pipelines of about a hundred deals: all the same, or each a little different. */
function motionsOf({ kind }: Job): readonly Motion[] {
  if (kind === 'five') return fiveMotions
  const [, model] = fiveMotions
  if (model === undefined) return []
  const spread = kind === 'alike' ? 0 : 1
  return Array.from({ length: 16 }, (_, i) => ({
    ...model,
    key: `motion-${i + 1}`,
    per_day: 100 / days,
    // From 24 to 36 % won, from 36 to 54 days: what differs between teams that sell the same thing.
    win: 0.3 + spread * 0.06 * ((i % 4) / 1.5 - 1),
    cycle_days: 45 * (1 + spread * 0.2 * (Math.floor(i / 4) / 1.5 - 1)),
  }))
}
