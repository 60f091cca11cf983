import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { Id } from '../../values/id.ts'
import { converted, minorOf, moneyOf } from '../../values/money.ts'
import { Page, pageOf } from '../../values/page.ts'
import { lockedDeal, readDeals } from '../ledger/index.ts'
import { readPipeline } from '../pipelines/index.ts'
import { rateBetween, readRates } from '../rates/index.ts'
import {
  Contract,
  ContractChange,
  ContractQuery,
  RetainedAccount,
  RetainedAccountQuery,
  Retention,
  RetentionQuery,
} from './contract.ts'
import { type AccountRetained, accountsRetained, type Held, retentionOf } from './retention.ts'
import * as store from './store.ts'

const listContracts = operation({
  name: 'contracts.list',
  http: 'GET /contracts',
  access: 'deals:read',
  effect: 'read',
  mcp: { tool: 'list_contracts' },
  summary:
    'What won recurring deals left behind, those that end first before the others: in force, up for renewal, renewed, churned',
  input: ContractQuery,
  output: Page(Contract),
  async run({ tx, workspace_id, now }, { deal, pipeline, limit, cursor, ...asked }) {
    const [found] = deal === undefined ? [] : await readDeals(tx, workspace_id, [deal])
    if (deal !== undefined && !found) throw invalid('/deal', 'unknown', 'There is no such deal in this workspace.')
    const place = pipeline === undefined ? undefined : await readPipeline(tx, workspace_id, pipeline)
    if (pipeline !== undefined && !place)
      throw invalid('/pipeline', 'unknown', 'There is no such pipeline in this workspace.')
    const today = await store.readToday(tx, workspace_id, now)
    const which = { ...asked, deal_id: found?.id, pipeline_id: place?.id, after: cursor, limit: limit + 1 }
    const rows = await store.readContracts(tx, workspace_id, today, which)
    const page = pageOf(rows, limit, ({ ends_on, id }) => [ends_on, id])
    return { ...page, data: page.data.map(shown) }
  },
})

const getContract = operation({
  name: 'contracts.get',
  http: 'GET /contracts/{contract_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'One contract, with its lines, its term, and what goes on from it',
  input: z.strictObject({ contract_id: Id('ctr') }),
  output: Contract,
  version: ({ version }) => version,
  run: (context, { contract_id }) => currentContract(context, contract_id),
})

const updateContract = operation({
  name: 'contracts.update',
  http: 'PATCH /contracts/{contract_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Say when the term of a contract really begins or ends; its value stays what its lines bring',
  input: ContractChange,
  output: Contract,
  version: ({ version }) => version,
  async run(context, { contract_id, if_version, ...given }) {
    const { tx, workspace_id, record, unchanged } = context
    const seen = await store.readContract(tx, workspace_id, contract_id)
    if (!seen) throw notFound('contract')
    const deal = await lockedDeal(context, seen.deal_id)
    const row = await store.lockContract(tx, workspace_id, { id: contract_id })
    if (!row) throw notFound('contract')
    requireVersion('contract', await currentContract(context, row.id), if_version)
    if (row.withdrawn_at !== null)
      throw new Problem(
        'conflict',
        'The win that this came from was taken back; there is no term.',
        'contract-withdrawn',
      )
    const starts_on = given.starts_on ?? row.starts_on
    const ends_on = given.ends_on ?? movedAlong(row, starts_on)
    if (ends_on < starts_on) throw invalid('/ends_on', 'before-start', `It begins on ${starts_on}; give a later day.`)
    if (starts_on === row.starts_on && ends_on === row.ends_on) {
      unchanged()
      return currentContract(context, row.id)
    }
    const after = { ...row, version: row.version + 1, starts_on, ends_on }
    await store.saveContract(tx, workspace_id, after)
    const before = { starts_on: row.starts_on, ends_on: row.ends_on }
    const data = { deal_ids: [deal.id], before, after: { starts_on, ends_on } }
    record({ type: 'contract.updated', subject: row.id, version: after.version, data })
    return currentContract(context, row.id)
  },
})

