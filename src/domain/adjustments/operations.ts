import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { edgesIn, readPeriod } from '../../values/fiscal-calendar.ts'
import { readTimeZone } from '../forecast/index.ts'
import { readPeople } from '../people/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { readPlaces } from '../teams/index.ts'
import { Adjustment, AdjustmentQuery, NewAdjustment } from './adjustment.ts'
import { decideLevel } from './decide-adjustment.ts'
import * as store from './store.ts'

export const listAdjustments = operation({
  name: 'adjustments.list',
  http: 'GET /adjustments',
  access: 'forecast:read',
  effect: 'read',
  summary: 'What people said a forecast comes to, other than the deals say, with their reasons; the newest first',
  input: AdjustmentQuery,
  output: z.object({ data: z.array(Adjustment) }),
  async run({ tx, workspace_id, now, actor }, { as_of = now, pipeline: named, ...filter }) {
    const pipeline = named === undefined ? undefined : await readPipeline(tx, workspace_id, named)
    if (named !== undefined && !pipeline)
      throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
    const entries = await store.readAdjustments(tx, workspace_id, { ...filter, pipeline_id: pipeline?.id }, as_of)
    const isShown = ({ pipeline, person }: Adjustment) =>
      holds(actor, 'see_forecast', { pipeline_id: pipeline.id, owner_id: person.id })
    return { data: entries.filter(isShown) }
  },
})

export const createAdjustment = operation({
  name: 'adjustments.create',
  http: 'POST /adjustments',
  access: 'forecast:submit',
  effect: 'write',
  summary: 'Say what a person’s forecast comes to, with the reason; what they and their deals say stays beside it',
  input: NewAdjustment,
  output: Adjustment,
  run: (context, given) => addAdjustment(context, given),
})

/** Adds an entry; also for what somebody calls as they submit. */
export async function addAdjustment(context: Context, given: NewAdjustment): Promise<Adjustment> {
  const { tx, workspace_id, newId, now, actor, record } = context
  const pipeline = await readPipeline(tx, workspace_id, given.pipeline)
  if (!pipeline) throw invalid('/pipeline', 'unknown', `There is no pipeline ${given.pipeline} in this workspace.`)
  const person = (await readPeople(tx, workspace_id)).find(({ id }) => id === given.person_id)
  if (!person) throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
  await permitOn(context, 'see_forecast', { pipeline_id: pipeline.id, owner_id: person.id })
  await refusePast(context, given.period)
  const level = unwrap(decideLevel(await readPlaces(tx, workspace_id, now), { person_id: person.id, author: actor }))
  const { period, category, amount, reason } = given
  const adjustment: Adjustment = {
    id: newId('adj'),
    pipeline: { id: pipeline.id, key: pipeline.key, name: pipeline.name },
    period,
    person: { id: person.id, name: person.name },
    category,
    amount,
    reason,
    by: { id: actor.id, name: actor.name },
    level,
    created_at: now,
  }
  await store.insertAdjustment(tx, workspace_id, adjustment)
  record({ type: 'adjustment.made', subject: adjustment.id, version: 1, data: { after: adjustment } })
  return adjustment
}

/** What is over is what it is: no forecast of it is changed any more. */
export async function refusePast({ tx, workspace_id, now }: Context, key: string): Promise<void> {
  const period = unwrap(readPeriod(key, await settingsAt(tx, workspace_id, now)))
  const { until } = edgesIn(period, await readTimeZone(tx, workspace_id))
  if (until > now) return
  const detail = `${key} is over: nothing is called for it any more. Name a period that is still to end.`
  throw new Problem('refused', detail, 'period-over', { errors: [{ pointer: '/period', code: 'period-over', detail }] })
}
