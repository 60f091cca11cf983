import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { type Money, MoneySchema, moneyOf } from '../../values/money.ts'
import { Line, Ours } from '../../values/text.ts'
import { Job } from '../jobs/index.ts'
import type { Verdict } from './verdict.ts'

export const importStates = ['awaiting_file', 'queued', 'running', 'done', 'failed', 'cancelled'] as const

/** What became of the rows of a file. `won` is of all rows that were taken and are won, whether or not they were new. */
export const ImportCounts = z
  .object({
    rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    won: z.object({ count: z.int(), amount: z.array(MoneySchema) }),
    /** New deals of which no row said the pipeline: where the routing rules sent them, by which rule; null by the fallback. */
    routed: z.array(z.object({ pipeline: Ours, rule: Ours.nullable(), deals: z.int() })),
  })
  .meta({ id: 'ImportCounts' })
export type ImportCounts = z.infer<typeof ImportCounts>

export const Import = z
  .object({
    id: Id('imp'),
    /** The system that the rows come from; with a row's id it makes the same row the same deal next time. */
    source: z.string(),
    file_name: z.string(),
    /** True where everything was checked and nothing kept. */
    dry_run: z.boolean(),
    state: z.enum(importStates),
    counts: ImportCounts,
    /** How the file was read; null until it has arrived. */
    file: z.object({ encoding: z.string(), delimiter: z.string(), columns: z.array(z.string()) }).nullable(),
    job: Job.nullable(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Import' })
export type Import = z.infer<typeof Import>

export const NewImport = z.strictObject({
  /** How rows become deals, as YAML. */
  mapping: z.string().min(1, 'expected a mapping').max(200_000),
  file_name: Line(200),
  dry_run: z.boolean().default(false),
})

/** Counts as they are kept while they grow; amounts in minor units by currency. */
export type Tally = {
  created: number
  updated: number
  unchanged: number
  refused: number
  won: number
  won_minor: Record<string, string>
  /** By pipeline and rule; imports from before there were rules have none. */
  routed?: Record<string, number>
}

export const noTally: Tally = { created: 0, updated: 0, unchanged: 0, refused: 0, won: 0, won_minor: {} }

/** The counts with those of some more rows. */
export function tallied(before: Tally, verdicts: readonly Verdict[]): Tally {
  const tally = { ...before, won_minor: { ...before.won_minor }, routed: { ...before.routed } }
  for (const { state, won, routed } of verdicts) {
    tally[state] += 1
    const way = `${routed?.pipeline} ${routed?.rule ?? ''}`
    if (routed) tally.routed[way] = (tally.routed[way] ?? 0) + 1
    if (!won || state === 'refused') continue
    tally.won += 1
    const sum = BigInt(tally.won_minor[won.currency] ?? '0') + (won.amount_minor ?? 0n)
    if (won.amount_minor !== null) tally.won_minor[won.currency] = String(sum)
  }
  return tally
}

export const takenOf = ({ created, updated, unchanged, refused }: Tally): number =>
  created + updated + unchanged + refused

const byDeals = (a: { deals: number }, b: { deals: number }) => b.deals - a.deals

/** The counts as the wire shows them. */
export function countsOf(rows: number, tally: Tally): ImportCounts {
  const { created, updated, unchanged, refused, won, won_minor } = tally
  const ways = Object.entries(tally.routed ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const routed = ways.map(([way, deals]) => {
    const [pipeline = '', rule = ''] = way.split(' ')
    return { pipeline, rule: rule === '' ? null : rule, deals }
  })
  const amount: Money[] = Object.entries(won_minor)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => moneyOf(BigInt(minor), currency))
  return { rows, created, updated, unchanged, refused, won: { count: won, amount }, routed: routed.toSorted(byDeals) }
}
