import { setImmediate as breathe } from 'node:timers/promises'
import { operation } from '../../platform/operation.ts'
import { unwrap } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { gently } from '../../stats/gently.ts'
import { readPeriod } from '../../values/fiscal-calendar.ts'
import { ForecastRequest, readProspect, readTimeZone } from '../forecast/index.ts'
import { ForecastPath } from './path.ts'
import { bordersOf, tracingPath } from './trace-path.ts'

export const getForecastPath = operation({
  name: 'forecast_paths.get',
  http: 'GET /forecasts/path',
  access: 'forecast:read',
  effect: 'read',
  cost: 10,
  mcp: {
    tool: 'get_forecast_path',
    hint: 'closed is what was won so far, ahead what will have been won by each moment; its last is the forecast',
  },
  summary:
    'How a period has gone so far and where it leads, week by week: won up to each, and low, likely and high ahead',
  input: ForecastRequest,
  output: ForecastPath,
  async run(context, request) {
    const known = await readProspect(context, request)
    const { tx, workspace_id } = context
    const { as_of, period } = known.situation
    const settings = await settingsAt(tx, workspace_id, as_of)
    const days = unwrap(readPeriod(period.key, settings))
    const borders = bordersOf(days, await readTimeZone(tx, workspace_id))
    return gently(tracingPath(known, borders), breathe)
  },
})