const getRetention = operation({
  name: 'retention.get',
  http: 'GET /retention',
  access: 'forecast:read',
  effect: 'read',
  mcp: { tool: 'get_retention' },
  summary:
    'What is left of the recurring revenue of a day on a later one: gross and net, by the contracts that you see',
  input: RetentionQuery,
  output: Retention,
  async run(context, asked) {
    const { from, to, held, currency, left_out } = await heldBetween(context, asked)
    const { accounts, gross, net, ...sums } = retentionOf(held, from, to)
    const money = Object.fromEntries(Object.entries(sums).map(([name, minor]) => [name, moneyOf(minor, currency)]))
    const parts = money as Record<keyof typeof sums, ReturnType<typeof moneyOf>>
    return { from, to, accounts, ...parts, gross, net, unconverted: left_out }
  },
})

const listRetained = operation({
  name: 'retained_accounts.list',
  http: 'GET /retention/accounts',
  access: 'forecast:read',
  effect: 'read',
  summary: 'What retention is made of: account by account, what they brought in twelve months on both days',
  input: RetainedAccountQuery,
  output: Page(RetainedAccount),
  async run(context, { change, limit, cursor, ...asked }) {
    const { from, to, held, currency } = await heldBetween(context, asked)
    const [after = ''] = cursor ?? []
    const isWanted = (its: AccountRetained['change']) =>
      change === 'not_added' ? its !== 'added' : change === undefined || its === change
    const wanted = accountsRetained(held, from, to).filter((one) => one.account > after && isWanted(one.change))
    const page = pageOf(wanted.slice(0, limit + 1), limit, ({ account }) => [account])
    const { tx, workspace_id } = context
    const parties = await store.readParties(
      tx,
      workspace_id,
      page.data.map(({ account }) => account),
    )
    const shownOf = ({ account: id, was, is, change }: AccountRetained) => {
      const { account = null, deal = null } = parties.get(id) ?? {}
      return { account, deal, was: moneyOf(was, currency), is: moneyOf(is, currency), change }
    }
    return { ...page, data: page.data.map(shownOf) }
  },
})

export const contractOperations = [listContracts, getContract, updateContract, getRetention, listRetained]

/** The contracts of two days in the workspace's currency. */
async function heldBetween({ tx, workspace_id, now }: Context, { from, ...asked }: z.output<typeof RetentionQuery>) {
  const to = asked.to ?? (await store.readToday(tx, workspace_id, now))
  if (to <= from) throw invalid('/to', 'before-start', `Give a day after ${from}.`)
  const [{ currency }, rows, rates] = await Promise.all([
    settingsAt(tx, workspace_id, now),
    store.readHeld(tx, workspace_id, from, to),
    readRates(tx, workspace_id),
  ])
  // Both days at the rate of the first: that a currency rose is no growth of a customer.
  const held = rows.flatMap(({ account_id, deal_id, annual_minor, ...row }): Held[] => {
    const rate = rateBetween(rates, row.currency, currency, from)
    if (rate === null) return []
    const annual = converted(moneyOf(annual_minor, row.currency), currency, rate)
    return [{ ...row, account: account_id ?? deal_id, annual_minor: minorOf(annual) }]
  })
  return { from, to, held, currency, left_out: rows.length - held.length }
}

/** A term that begins later ends later by as many days. */
function movedAlong({ starts_on, ends_on }: store.ContractRow, to: string): string {
  const by = Temporal.PlainDate.from(starts_on).until(Temporal.PlainDate.from(to))
  return Temporal.PlainDate.from(ends_on).add(by).toString()
}

async function currentContract({ tx, workspace_id, now }: Context, id: string): Promise<z.input<typeof Contract>> {
  const today = await store.readToday(tx, workspace_id, now)
  const [row] = await store.readContracts(tx, workspace_id, today, { id, limit: 1 })
  if (!row) throw notFound('contract')
  return shown(row)
}

function shown(row: store.ShownRow): z.input<typeof Contract> {
  const { id, version, state, deal, pipeline, account, starts_on, ends_on, currency, lines, opened_at } = row
  return {
    id,
    version,
    state,
    deal,
    pipeline,
    account,
    starts_on,
    ends_on,
    annual: moneyOf(row.annual_minor, currency),
    value: moneyOf(row.value_minor, currency),
    lines,
    renews: row.renews_id,
    renewed_by: row.renewed_by,
    opened_at,
  }
}
