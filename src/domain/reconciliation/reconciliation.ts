import { z } from 'zod'
import { InstantSchema } from '../../values/instant.ts'
import { CurrencySchema, moneyOf, SumSchema } from '../../values/money.ts'
import { ByRevenueKind, byRevenueKind, type RevenueKind, revenueKinds, sumsByKind } from '../pipelines/index.ts'
import { type MoneyState, type PostingKind, postingKinds, postingsOf } from './postings.ts'

const Movement = z
  .object({ kind: z.enum(postingKinds), amount: SumSchema })
  .meta({ id: 'Movement', description: 'What postings of one kind brought (or, below zero, took) in all' })

const ReconciledPipeline = z
  .object({
    pipeline: z.string(),
    open: SumSchema,
    won: SumSchema,
    /** How the pipeline came to stand where it does; they add up to open + won. */
    movements: z.array(Movement),
  })
  .meta({ id: 'ReconciledPipeline' })

const ReconciledCurrency = z
  .object({
    currency: CurrencySchema,
    /** Open and won over all pipelines, as the deals stand at the moment. */
    total: SumSchema,
    /** The same as new, expansion and renewal. */
    by_revenue_kind: ByRevenueKind,
    /** The same from every posting since the first deal, pipeline by pipeline. */
    pipelines: z.array(ReconciledPipeline),
    /** Total less the sum over the pipelines: zero, or something is wrong. */
    difference: SumSchema,
  })
  .meta({ id: 'ReconciledCurrency' })

const Disagreement = z
  .object({
    pipeline: z.string(),
    currency: CurrencySchema,
    side: z.enum(['open', 'won']),
    /** Null beside the board, whose totals know no kinds. */
    revenue_kind: z.enum(revenueKinds).nullable(),
    /** Which two ways of counting disagree: the deals as they stand, or the totals on the board, with the postings. */
    beside: z.enum(['deals', 'board']),
    postings: SumSchema,
    other: SumSchema,
  })
  .meta({ id: 'Disagreement' })

export const Reconciliation = z
  .object({
    as_of: InstantSchema,
    balanced: z.boolean(),
    currencies: z.array(ReconciledCurrency),
    disagreements: z.array(Disagreement),
    /** Ledger rows that were replayed. */
    rows: z.int(),
  })
  .meta({ id: 'Reconciliation' })
export type Reconciliation = z.input<typeof Reconciliation>

/** One row of a deal's ledger, for the books. */
export type Row = MoneyState & { deal_id: string; version: number }

/** What some other way of counting says stands in a pipeline. */
export type Standing = { pipeline_id: string; side: 'open' | 'won'; currency: string; amount_minor: bigint }
/** The same of one kind of revenue. */
export type StandingOfKind = Standing & { revenue_kind: RevenueKind }

/** The books while they are written: rows come deal by deal, each in the order of its versions. */
export type Books = { sums: Map<string, bigint>; last: Row | null; rows: number }

export const openBooks = (): Books => ({ sums: new Map(), last: null, rows: 0 })

/** Writes the postings of some rows into the books. */
export function post(books: Books, rows: readonly Row[]): void {
  for (const row of rows) {
    const before = books.last?.deal_id === row.deal_id ? books.last : null
    for (const { kind, from, to, amount_minor, currency } of postingsOf(before, row)) {
      if (from) add(books.sums, [from.pipeline_id, from.side, currency, kind, from.revenue_kind], -amount_minor)
      if (to) add(books.sums, [to.pipeline_id, to.side, currency, kind, to.revenue_kind], amount_minor)
    }
    books.last = row
    books.rows += 1
  }
}

function add(sums: Map<string, bigint>, key: readonly string[], amount: bigint): void {
  const name = key.join(' ')
  sums.set(name, (sums.get(name) ?? 0n) + amount)
}

type Entry = StandingOfKind & { kind: PostingKind }

type Counted = {
  as_of: string
  pipelines: readonly { id: string; key: string }[]
  books: Books
  deals: readonly StandingOfKind[]
  /** Null at a past moment, of which boards keep no totals. */
  board: readonly Standing[] | null
}

