import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { backtesting, total } from '../../src/stats/backtest/backtest.ts'
import { spanOf, usualOrigins } from '../../src/stats/backtest/origins.ts'
import { plansFrom } from '../../src/stats/backtest/plans.ts'
import type { Score } from '../../src/stats/backtest/score.ts'
import { atOnce } from '../../src/stats/gently.ts'
import type { Stay } from '../../src/stats/stay.ts'

export type Cells = Record<string, string>

/** A deal of a real set: one stay, and what was known of it. */
export type RealDeal = { stay: Stay; attributes: Record<string, string> }
export type RealSet = { name: string; deals: RealDeal[]; pipeline: string; said: string }

/** The sets of a folder, as many as lie there; nothing of them is part of this project. */
export function readSets(folder: string): RealSet[] {
  return [olist, maven, skygeni].flatMap((read) => {
    const set = read(folder)
    return set === undefined ? [] : [set]
  })
}

function table(folder: string, ...path: string[]): Cells[] | undefined {
  const file = join(folder, ...path)
  if (!existsSync(file)) return undefined
  return parse(readFileSync(file, 'utf8'), { columns: true, bom: true, relax_column_count: true })
}

/** Days since 1970 of a date whose parts stand in this order; hours are left out. */
function dayOf(text: string, order: 'ymd' | 'dmy' | 'mdy'): number {
  const parts = text.split(/[ T]/)[0]?.split(/[-/]/).map(Number) ?? []
  const [a = 0, b = 0, c = 0] = parts
  const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  return Date.UTC(year, month - 1, day) / 86_400_000
}

const stayOf = (deal: string, pipeline: string, entered: number, end: { left: number; to: string } | null): Stay => ({
  deal,
  pipeline,
  stage: 'open',
  entered,
  left: end?.left ?? null,
  to: end?.to ?? null,
  amount: 1,
})

/** Leads of a marketplace by where they came from; that one is lost was never recorded. */
function olist(folder: string): RealSet | undefined {
  const leads = table(folder, 'olist', 'olist_marketing_qualified_leads_dataset.csv')
  const won = table(folder, 'olist', 'olist_closed_deals_dataset.csv')
  if (!leads || !won) return undefined
  const days = new Map(won.map(({ mql_id = '', won_date = '' }) => [mql_id, dayOf(won_date, 'dmy')]))
  const deals = leads.map(({ mql_id = '', first_contact_date = '', origin = '', landing_page_id = '' }): RealDeal => {
    const entered = dayOf(first_contact_date, 'dmy')
    const left = days.get(mql_id)
    const pipeline = origin === '' ? 'unknown' : origin
    const end = left === undefined ? null : { left: Math.max(left, entered), to: 'won' }
    return { stay: stayOf(mql_id, pipeline, entered, end), attributes: { origin: pipeline, landing_page_id } }
  })
  return { name: 'olist', deals, pipeline: 'origin', said: 'counts; losses never recorded' }
}

/** Opportunities by product; what closed before March 2017 is not in the file. */
function maven(folder: string): RealSet | undefined {
  const rows = table(folder, 'maven', 'sales_pipeline.csv')
  if (!rows) return undefined
  const sectors = new Map(
    table(folder, 'maven', 'accounts.csv')?.map(({ account = '', sector = '' }) => [account, sector]),
  )
  const recorded = dayOf('2017-03-01', 'ymd')
  const deals = rows.flatMap(
    ({ opportunity_id = '', product = '', account = '', sales_agent = '', ...row }): RealDeal[] => {
      const { engage_date = '', close_date = '', deal_stage = '' } = row
      if (engage_date === '') return []
      const end =
        close_date === '' ? null : { left: dayOf(close_date, 'mdy'), to: deal_stage === 'Won' ? 'won' : 'lost' }
      const stay = { ...stayOf(opportunity_id, product, dayOf(engage_date, 'mdy'), end), observed_from: recorded }
      return [{ stay, attributes: { product, sector: sectors.get(account) ?? '', sales_agent } }]
    },
  )
  return { name: 'maven', deals, pipeline: 'product', said: 'counts; recorded from 2017-03-01; a fifth never closed' }
}

/** Closed deals by source, in whose outcome no attribute matters. */
function skygeni(folder: string): RealSet | undefined {
  const rows = table(folder, 'skygeni', 'sales_data.csv')
  if (!rows) return undefined
  const deals = rows.map(({ deal_id = '', created_date = '', closed_date = '', outcome = '', ...row }): RealDeal => {
    const { lead_source = '', industry = '', region = '', product_type = '', deal_amount = '' } = row
    const end = { left: dayOf(closed_date, 'ymd'), to: outcome === 'Won' ? 'won' : 'lost' }
    const stay = { ...stayOf(deal_id, lead_source, dayOf(created_date, 'ymd'), end), amount: Number(deal_amount) }
    return { stay, attributes: { lead_source, industry, region, product_type } }
  })
  return { name: 'skygeni', deals, pipeline: 'lead_source', said: 'amounts; only deals that were closed' }
}

/** Scores of the methods on a set, from the starts of months. */
export function backtestSet({ deals }: RealSet, horizon: number): { origins: number; scores: Score[] } {
  const stays = deals.map(({ stay }) => stay)
  const span = spanOf(stays)
  const origins = usualOrigins(span, horizon)
  const methods = ['stage_weighted', 'horizon_share', 'pooled', 'partial', 'model', 'run_rate'] as const
  const past = { stays, plans: plansFrom(stays), until: span.until }
  return { origins: origins.length, scores: atOnce(backtesting(past, { horizon, origins, methods })).scores }
}

/** CRPS of a method against another, summed over pipelines and of the total. */
export function against(scores: readonly Score[], target: Score['target'], method: string, other: string) {
  const of = (name: string, inAll: boolean) =>
    scores
      .filter((one) => one.target === target && one.method === name && (one.scope === total) === inAll)
      .reduce((all, { crps }) => all + (crps ?? 0), 0)
  const change = (inAll: boolean) => of(method, inAll) / of(other, inAll) - 1
  return { pipelines: change(false), total: change(true) }
}
