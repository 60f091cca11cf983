import { type Money, minorOf, moneyOf } from '../../values/money.ts'
import type { ScopedFigures } from '../forecast/index.ts'
import type { CountedCategory } from '../pipelines/index.ts'
import type { Calls, Figures } from './figures.ts'
import type { GridRow } from './grid.ts'
import type { Line } from './lines.ts'

export type Model = ScopedFigures & { with_new_business: boolean }
export type Aim = { minor: bigint; from: 'own' | 'sum' }

/** A row as the wire shows it: what is called beside what deals say, the model, and the quota with what follows from it. */
export function rowOf(line: Line, model: Model | undefined, aim: Aim | null, currency: string): GridRow {
  const { rolled, parent, depth, key, kind, name, person, team, pipeline, period } = line
  const { figures } = rolled
  const money = (minor: bigint) => moneyOf(minor, currency)
  const pile = ({ amount, count }: Figures['closed']) => ({ amount: money(amount), count })
  const open = {
    amount: figures.commit.amount + figures.best_case.amount + figures.pipeline.amount,
    count: figures.commit.count + figures.best_case.count + figures.pipeline.count,
  }
  const call = (category: CountedCategory, firmer: bigint) => ({
    single: money(rolled.called[category] - firmer),
    cumulative: money(rolled.called[category]),
    original: money(rolled.from_below[category]),
    deals: pile(figures[category]),
    adjusted: adjustedOf(line, category),
  })
  return {
    key,
    kind,
    name,
    parent,
    depth,
    person,
    team,
    pipeline,
    period: period.key,
    closed: pile(figures.closed),
    closed_at_current_rates: atCurrentRates(line.deals, currency),
    commit: call('commit', figures.closed.amount),
    best_case: call('best_case', rolled.called.commit),
    pipeline_call: call('pipeline', rolled.called.best_case),
    open: pile(open),
    omitted: pile(figures.omitted),
    elsewhere: pile(figures.elsewhere),
    low: model?.p10 ?? null,
    likely: model?.p50 ?? null,
    high: model?.p90 ?? null,
    expected: model?.expected ?? null,
    with_new_business: model?.with_new_business ?? false,
    note: model?.note ?? null,
    ...againstQuota({ closed: figures.closed.amount, open: open.amount, likely: model?.p50 ?? null }, aim, currency),
  }
}

function atCurrentRates(deals: Line['deals'], currency: string): Money | null {
  let sum = 0n
  for (const { outcome, today } of deals) {
    if (outcome !== 'won') continue
    if (today === null) return null
    sum += today
  }
  return moneyOf(sum, currency)
}

function adjustedOf({ rolled }: Line, category: keyof Calls): GridRow['commit']['adjusted'] {
  const entry = rolled.said[category]
  if (!entry) return null
  const { worth: _, ...adjustment } = entry
  return adjustment
}

type Against = { closed: bigint; open: bigint; likely: Money | null }

/** Attainment is closed over quota and nothing else; gap is likely less quota; coverage is open over what is missing. */
export function againstQuota({ closed, open, likely }: Against, aim: Aim | null, currency: string) {
  if (aim === null) return { quota: null, quota_from: null, attainment: null, gap: null, coverage: null }
  const missing = aim.minor - closed
  return {
    quota: moneyOf(aim.minor, currency),
    quota_from: aim.from,
    attainment: aim.minor === 0n ? null : Number(closed) / Number(aim.minor),
    gap: likely && moneyOf(minorOf(likely) - aim.minor, currency),
    coverage: missing > 0n ? Number(open) / Number(missing) : null,
  }
}
