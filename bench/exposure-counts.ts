import { parseArgs } from 'node:util'
import { readKeptHistory } from '../src/domain/forecast/kept-history.ts'
import { readPlans } from '../src/domain/forecast/index.ts'
import { readSizing } from '../src/domain/forecast/store.ts'
import { accessOf, foundWorkspace } from '../src/domain/people/index.ts'
import { createPipeline } from '../src/domain/pipelines/index.ts'
import type { Context } from '../src/platform/context.ts'
import { sealEvents } from '../src/platform/events.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { fiveMotions, type Motion } from '../src/simulator/motion.ts'
import { simulateDeals } from '../src/simulator/simulate.ts'
import { atOnce } from '../src/stats/gently.ts'
import { fittingMotions, type History } from '../src/stats/motion-model.ts'
import { instantOf } from '../src/values/instant.ts'
import { openTestDatabase } from '../test/database.ts'
import { countLedger, follow } from '../test/kept-counts.ts'
import { type PastDeal, writePast } from '../test/stories/past-deals.ts'
import { plainDefinition } from '../test/stories/plain-definition.ts'

/**
 * Exposure counts that are kept, beside counting the ledger anew, on the same database in the same run:
 * `TEST_DATABASE_URL=… npm run bench:exposure-counts -- [--deals 100000]`. Wall time, database included: the first time,
 * one model from what is kept, and then one more day: brought up, and the model anew.
 */
const { values } = parseArgs({ options: { deals: { type: 'string', default: '100000' } } })
const wanted = Number(values.deals)
if (!(wanted >= 1_000)) throw new Error(`--deals is ${values.deals}; expected a number from 1000 up`)
const [days, pipelines] = [760, 12]
const today = 20_800
const stages = fiveMotions[0]?.stages ?? []

const database = await openTestDatabase()
let now = instantOf(today * 86_400_000)
const owner = { name: 'Owner', email: 'owner@bench.test' }
const founding = { slug: 'bench', name: 'Bench', currency: 'EUR', time_zone: 'UTC', owner, valid_from: now }
const { workspace_id, owner_id } = await foundWorkspace(database, founding, now)
for (let i = 0; i < pipelines; i++)
  await within((context) =>
    createPipeline.run(context, { source: JSON.stringify(plainDefinition(`p_${i + 1}`, stages)) }),
  )

const { past, more } = drawn()
for (let from = 0; from < past.length; from += 5_000)
  await within((context) => writePast(context, past.slice(from, from + 5_000)))
await seal()
await database.pool.query('analyze')

const plans = await readPlans(database.owner, workspace_id, now)
const first = await clocked(() => follow(database, workspace_id, now))
say(`${past.length} deals counted for the first time, step by step`, first.ms)
const naive = await clocked(counted)
say('the model from the ledger, counted anew', naive.ms)
const cold = await clocked(kept)
say('the model from what is kept, read for the first time', cold.ms, naive.ms)
const warm = await clocked(kept)
say('the model from what is kept', warm.ms, naive.ms)
say('of which the fit itself', (await clocked(async () => ratesOf(warm.result))).ms)
const { rows: size } = await database.pool.query(
  `select count(*)::int as cells, (pg_total_relation_size('exposure_count') / 1e6)::float8 as mb from exposure_count`,
)
console.log(`${size[0]?.cells} cells, ${size[0]?.mb.toFixed(1)} MB`)

now = instantOf((today + 1) * 86_400_000)
await within((context) => writePast(context, more))
await seal()
const before = await clocked(kept)
say(`one more day (${more.length} deals), the model before it is counted`, before.ms, naive.ms)
const day = await clocked(() => follow(database, workspace_id, now))
say('one more day, counted', day.ms, naive.ms)
const after = await clocked(kept)
say('and the model after that', after.ms, naive.ms)
const anew = await clocked(counted)
say('the same from the ledger, counted anew', anew.ms)
const same =
  JSON.stringify([after.result, before.result].map(ratesOf)) === JSON.stringify([anew.result, anew.result].map(ratesOf))
console.log(same ? 'all of them the same model, to the bit' : 'THE MODELS DIFFER')
await database.close()
process.exit(same ? 0 : 1)

/** Deals that came within two years, and of the last day as many as of any other: whole ones, each with all of its stays. */
function drawn(): { past: PastDeal[]; more: PastDeal[] } {
  const all = Array.from({ length: pipelines }, (_, i) => {
    const motion = fiveMotions[i % fiveMotions.length] as Motion
    const per_day = (1 + 1 / days) * (wanted / pipelines / days)
    const simulated = simulateDeals({
      motions: [{ ...motion, key: `p_${i + 1}`, per_day }],
      seed: 700 + i,
      from_day: 0,
      days,
    })
    return simulated.map(({ amount, stays }): PastDeal => {
      const there = stays.filter(({ entered }) => entered < days)
      return {
        pipeline: `p_${i + 1}`,
        amount: { amount: amount.toFixed(2), currency: 'EUR' },
        stays: there.map(({ stage, entered, left, to }) => {
          const over = left !== null && left < days
          return {
            stage,
            entered: today - days + entered,
            left: over ? today - days + left : null,
            to: over ? to : null,
          }
        }),
      }
    })
  }).flat()
  return { past: all.filter((_, i) => i % days !== 0), more: all.filter((_, i) => i % days === 0) }
}

async function kept(): Promise<History> {
  const sizing = await readSizing(database.owner, workspace_id, now)
  const history = await readKeptHistory(database.owner, workspace_id, { plans, as_of: now, sizing })
  if (history === undefined) throw new Error('nothing is kept')
  atOnce(fittingMotions(history, plans))
  return history
}

async function counted(): Promise<History> {
  const sizing = await readSizing(database.owner, workspace_id, now)
  const history = await countLedger(database.owner, workspace_id, { plans, as_of: now, sizing })
  atOnce(fittingMotions(history, plans))
  return history
}

function ratesOf(history: History) {
  return atOnce(fittingMotions(history, plans)).pipelines
}

async function seal(): Promise<void> {
  while ((await sealEvents(database.owner, workspace_id)) > 0);
}

function within<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const actor = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' } as const
  const asked = { actor: { ...actor, access: accessOf('owner'), rights: boundByNothing }, name: 'bench', now }
  return inTransaction(database, { ...asked, effect: 'write' }, work)
}

async function clocked<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const before = performance.now()
  const result = await work()
  return { ms: performance.now() - before, result }
}

function say(what: string, ms: number, beside?: number): void {
  const ratio = beside === undefined ? '' : ` · ${(ms / beside).toFixed(3)} × of counting anew`
  console.log(`${what} · ${ms.toFixed(0)} ms${ratio}`)
}
