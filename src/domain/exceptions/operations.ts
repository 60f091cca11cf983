import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { dayOf, InstantSchema } from '../../values/instant.ts'
import { Page, pageOf, pageQuery } from '../../values/page.ts'
import { DealId, readDeals } from '../ledger/index.ts'
import { criteriaMet } from '../moves/index.ts'
import { type OverrideRow, readOverrides, readTally } from '../overrides/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { GateOverride, OverrideTally, standingOf, standings } from './exception.ts'

const filter = {
  pipeline: z.string().max(100).optional(),
  criterion: z.string().min(1).max(130).optional(),
  /** Who passed the gate: me, or the id of a person. */
  granted_by: z.union([z.literal('me'), Id('per')], 'expected me or the id of a person').optional(),
  /** Of one month, such as 2026-11. */
  month: z
    .string()
    .regex(/^(19[7-9]\d|2[0-8]\d\d)-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-11')
    .optional(),
}

export const listGateOverrides = operation({
  name: 'gate_overrides.list',
  http: 'GET /gate-overrides',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  mcp: { tool: 'list_gate_overrides' },
  summary: 'Exceptions: which gates were passed by override, why, by whom and until when; the newest first',
  input: z.strictObject({
    ...filter,
    deal_id: DealId.optional(),
    standing: z.enum(standings).optional(),
    ...pageQuery(z.tuple([InstantSchema, Id('ovr')])),
  }),
  output: Page(GateOverride).meta({ id: 'GateOverridePage' }),
  async run(context, { limit, cursor, ...given }) {
    const { tx, workspace_id } = context
    const after = cursor && { granted_at: cursor[0], id: cursor[1] }
    const rows = await readOverrides(tx, workspace_id, await wanted(context, given), { limit, after })
    const page = pageOf(rows, limit, ({ granted_at, id }) => [granted_at, id])
    return { ...page, data: await shown(context, page.data) }
  },
})

export const tallyGateOverrides = operation({
  name: 'gate_overrides.tally',
  http: 'GET /gate-override-tally',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  summary: 'How often each criterion of each pipeline was passed by override, month by month',
  input: z.strictObject(filter),
  output: z.object({ data: z.array(OverrideTally) }),
  async run(context, given) {
    const { tx, workspace_id } = context
    const rows = await readTally(tx, workspace_id, await wanted(context, given))
    return {
      data: rows.map(({ pipeline_id, pipeline_key, pipeline_name, ...row }) => ({
        ...row,
        pipeline: { id: pipeline_id, key: pipeline_key, name: pipeline_name },
      })),
    }
  },
})

type Given = {
  pipeline?: string | undefined
  criterion?: string | undefined
  granted_by?: string | undefined
  month?: string | undefined
  deal_id?: string | undefined
  standing?: (typeof standings)[number] | undefined
}

async function wanted({ tx, workspace_id, actor, now }: Context, { pipeline, deal_id, month, ...given }: Given) {
  const found = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
  if (pipeline !== undefined && !found)
    throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
  const [deal] = deal_id === undefined ? [] : await readDeals(tx, workspace_id, [deal_id])
  if (deal_id !== undefined && !deal) throw invalid('/deal_id', 'unknown', 'There is no such deal in this workspace.')
  return {
    ...given,
    pipeline_id: found?.id,
    deal_id: deal?.id,
    granted_by: given.granted_by === 'me' ? actor.id : given.granted_by,
    from: month && `${month}-01T00:00:00.000Z`,
    before: month && monthAfter(month),
    today: dayOf(now),
  }
}

const monthAfter = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString()

async function shown(context: Context, rows: readonly OverrideRow[]) {
  const met = await criteriaMet(
    context,
    rows.map(({ deal_id, criterion }) => ({ deal_id, criterion })),
  )
  const today = dayOf(context.now)
  return rows.map((row, i) => ({
    id: row.id,
    deal: { id: row.deal_id, key: `D-${row.deal_number}`, name: row.deal_name },
    pipeline: { id: row.pipeline_id, key: row.pipeline_key, name: row.pipeline_name },
    criterion: row.criterion,
    label: row.label,
    level: row.level,
    to_stage: row.to_stage,
    move_id: row.move_id,
    reason: row.reason,
    granted_by: { id: row.granted_by, name: row.granted_by_name },
    granted_at: row.granted_at,
    expires_on: row.expires_on,
    standing: standingOf(row, today),
    met: met[i] ?? null,
  }))
}
