import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { seesWhole } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { ViewpointSchema } from '../../values/instant.ts'
import { CurrencySchema } from '../../values/money.ts'
import { readPlans } from '../forecast/index.ts'
import { readSuspected } from '../overlaps/index.ts'
import { readRates } from '../rates/index.ts'
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
      closed: await store.readClosed(tx, workspace_id, as_of),
      suspected: as_of < now ? null : await readSuspected(tx, workspace_id),
      weighted: as_of < now ? null : await store.readWeighted(tx, workspace_id, inPart),
    })
  },
})
