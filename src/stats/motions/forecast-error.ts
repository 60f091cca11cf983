import { backtesting, total } from '../backtest/backtest.ts'
import { plansFrom } from '../backtest/plans.ts'
import { meanOf } from '../distribution.ts'
import type { InPieces } from '../gently.ts'
import type { StagePlan } from '../hazards.ts'
import type { Stay } from '../stay.ts'

/** Σ |expected − happened| / Σ happened, of one model for all deals and of one for each part; null where nothing happened. */
export type Errors = { one: number | null; parts: number | null }

export type ForecastError = {
  /** Of the total. */
  total: Errors
  /** Part by part, summed: one model may be right in sum and wrong about every part. */
  each: Errors
  /** Forecasts, and how many of them have windows that do not overlap. */
  forecasts: number
  windows: number
}

export type Comparing = {
  /** The part of a deal; deals without one are a part together. */
  partOf: (deal: string) => string | null
  horizon: number
  origins: readonly number[]
  until: number
  /** Stages of the one pipeline in their order; read off the stays where none are given. */
  stages?: StagePlan['stages']
}

/**
 * What the deals open at each origin were expected to bring, once by one survival model for all of them and once by the
 * model with each part as a pipeline of its own, against what they brought. Units of the amounts cancel out.
 */
export function* comparingErrors(
  stays: readonly Stay[],
  { partOf, horizon, origins, until, stages }: Comparing,
): InPieces<ForecastError> {
  const apart = stays.map((stay) => ({ ...stay, pipeline: partOf(stay.deal) ?? '' }))
  const order = stages ?? plansFrom(stays.map((stay) => ({ ...stay, pipeline: '' })))[0]?.stages ?? []
  const keys = [...new Set(apart.map(({ pipeline }) => pipeline))].toSorted()
  const plans = keys.map((key) => ({ key, stages: order.map(({ key: stage }) => ({ key: stage, phase: stage })) }))
  const sums = new Map<string, { missed: number; happened: number }>()
  const { scores } = yield* backtesting(
    { stays: apart, plans, until },
    {
      horizon,
      origins,
      methods: ['pooled', 'model'],
      each(target, method, scope, { distribution, happened }) {
        if (target !== 'open') return
        const key = `${method} ${scope === total ? 'total' : 'each'}`
        const sum = sums.getOrInsertComputed(key, () => ({ missed: 0, happened: 0 }))
        sum.missed += Math.abs(meanOf(distribution) - happened)
        sum.happened += happened
      },
    },
  )
  const errors = (scope: 'total' | 'each'): Errors => {
    const of = (method: string) => {
      const sum = sums.get(`${method} ${scope}`)
      return sum === undefined || sum.happened === 0 ? null : sum.missed / sum.happened
    }
    return { one: of('pooled'), parts: of('model') }
  }
  const { forecasts = 0, windows = 0 } =
    scores.find((one) => one.target === 'open' && one.method === 'model' && one.scope === total) ?? {}
  return { total: errors('total'), each: errors('each'), forecasts, windows }
}
