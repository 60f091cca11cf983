import { z } from 'zod'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { withinNewWorkspace } from '../../platform/transaction.ts'
import { checkChanges, fiscalYearOf } from '../../values/fiscal-year.ts'
import { patched } from '../../values/merge-patch.ts'
import { insertWorkspace, readWorkspace, todayIn } from '../people/index.ts'
import { loadShippedRates } from '../rates/index.ts'
import * as store from './store.ts'
import { proposedCalendar, shownYears } from './proposed-calendar.ts'
import { FiscalYearQuery, FiscalYearShown, FoundedWorkspace, NewWorkspace } from './workspace.ts'

/** Settings hold from here on, so that history imported later is read under them too. */
const since = '2000-01-01T00:00:00.000Z'

export const createWorkspace = operation({
  name: 'workspaces.create',
  http: 'POST /workspaces',
  access: 'workspace:administer',
  effect: 'write',
  summary: 'Found another workspace, as its owner; nothing of this one is in it',
  input: NewWorkspace,
  output: FoundedWorkspace,
  async run({ tx, workspace_id, actor, newId, now, record }, { name, slug, ...given }) {
    // Somebody who has no password could never enter it: a key belongs to one workspace.
    const founder = await store.readFounder(tx, workspace_id, actor.id)
    if (!founder?.sign_in_id)
      throw new Problem('refused', 'Sign in with a password once; without one, nobody could enter it.', 'no-sign-in')
    const { sign_in_id, email, time_zone } = founder
    const { currency } = await settingsAt(tx, workspace_id, now)
    const id = newId('wsp')
    const rows = {
      slug,
      name,
      ...patched({ currency, time_zone }, given),
      workspace_id: id,
      owner_id: newId('per'),
      channel: actor.channel,
      valid_from: since,
      owner: { name: founder.name, email, sign_in_id },
    }
    const founded = await withinNewWorkspace(tx, { from: workspace_id, to: id }, async () => {
      if (!(await insertWorkspace(tx, rows, now))) return false
      await loadShippedRates(tx, id, now)
      return true
    })
    if (!founded)
      throw new Problem('conflict', `There is a workspace ${slug} on this server; choose another slug.`, 'slug-taken')
    record({ type: 'workspace.another_founded', subject: id, version: 1, data: { after: { slug, name } } })
    return { id, slug, name }
  },
})

export const listFiscalYears = operation({
  name: 'fiscal_years.list',
  http: 'GET /fiscal-years',
  access: 'workspace:read',
  effect: 'read',
  summary: 'Fiscal years with their quarters and months; with start_month, as another calendar would cut them',
  input: FiscalYearQuery,
  output: z.object({ data: z.array(FiscalYearShown) }),
  async run({ tx, workspace_id, now }, asked) {
    if (asked.start_month === undefined) refuseHalf(asked)
    const settings = await settingsAt(tx, workspace_id, now)
    const calendar = proposedCalendar(settings, asked)
    const checked = checkChanges(calendar)
    if (!checked.ok) throw invalid('/from_year', checked.refusal.code, checked.refusal.message)
    const time_zone = (await readWorkspace(tx, workspace_id))?.time_zone ?? 'UTC'
    const first = asked.year ?? fiscalYearOf(todayIn(time_zone, now), calendar).year
    return { data: shownYears(calendar, first, asked.count) }
  },
})

/** Half a calendar says nothing, and showing the one in force for it would mislead. */
function refuseHalf(asked: FiscalYearQuery): void {
  const given = (['pattern', 'year_ends', 'weekday', 'named_after', 'from_year'] as const).find(
    (name) => asked[name] !== undefined,
  )
  if (given === undefined) return
  throw invalid(`/${given}`, 'needs-start-month', 'Another calendar begins with its month; give start_month as well.')
}
