import { sql } from 'kysely'
import { foldTotals } from '../src/domain/boards/index.ts'
import { createPipeline, readPipeline } from '../src/domain/pipelines/index.ts'
import { accessOf, readOwner } from '../src/domain/people/index.ts'
import { ensureAccounts } from '../src/domain/accounts/index.ts'
import { type DealState, type History, takeNumbers, writeHistories } from '../src/domain/ledger/index.ts'
import type { Context } from '../src/platform/context.ts'
import type { Database } from '../src/platform/database/open.ts'
import { sealEvents } from '../src/platform/events.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { randomFrom } from '../src/stats/random.ts'
import { instantOf, plusDays } from '../src/values/instant.ts'
import { boundByNothing } from '../src/platform/rights.ts'

export const stageKeys = Array.from({ length: 8 }, (_, i) => `stage_${i + 1}`)

const phases = ['qualify', 'evaluate', 'propose', 'negotiate']
/** Eight stages, each left through a gate of a hard and a soft rule, as a pipeline in use has them. */
export const pipelineFile = `key: board
name: Board under load
charter: { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: new
transitions: { skip: allowed, back: allowed, reopen: allowed }
stages:
${stageKeys
  .map(
    (key, i) => `  - key: ${key}
    name: Milestone ${i + 1}
    phase: ${phases[Math.floor(i / 2)]}
    exit:
      - { key: amount_${i}, label: Amount is known, level: hard, kind: rule, rule: deal.amount > 0 }
      - { key: account_${i}, label: Account is known, level: soft, kind: field, field: account }`,
  )
  .join('\n')}
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`

const batch = 1_000

/** Fills the workspace of a database: so many open deals on one board, and half as many closed ones behind it. */
export async function fill(database: Database, open: number): Promise<{ deal_ids: string[] }> {
  const owner = await readOwner(database)
  if (!owner) throw new Error('this database has no workspace yet')
  const actor = {
    id: owner.owner_id,
    name: 'Owner',
    role: 'owner',
    workspace_id: owner.workspace_id,
    channel: 'import' as const,
    access: accessOf('owner'),
    rights: boundByNothing,
  }
  // An hour ago, as of a workspace in use: what was recorded just now is always read again.
  const now = instantOf(Date.now() - 3_600_000)
  const write = <T>(work: (context: Context) => Promise<T>) =>
    inTransaction(database, { actor, effect: 'write', name: 'bench.fill', now }, work)
  await write((context) => createPipeline.run(context, { source: pipelineFile }))

  const random = randomFrom(open)
  const deal_ids: string[] = []
  for (let done = 0; done < open * 1.5; done += batch) {
    const size = Math.min(batch, open * 1.5 - done)
    await write(async (context) => {
      const { tx, workspace_id, newId, record } = context
      const pipeline = await readPipeline(tx, workspace_id, 'board')
      if (!pipeline) throw new Error('the pipeline is missing')
      const accounts = await ensureAccounts(
        context,
        Array.from({ length: 50 }, (_, i) => ({
          name: `Account ${i}`,
          domain: `account-${i}.example`,
          kind: 'customer' as const,
        })),
      )
      const account_ids = [...accounts.values()].map(({ id }) => id)
      const first = await takeNumbers(tx, workspace_id, size)
      const histories = Array.from({ length: size }, (_, i): History => {
        const closed = done + i >= open
        const id = newId('deal')
        if (!closed) deal_ids.push(id)
        const created = plusDays(now, -20 - 300 * random.uniform())
        const moved = plusDays(created, 10 * random.uniform())
        const state: DealState = {
          id,
          number: first + BigInt(i),
          version: 1,
          name: `Deal ${done + i}`,
          account_id: random.pick(account_ids),
          partner_account_id: null,
          source: 'bench',
          pipeline_id: pipeline.id,
          definition_id: pipeline.definition_id,
          stage: 'stage_1',
          entered_stage_at: created,
          outcome: null,
          outcome_reason: null,
          closed_at: null,
          amount_minor: BigInt(1 + random.below(50_000_000)),
          currency: 'EUR',
          close_date: plusDays(now, 200 * random.uniform()).slice(0, 10),
          category: 'pipeline',
          owner_id: owner.owner_id,
          fields: {},
          owed: [],
          carried: {},
          revenue_kind: 'new',
          amount_measure: 'total_contract_value',
          frozen_rate: null,
          counted: true,
          next_step: null,
          wait_until: null,
          created_at: created,
        }
        const event_id = record({
          type: 'deal.imported',
          subject: id,
          version: 2,
          data: { key: `D-${state.number}`, name: state.name },
        })
        const change = { event_id, recorded_at: context.now }
        const stage = random.pick(stageKeys)
        const next: DealState = closed
          ? { ...state, version: 2, outcome: 'won', closed_at: moved, category: 'closed' }
          : { ...state, version: 2, stage, entered_stage_at: moved }
        return {
          chance: 0.3,
          states: [
            { state, change: { ...change, id: newId('led'), kind: 'created', occurred_at: created } },
            {
              state: next,
              change: { ...change, id: newId('led'), kind: closed ? 'won' : 'moved', occurred_at: moved },
            },
          ],
        }
      })
      await writeHistories(tx, workspace_id, histories)
    })
  }
  // A server would seal the events of the filling first, and be measured at that.
  while ((await sealEvents(database.owner, owner.workspace_id)) > 0) continue
  await database.owner.transaction().execute(async (tx) => {
    for (const stage of stageKeys)
      await sql`insert into stage_statistic (workspace_id, pipeline_id, stage, chance, n_closed, usual_days, n_stays, computed_at)
        select workspace_id, id, ${stage}, 0.3, 100, 12, 100, ${now} from pipeline where key = 'board'`.execute(tx)
    await sql`insert into follower (workspace_id, name, position)
      select workspace_id, 'jobs', max(position) from event_seal group by workspace_id
      on conflict (workspace_id, name) do update set position = excluded.position`.execute(tx)
  })
  await foldTotals.run({ database, now })
  return { deal_ids }
}
