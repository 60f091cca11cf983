import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import type { Settings } from '../../platform/settings.ts'
import { edgesIn, readPeriod } from '../../values/fiscal-calendar.ts'
import type { Instant } from '../../values/instant.ts'
import { minorOf } from '../../values/money.ts'
import { worthToday } from '../forecast/index.ts'
import { readLastSaid, type Said } from '../submissions/index.ts'
import { addedUp, exchangeAt } from './happened.ts'
import { type Submitted, uppermost } from './judge-submissions.ts'
import * as store from './store.ts'

type Asked = {
  /** Those of which the reader sees every deal. */
  pipeline_ids: readonly string[]
  as_of: Instant
  settings: Settings
  time_zone: string
  /** How many of the last periods of each pipeline. */
  periods: number
}

/** What was called for periods that are over, beside the model of that time and what the same people won; and by how many. */
export async function readSubmitted(
  context: Context,
  { pipeline_ids, as_of, settings, time_zone, periods }: Asked,
): Promise<{ judged: Submitted[]; authors: Map<string, Set<string>> }> {
  const { tx, workspace_id } = context
  const said = await readLastSaid(tx, workspace_id, { pipeline_ids, time_zone, as_of, periods })
  const after = await exchangeAt(context, { at: as_of, currency: settings.currency })
  const judged: Submitted[] = []
  const authors = new Map<string, Set<string>>()
  for (const all of Map.groupBy(said, ({ pipeline_id, period }) => `${pipeline_id} ${period}`).values()) {
    const [first] = all
    const period = first && readPeriod(first.period, settings)
    if (!first || !period?.ok) continue
    const { pipeline_id } = first
    const words = uppermost(all)
    const amounts = await amountsOf(context, words, settings.currency)
    if (!amounts) continue
    const owner_ids = [...new Set(words.flatMap(({ person_id, below }) => [person_id, ...below]))]
    const scope = { pipeline_id, owner_ids, period: period.value, edges: edgesIn(period.value, time_zone) }
    const won = await store.readFirm(tx, workspace_id, { ...scope, at: as_of }, { committed: false })
    judged.push({ pipeline_id, ...amounts, won: addedUp(won, after) })
    authors.set(pipeline_id, new Set([...(authors.get(pipeline_id) ?? []), ...words.map((one) => one.person_id)]))
    await breathe()
  }
  return { judged, authors }
}

/** Added up at the rates of the day on which each was said; null where one has no rate, and nothing to be measured by. */
async function amountsOf(
  context: Context,
  words: readonly Said[],
  currency: string,
): Promise<Pick<Submitted, 'called' | 'model'> | null> {
  let called = 0n
  let model: bigint | null = 0n
  for (const { commit, likely, submitted_at } of words) {
    const then = await exchangeAt(context, { at: submitted_at, currency })
    const worth = worthToday(commit, then)
    if (!worth) return null
    called += minorOf(worth)
    const held = likely && worthToday(likely, then)
    model = model === null || !held ? null : model + minorOf(held)
  }
  return { called, model }
}
