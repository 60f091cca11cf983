import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem, unwrap } from '../../platform/problem.ts'
import { holds } from '../../platform/rights.ts'
import { settingsAt } from '../../platform/settings.ts'
import { readPeriod } from '../../values/fiscal-calendar.ts'
import { readPeople } from '../people/index.ts'
import { readPipeline, readPipelines } from '../pipelines/index.ts'
import { permitOn } from '../rights/index.ts'
import { readTeams } from '../teams/index.ts'
import { NewQuota, PastedQuotas, Quota, QuotaQuery } from './quota.ts'
import { readPaste } from './read-paste.ts'
import * as store from './store.ts'

export const listQuotas = operation({
  name: 'quotas.list',
  http: 'GET /quotas',
  access: 'forecast:read',
  effect: 'read',
  summary: 'What pipelines, teams and people are to win in a period',
  input: QuotaQuery,
  output: z.object({ data: z.array(Quota) }),
  async run({ tx, workspace_id, now, actor }, { as_of = now, ...filter }) {
    const quotas = await store.readQuotaList(tx, workspace_id, filter, as_of)
    return {
      data: quotas.filter(
        ({ pipeline, person }) =>
          pipeline === null ||
          person === null ||
          holds(actor, 'see_forecast', { pipeline_id: pipeline.id, owner_id: person.id }),
      ),
    }
  },
})

export const createQuota = operation({
  name: 'quotas.create',
  http: 'POST /quotas',
  access: 'forecast:configure',
  effect: 'write',
  summary: 'Say what a pipeline, a team or a person is to win; what was agreed before stays readable as of then',
  input: NewQuota,
  output: Quota,
  run: (context, given) => setQuota(context, given),
})

/** Adds a dated quota; also for a company that is loaded with the quotas it had. */
export async function setQuota(context: Context, given: NewQuota): Promise<Quota> {
  const { tx, workspace_id, newId, now } = context
  const { pipeline: named, team_id, person_id, period, amount, valid_from = now } = given
  const pipeline = named === undefined ? null : await readPipeline(tx, workspace_id, named)
  if (pipeline === undefined) throw invalid('/pipeline', 'unknown', `There is no pipeline ${named} in this workspace.`)
  const team = team_id === undefined ? null : (await readTeams(tx, workspace_id, now)).find(({ id }) => id === team_id)
  if (team === undefined) throw invalid('/team_id', 'unknown', 'There is no such team in this workspace.')
  const person =
    person_id === undefined ? null : (await readPeople(tx, workspace_id)).find(({ id }) => id === person_id)
  if (person === undefined) throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
  // A name that a change of the calendar left no day would be a quota that nothing is ever measured by.
  unwrap(readPeriod(period, await settingsAt(tx, workspace_id, now)))
  const quota: Quota = {
    id: newId('quo'),
    pipeline: pipeline && { id: pipeline.id, key: pipeline.key, name: pipeline.name },
    team: team && { id: team.id, name: team.name },
    person: person && { id: person.id, name: person.name },
    period,
    amount,
    valid_from,
  }
  await save(context, [quota])
  return quota
}

export const pasteQuotas = operation({
  name: 'quotas.paste',
  http: 'POST /quotas/paste',
  status: 200,
  access: 'forecast:configure',
  effect: 'write',
  cost: 5,
  summary: 'Set many quotas at once from a piece of a spreadsheet: all of them, or none where anything is wrong',
  input: PastedQuotas,
  output: z.object({
    set: z.int(),
    /** Those that were agreed just so already. */
    unchanged: z.int(),
    data: z.array(Quota),
  }),
  async run(context, { text, currency, dry_run }) {
    const { tx, workspace_id, newId, now, unchanged } = context
    const settings = await settingsAt(tx, workspace_id, now)
    const pipelines = await readPipelines(tx, workspace_id)
    const teams = await readTeams(tx, workspace_id, now)
    const people = await readPeople(tx, workspace_id)
    const read = readPaste(text, {
      pipelines: pipelines.map(({ id, key, name }) => ({ id, name, unique: key })),
      teams: teams.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
      people: people.filter(({ active }) => active).map(({ id, name, email }) => ({ id, name, unique: email })),
      calendar: settings,
      currency: currency ?? settings.currency,
    })
    const [fault] = read.faults
    if (fault) throw new Problem('invalid', fault.detail, 'invalid', { errors: read.faults.slice(0, 100) })
    if (read.quotas.length === 0) throw invalid('/text', 'empty', 'There is no amount in it; paste at least two lines.')

    const named = <T extends { id: string; name: string }>(list: readonly T[], id: string | null) => {
      const found = list.find((one) => one.id === id)
      return found ? { id: found.id, name: found.name } : null
    }
    const pipelineOf = (id: string | null) => {
      const found = pipelines.find((one) => one.id === id)
      return found ? { id: found.id, key: found.key, name: found.name } : null
    }
    const agreed = new Map((await store.readQuotaList(tx, workspace_id, {}, now)).map((one) => [placeOf(one), one]))
    const quotas = read.quotas.map(
      ({ pipeline_id, team_id, person_id, period, amount }): Quota => ({
        id: newId('quo'),
        pipeline: pipelineOf(pipeline_id),
        team: named(teams, team_id),
        person: named(people, person_id),
        period,
        amount,
        valid_from: now,
      }),
    )
    const changed = quotas.filter((quota) => !isSame(quota, agreed.get(placeOf(quota))))
    if (dry_run || changed.length === 0) unchanged()
    else await save(context, changed)
    return { set: changed.length, unchanged: quotas.length - changed.length, data: changed }
  },
})

const placeOf = ({ pipeline, team, person, period }: Quota) =>
  [period, pipeline?.id, team?.id, person?.id].map((part) => part ?? '-').join(' ')

const isSame = (quota: Quota, agreed: Quota | undefined) =>
  quota.amount?.currency === agreed?.amount?.currency &&
  Number(quota.amount?.amount ?? -1) === Number(agreed?.amount?.amount ?? -1)

async function save(context: Context, quotas: readonly Quota[]): Promise<void> {
  const { tx, workspace_id, record } = context
  for (const pipeline_id of new Set(quotas.flatMap(({ pipeline }) => pipeline?.id ?? [])))
    await permitOn(context, 'configure', { pipeline_id })
  await store.insertQuotas(tx, workspace_id, quotas)
  for (const quota of quotas) record({ type: 'quota.set', subject: quota.id, version: 1, data: { after: quota } })
}
