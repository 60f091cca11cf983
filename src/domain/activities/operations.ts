import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, unwrap } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { Page, pageOf } from '../../values/page.ts'
import { readPeople, todayIn } from '../people/index.ts'
import { permitOnDeal } from '../rights/index.ts'
import { Activity, ActivityChange, type ActivityOrder, ActivityQuery, NewActivity } from './activity.ts'
import { decideActivity, decideChange, isOverdue } from './decide-activity.ts'
import * as store from './store.ts'

export const listActivities = operation({
  name: 'activities.list',
  http: 'GET /activities',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'list_activities', hint: 'open=true and owner=me is what is still to do for you' },
  summary: 'Tasks, calls, meetings and notes: open ones by urgency, all of them newest first',
  input: ActivityQuery,
  output: Page(Activity),
  expand: { owner: { operation: 'people.get', member: 'person_id' } },
  async run(context, { owner, cursor, ...query }) {
    const { tx, workspace_id, actor } = context
    const order: ActivityOrder = query.open ? 'due' : 'newest'
    if (cursor !== undefined && cursor[0] !== order)
      throw invalid('/cursor', 'cursor', 'This cursor is of another order; start again without it.')
    const rows = await store.readActivities(tx, workspace_id, {
      ...query,
      order,
      owner_id: owner === 'me' ? actor.id : owner,
      after: cursor && { value: cursor[1], id: cursor[2] },
    })
    const page = pageOf(rows, query.limit, (row) => [order, order === 'due' ? row.due_on : row.created_at, row.id])
    const today = await todayOf(context)
    return { ...page, data: page.data.map((row) => activityOf(row, today)) }
  },
})

export const createActivity = operation({
  name: 'activities.create',
  http: 'POST /activities',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'create_activity' },
  summary: 'Plan a task, call or meeting, log one that took place, or write a note',
  input: NewActivity,
  output: Activity,
  version: ({ version }) => version,
  run: (context, given) => addActivity(context, given),
})

/** Adds an activity; also for what is decided elsewhere. */
export async function addActivity(context: Context, given: NewActivity): Promise<Activity> {
  const { tx, workspace_id, actor, newId, now, record } = context
  const state = unwrap(decideActivity(given, { actor_id: actor.id, now }))
  if (state.deal_id !== null) await permitOnDeal(context, 'work', state.deal_id)
  const other = state.account_id === null ? undefined : await store.readHeir(tx, workspace_id, state.account_id)
  if (other)
    throw invalid('/account_id', 'account-merged', `${other.name} went into another account; use ${other.id} instead.`)
  const row: store.ActivityRow = {
    ...state,
    id: newId('act'),
    owner_name: await nameOf(context, state.owner_id),
    version: 1,
    created_by: actor.id,
    created_by_name: actor.name,
    created_at: now,
  }
  await named(() => store.insertActivity(tx, workspace_id, row))
  const activity = activityOf(row, await todayOf(context))
  record({
    type: 'activity.created',
    subject: row.id,
    version: 1,
    data: { deal_id: row.deal_id, after: recorded(activity) },
  })
  return activity
}

export const updateActivity = operation({
  name: 'activities.update',
  http: 'PATCH /activities/{activity_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Change an activity: done or open again, held, put off, handed over',
  input: ActivityChange,
  output: Activity,
  version: ({ version }) => version,
  async run(context, { activity_id, if_version, owner: owner_id, ...given }) {
    const { tx, workspace_id, now, record, unchanged } = context
    const before = await store.lockActivity(tx, workspace_id, activity_id)
    if (!before) throw notFound('activity')
    if (before.deal_id !== null) await permitOnDeal(context, 'work', before.deal_id)
    const today = await todayOf(context)
    requireVersion('activity', activityOf(before, today), if_version)
    const state = unwrap(decideChange(before, { ...given, owner_id }, now))
    const changed: store.ActivityRow = { ...before, ...state, owner_name: await nameOf(context, state.owner_id) }
    const difference = differenceOf(recorded(activityOf(before, today)), recorded(activityOf(changed, today)))
    if (difference === null) {
      unchanged()
      return activityOf(before, today)
    }
    const after = { ...changed, version: before.version + 1 }
    await store.updateActivity(tx, workspace_id, after)
    const data = { deal_id: before.deal_id, ...difference }
    record({ type: 'activity.updated', subject: activity_id, version: after.version, data })
    return activityOf(after, today)
  },
})

function activityOf(row: store.ActivityRow, today: string): Activity {
  const { owner_id, owner_name, created_by, created_by_name, ...rest } = row
  return {
    ...rest,
    owner: owner_id === null ? null : { id: owner_id, name: owner_name ?? '' },
    created_by: created_by === null ? null : { id: created_by, name: created_by_name ?? '' },
    overdue: isOverdue(row, today),
  }
}

/** Overdue follows from the day that somebody looks, so it is no part of what happened. */
const recorded = ({ overdue: _, ...activity }: Activity) => activity

const todayOf = async ({ tx, workspace_id, now }: Context) => todayIn(await store.readTimeZone(tx, workspace_id), now)

async function nameOf({ tx, workspace_id }: Context, owner_id: string | null): Promise<string | null> {
  if (owner_id === null) return null
  const person = (await readPeople(tx, workspace_id)).find(({ id }) => id === owner_id)
  if (!person) throw invalid('/owner', 'unknown', 'There is no such person in this workspace.')
  return person.name
}

/** Deals and accounts lie above activities, so that it is the database which knows whether one is there. */
async function named(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const { code, constraint = '' } = error as { code?: string; constraint?: string }
    if (code === '23503' && constraint.includes('deal_id'))
      throw invalid('/deal_id', 'unknown', 'There is no such deal in this workspace.')
    if (code === '23503' && constraint.includes('account_id'))
      throw invalid('/account_id', 'unknown', 'There is no such account in this workspace.')
    throw error
  }
}
