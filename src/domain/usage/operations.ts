import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { Page, pageOf } from '../../values/page.ts'
import { readAccount, refuseMerged } from '../accounts/index.ts'
import { type RefusedRow, readUsage } from './read-usage.ts'
import * as store from './store.ts'
import { NewUsage, UsageFile, UsageLoaded, UsageQuery, UsageReading } from './usage.ts'

const listUsage = operation({
  name: 'usage.list',
  http: 'GET /accounts/{account_id}/usage',
  access: 'deals:read',
  effect: 'read',
  summary: 'What an account uses, reading by reading, the newest first',
  input: UsageQuery,
  output: Page(UsageReading),
  async run({ tx, workspace_id }, { account_id, metric, limit, cursor }) {
    if (!(await readAccount(tx, workspace_id, account_id))) throw notFound('account')
    const asked = { account_id, metric, before: cursor, limit: limit + 1 }
    return pageOf(await store.readReadings(tx, workspace_id, asked), limit, (one) => [one.at, one.metric])
  },
})

const recordUsage = operation({
  name: 'usage.create',
  http: 'POST /accounts/{account_id}/usage',
  access: 'deals:work',
  effect: 'write',
  mcp: { tool: 'record_usage' },
  summary: 'Record what an account uses at a moment; a figure that comes to the value of a hand-off rule fires it',
  input: NewUsage,
  output: UsageReading,
  async run(context, given) {
    const { tx, workspace_id, now, actor, unchanged } = context
    const account = await readAccount(tx, workspace_id, given.account_id)
    if (!account) throw notFound('account')
    refuseMerged(account)
    if (given.at > now) throw invalid('/at', 'future', 'This has not happened yet; say when it was read.')
    await store.lockUsage(tx, workspace_id)
    const [known] = await store.readKnown(tx, workspace_id, [given])
    if (known && known.value !== given.value)
      throw new Problem(
        'conflict',
        `${given.metric} of that moment was recorded as ${known.value}; give another moment.`,
        'usage-known',
        { value: known.value },
      )
    if (known) {
      unchanged()
      return known
    }
    const reading = { ...given, recorded_at: now }
    await keep(context, [{ ...reading, recorded_by: actor.id }])
    return reading
  },
})

const loadUsage = operation({
  name: 'usage_files.create',
  http: 'POST /usage-files',
  access: 'deals:work',
  effect: 'write',
  cost: 20,
  summary:
    'Record the usage of many accounts from a file (CSV): account_domain, metric, value, at; sent twice, once recorded',
  input: UsageFile,
  output: UsageLoaded,
  async run(context, { text }) {
    const { tx, workspace_id, now, actor, unchanged } = context
    const read = readUsage(text, now)
    if (!read.ok) throw invalid('/text', read.refusal.code, read.refusal.message)
    const { rows, refused } = read.value
    await store.lockUsage(tx, workspace_id)
    const accounts = await store.readAccountIds(tx, workspace_id, [...new Set(rows.map(({ domain }) => domain))])
    const named = rows.flatMap(({ domain, ...row }) => {
      const account_id = accounts.get(domain)
      return account_id === undefined ? [] : [{ ...row, account_id }]
    })
    const known = new Map((await store.readKnown(tx, workspace_id, named)).map((one) => [keyOf(one), one.value]))
    const fresh: store.NewReading[] = []
    const other: RefusedRow[] = []
    for (const { row, ...reading } of named) {
      const value = known.get(keyOf(reading))
      if (value === undefined) fresh.push({ ...reading, recorded_by: actor.id, recorded_at: now })
      else if (value !== reading.value)
        other.push({ row, column: 'value', code: 'usage-known', message: `recorded as ${value} already` })
      known.set(keyOf(reading), value ?? reading.value)
    }
    const unknown = rows
      .filter(({ domain }) => !accounts.has(domain))
      .map(({ row, domain }): RefusedRow => {
        return { row, column: 'account_domain', code: 'unknown', message: `no account has the domain ${domain}` }
      })
    const all = [...refused, ...unknown, ...other].toSorted((a, b) => a.row - b.row)
    if (fresh.length === 0) unchanged()
    else await keep(context, fresh)
    const counts = { rows: rows.length + refused.length, recorded: fresh.length, refused_rows: all.length }
    return { ...counts, unchanged: counts.rows - fresh.length - all.length, refused: all.slice(0, 200) }
  },
})

export const usageOperations = [listUsage, recordUsage, loadUsage]

type Key = Pick<UsageReading, 'account_id' | 'metric' | 'at'>
const keyOf = ({ account_id, metric, at }: Key) => `${account_id} ${metric} ${at}`

/** One event for what came of one metric of an account, however many readings that were. */
async function keep({ tx, workspace_id, record }: Context, readings: readonly store.NewReading[]): Promise<void> {
  await store.insertReadings(tx, workspace_id, readings)
  const groups = Map.groupBy(readings, ({ account_id, metric }) => `${account_id} ${metric}`)
  for (const group of groups.values()) {
    const last = group.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)
    if (!last) continue
    const { account_id, metric, at, value } = last
    const after = { metric, readings: group.length, at, value }
    record({ type: 'usage.recorded', subject: account_id, version: 1, data: { metric, before: null, after } })
  }
}