/** Lays the postings beside the deals as they stand, and beside the boards' totals, and says where they disagree. */
export function reconciled({ as_of, pipelines, books, deals, board }: Counted): Reconciliation {
  const entries = [...books.sums].map(([name, amount_minor]): Entry => {
    const [pipeline_id = '', side = '', currency = '', kind, revenue_kind] = name.split(' ')
    const of = { kind: kind as PostingKind, revenue_kind: revenue_kind as RevenueKind }
    return { pipeline_id, side: side as Entry['side'], currency, ...of, amount_minor }
  })
  const keyOf = (id: string) => pipelines.find((pipeline) => pipeline.id === id)?.key ?? id
  const currencies = [...new Set([...entries, ...deals, ...(board ?? [])].map(({ currency }) => currency))].sort()
  const rows = currencies.map((currency) => {
    const of = <T extends Standing>(all: readonly T[]) => all.filter((one) => one.currency === currency)
    const total = sum(of(deals))
    const kinds = sumsByKind(of(deals).map(({ revenue_kind, amount_minor: minor }) => ({ revenue_kind, minor })))
    const parts = pipelines.flatMap(({ id, key }) => {
      const own = of(entries).filter(({ pipeline_id }) => pipeline_id === id)
      return own.length === 0 ? [] : [partOf(key, currency, own)]
    })
    const posted = sum(of(entries))
    return {
      currency,
      total: moneyOf(total, currency),
      by_revenue_kind: byRevenueKind(moneyOf(total, currency), kinds),
      pipelines: parts,
      difference: moneyOf(total - posted, currency),
    }
  })
  const beside = (name: 'deals' | 'board', found: ReturnType<typeof disagreementsOf>) =>
    found.map(({ pipeline_id, ...one }) => ({ ...one, pipeline: keyOf(pipeline_id), beside: name }))
  const open = entries.filter(({ side }) => side === 'open').map(({ revenue_kind: _, ...entry }) => entry)
  const disagreements = [
    ...beside('deals', disagreementsOf(entries, deals)),
    ...(board ? beside('board', disagreementsOf(open, board)) : []),
  ]
  return { as_of, balanced: disagreements.length === 0, currencies: rows, disagreements, rows: books.rows }
}

function partOf(pipeline: string, currency: string, own: readonly Entry[]) {
  const on = (side: Entry['side']) => moneyOf(sum(own.filter((entry) => entry.side === side)), currency)
  const movements = postingKinds
    .map((kind) => ({ kind, amount_minor: sum(own.filter((entry) => entry.kind === kind)) }))
    .filter(({ amount_minor }) => amount_minor !== 0n)
    .map(({ kind, amount_minor }) => ({ kind, amount: moneyOf(amount_minor, currency) }))
  return { pipeline, open: on('open'), won: on('won'), movements }
}

/** Where two ways of counting differ; by kinds of revenue where both know them. */
function disagreementsOf(
  entries: readonly (Standing & { revenue_kind?: RevenueKind })[],
  others: readonly (Standing & { revenue_kind?: RevenueKind })[],
) {
  const keyed = (all: typeof entries) => {
    const sums = new Map<string, bigint>()
    for (const { pipeline_id, side, currency, revenue_kind = '', amount_minor } of all)
      add(sums, [pipeline_id, side, currency, revenue_kind], amount_minor)
    return sums
  }
  const [ours, theirs] = [keyed(entries), keyed(others)]
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((name) => {
    const [posted, other] = [ours.get(name) ?? 0n, theirs.get(name) ?? 0n]
    if (posted === other) return []
    const [pipeline_id = '', side, currency = '', kind] = name.split(' ')
    const amounts = { postings: moneyOf(posted, currency), other: moneyOf(other, currency) }
    const revenue_kind = kind === '' ? null : (kind as RevenueKind)
    return [{ pipeline_id, side: side as Standing['side'], currency, revenue_kind, ...amounts }]
  })
}

const sum = (all: readonly { amount_minor: bigint }[]) =>
  all.reduce((total, { amount_minor }) => total + amount_minor, 0n)
