import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { notFound } from '../../platform/problem.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { readPlans } from '../forecast/index.ts'
import { dayNumber, readLineages, restatedPlace } from '../history/index.ts'
import { readPipeline, readVersions } from '../pipelines/index.ts'
import { readSuspected } from '../overlaps/index.ts'
import { readRates } from '../rates/index.ts'
import { Funnel, funnelOf, readings } from './funnel.ts'
import { momentsUpTo, TotalsReport, totalsReport } from './pipeline-totals.ts'
import * as store from './store.ts'

export const getPipelineTotals = operation({
  name: 'pipeline_totals.get',
  http: 'GET /pipeline-totals',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  mcp: { tool: 'get_pipeline_totals' },
  summary: 'What stands open in each pipeline and in all, with win rates, usual cycles and the last 13 weeks',
  input: z.strictObject({ as_of: ViewpointSchema.optional(), currency: CurrencySchema.optional() }),
  output: TotalsReport,
  async run({ tx, workspace_id, now, actor }, { as_of: asked, currency }) {
    const as_of = asked === undefined || asked > now ? now : asked
    const inPart = [...actor.rights.pipelines.keys()].filter((id) => !seesWhole(actor, id))
    const settings = await settingsAt(tx, workspace_id, as_of)
    return totalsReport({
      as_of,
      currency: currency ?? settings.currency,
      rates: await readRates(tx, workspace_id, as_of),
      pipelines: await readPlans(tx, workspace_id, as_of),
      open: await store.readOpen(tx, workspace_id, momentsUpTo(as_of)),
      kinds: await store.readKinds(tx, workspace_id, as_of),
      closed: await store.readClosed(tx, workspace_id, as_of),
      suspected: as_of < now ? null : await readSuspected(tx, workspace_id),
      weighted: as_of < now ? null : await store.readWeighted(tx, workspace_id, inPart),
    })
  },
})

export const getFunnel = operation({
  name: 'funnels.get',
  http: 'GET /pipelines/{pipeline}/funnel',
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  mcp: { tool: 'get_funnel' },
  summary: 'What became of the deals that came into a pipeline, stage by stage: as it was, or in the stages of today',
  input: z.strictObject({
    pipeline: z.string().max(100),
    /** The deals that came into the pipeline from here on, and before `to`; all of them, where nothing is said. */
    from: ViewpointSchema.optional(),
    to: ViewpointSchema.optional(),
    as_of: ViewpointSchema.optional(),
    definition: z.enum(readings).default('as_was'),
  }),
  output: Funnel,
  async run({ tx, workspace_id, now }, { pipeline: named, from = null, to = null, as_of, definition: reading }) {
    const found = await readPipeline(tx, workspace_id, named)
    if (!found) throw notFound('pipeline')
    const { id, key, name } = found
    const at = as_of === undefined || as_of > now ? now : as_of
    const all = await readVersions(tx, workspace_id, [id])
    const then = all.filter(({ published_at }) => published_at <= at)
    const versions = then.length > 0 ? then : all.slice(0, 1)
    const told = await store.readPlaceRows(tx, workspace_id, id, at)
    const lineages = await readLineages(tx, workspace_id, at, { anew: true })
    // What was taken out of a pipeline that was split reads, restated, as the past of the one where it is now.
    const rows =
      reading === 'as_was' ? told : told.map((row) => restatedPlace(row, lineages, dayNumber(row.occurred_at)))
    const funnel = funnelOf({ pipeline_id: id, versions, rows, reading, from, to })
    return { pipeline: { id, key, name }, definition: reading, from, to, as_of: as_of ?? null, ...funnel }
  },
})
