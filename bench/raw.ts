import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { stageKeys } from './fill.ts'

export type Raw = { board(n: number): Promise<void>; move(n: number): Promise<void>; create(n: number): Promise<void> }

const state = `name, account_id, partner_account_id, source, pipeline_id, definition_id, stage, entered_stage_at, outcome,
  outcome_reason, closed_at, amount_minor, currency, close_date, category, owner_id, fields, owed, revenue_kind,
  amount_measure, frozen_rate, counted, next_step, wait_until`

/**
 * The same rows read and written by hand-written SQL, without server, rights, gates or schemas: what the database alone
 * takes for a board, a move and a creation.
 */
export async function rawSql(pool: pg.Pool, deal_ids: readonly string[]): Promise<Raw> {
  const { rows } = await pool.query(`select d.workspace_id, d.pipeline_id, d.owner_id from deal d limit 1`)
  const { workspace_id, pipeline_id } = rows[0]

  async function inOne(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await work(client)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  async function event(client: pg.PoolClient, subject: string, data: unknown): Promise<string> {
    const id = `evt_${randomUUID()}`
    await client.query(
      `insert into event (workspace_id, id, type, subject, version, channel, data, salt, digest, recorded_at)
       values ($1, $2, 'deal.moved', $3, 1, 'api', $4, 'salt', 'digest', now())`,
      [workspace_id, id, subject, JSON.stringify(data)],
    )
    await client.query('insert into outbox (workspace_id, event_id) values ($1, $2)', [workspace_id, id])
    return id
  }

  return {
    async board() {
      await pool.query(
        `select d.id, d.number, d.version, d.name, d.stage, d.amount_minor, d.close_date, d.owner_id, a.name
         from unnest($3::text[]) s(stage)
         cross join lateral (select * from deal d where d.workspace_id = $1 and d.pipeline_id = $2 and d.stage = s.stage
           and d.outcome is null order by coalesce(d.close_date, 'infinity'::date), d.id limit 50) d
         left join account a on a.workspace_id = d.workspace_id and a.id = d.account_id`,
        [workspace_id, pipeline_id, stageKeys],
      )
      await pool.query(
        `select stage, currency, count(*), sum(amount_minor), sum(weighted_minor) from deal
         where workspace_id = $1 and pipeline_id = $2 and outcome is null group by stage, currency`,
        [workspace_id, pipeline_id],
      )
    },
    move: (n) =>
      inOne(async (client) => {
        const id = deal_ids[n % deal_ids.length]
        const stage = stageKeys[n % stageKeys.length]
        const found = await client.query('select * from deal where workspace_id = $1 and id = $2 for update', [
          workspace_id,
          id,
        ])
        const { version, stage: from, currency } = found.rows[0]
        await client.query(
          `update deal_ledger set until = now() where workspace_id = $1 and deal_id = $2 and version = $3`,
          [workspace_id, id, version],
        )
        await client.query(
          `update deal set stage = $3, entered_stage_at = now(), version = version + 1, updated_at = now() where workspace_id = $1 and id = $2`,
          [workspace_id, id, stage],
        )
        const event_id = await event(client, id ?? '', { before: { stage: from }, after: { stage } })
        await client.query(
          `insert into deal_ledger (workspace_id, deal_id, version, id, kind, ${state}, event_id, occurred_at, recorded_at)
           select workspace_id, id, version, $3, 'moved', ${state}, $4, now(), now() from deal where workspace_id = $1 and id = $2`,
          [workspace_id, id, `led_${randomUUID()}`, event_id],
        )
        for (const [place, sign] of [
          [from, -1],
          [stage, 1],
        ])
          await client.query(
            `insert into board_delta (workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor)
             values ($1, $2, $3, $4, $5, 0, 0)`,
            [workspace_id, pipeline_id, place, currency, sign],
          )
      }),
    create: (n) =>
      inOne(async (client) => {
        const id = `deal_${randomUUID()}`
        const model = deal_ids[n % deal_ids.length]
        const counter = await client.query(
          'update deal_counter set next = next + 1 where workspace_id = $1 returning next - 1 as number',
          [workspace_id],
        )
        await client.query(
          `insert into deal (workspace_id, id, number, version, ${state}, created_at, updated_at)
           select workspace_id, $3, $4, 1, ${state}, now(), now() from deal where workspace_id = $1 and id = $2`,
          [workspace_id, model, id, counter.rows[0].number],
        )
        const event_id = await event(client, id, { after: { name: 'Deal' } })
        await client.query(
          `insert into deal_ledger (workspace_id, deal_id, version, id, kind, ${state}, event_id, occurred_at, recorded_at)
           select workspace_id, id, version, $3, 'created', ${state}, $4, now(), now() from deal where workspace_id = $1 and id = $2`,
          [workspace_id, id, `led_${randomUUID()}`, event_id],
        )
        await client.query(
          `insert into board_delta (workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor)
           select workspace_id, pipeline_id, stage, currency, 1, amount_minor, 0 from deal where workspace_id = $1 and id = $2`,
          [workspace_id, id],
        )
      }),
  }
}
