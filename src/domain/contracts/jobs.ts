import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import type { Tick } from '../../platform/jobs.ts'
import type { Follower } from '../../platform/sequencer.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { Instant } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { lockDeals, type StoredDeal } from '../ledger/index.ts'
import { type Line, readLines } from '../line-items/index.ts'
import { systemFor } from '../people/index.ts'
import type { ContractLine } from './contract.ts'
import * as store from './store.ts'
import { sameLines, startAfter, termOf } from './term.ts'

/** An import brings deals that were won long ago, and says later what else became of them. */
const turns = new Set(['deal.won', 'deal.imported', 'deal.reopened', 'deal.reversed', 'deal.lost'])

/** Notes deals that may leave a contract, or take theirs back. */
export const noteWins: Follower = {
  name: 'contracts',
  keeps: true,
  async read(workspace_id, events, tx) {
    const turned = events.filter(({ type }) => turns.has(type))
    const due = new Map(turned.map(({ subject, actor_id }) => [subject, actor_id]))
    if (due.size > 0) await store.insertDue(tx, workspace_id, due)
  },
}

const batch = 200

/** Gives won recurring deals their contract, each in one transaction with the list that it stands in. */
export const settleContracts: Tick = {
  name: 'contracts',
  every_seconds: 2,
  async run({ database, now }) {
    const failed: unknown[] = []
    let last: store.Due | undefined
    do {
      const due = await store.readDue(database.owner, { limit: batch, after: last })
      // What fails stays for the next time, and keeps nothing behind it waiting.
      for (const one of due) await settleOne(database, one, now).catch((error: unknown) => failed.push(error))
      last = due.length === batch ? due.at(-1) : undefined
    } while (last)
    if (failed.length > 0) throw failed[0]
  },
}

async function settleOne(database: Database, { workspace_id, deal_id, actor_id }: store.Due, now: Instant) {
  const asked = { actor: systemFor(workspace_id, actor_id), effect: 'write', name: 'contracts.settle', now } as const
  const changed = await inTransaction(database, asked, async (context) => {
    const taken = await store.takeDue(context.tx, workspace_id, deal_id)
    if (taken && (await settle(context, deal_id))) return true
    context.unchanged()
    return false
  })
  // Nothing came of it, and without an event it would not leave the list.
  if (!changed) await store.dropDue(database.owner, workspace_id, deal_id)
}

async function settle(context: Context, deal_id: string): Promise<boolean> {
  const { tx, workspace_id, now, newId, record } = context
  const [deal] = await lockDeals(tx, workspace_id, [deal_id])
  const known = await store.lockContract(tx, workspace_id, { deal_id })
  if (!deal) return false
  if (deal.outcome !== 'won') {
    if (!known || known.withdrawn_at !== null) return false
    return withdraw(context, deal, known)
  }
  const lines = (await readLines(tx, workspace_id, deal.id)).filter(({ kind }) => kind === 'recurring')
  const held = lines.map((line) => lineOf(line, deal))
  // What a person said of its term stands, as long as a newer export says nothing else of the deal.
  const current = known && known.withdrawn_at === null ? known : undefined
  if (current && sameLines(current.lines, held)) return false
  if (lines.length === 0) return current !== undefined && withdraw(context, deal, current)
  const before = await store.readRenewedDue(tx, workspace_id, deal.id)
  // Both were won in one file: what is renewed leaves its contract first.
  if (before !== undefined && (await store.takeDue(tx, workspace_id, before))) await settle(context, before)
  const renewed = await store.readRenewed(tx, workspace_id, deal.id)
  const won_on = await store.readToday(tx, workspace_id, deal.closed_at ?? now)
  const said = lines.flatMap(({ starts_on }) => starts_on ?? []).toSorted()[0]
  const term = termOf(lines satisfies Line[], said ?? startAfter(won_on, renewed ?? null))
  if (term === null) throw new Error(`D-${deal.number} has recurring lines without a term`)
  const row: store.ContractRow = {
    id: known?.id ?? newId('ctr'),
    version: (known?.version ?? 0) + 1,
    deal_id: deal.id,
    account_id: deal.account_id,
    ...term,
    currency: deal.currency,
    lines: held,
    renews_id: renewed?.id ?? null,
    withdrawn_at: null,
    opened_at: known?.opened_at ?? now,
  }
  await store.saveContract(tx, workspace_id, row)
  const { starts_on, ends_on, currency, annual_minor, value_minor, renews_id } = row
  const sums = { annual: moneyOf(annual_minor, currency), value: moneyOf(value_minor, currency) }
  const after = { deal: `D-${deal.number}`, starts_on, ends_on, ...sums, renews: renews_id }
  const was = current && { starts_on: current.starts_on, ends_on: current.ends_on }
  record({
    type: current ? 'contract.updated' : 'contract.opened',
    subject: row.id,
    version: row.version,
    data: { deal_ids: [deal.id], before: was ?? null, after },
  })
  return true
}

async function withdraw(context: Context, deal: StoredDeal, known: store.ContractRow): Promise<true> {
  const { tx, workspace_id, now, record } = context
  const after = { ...known, version: known.version + 1, withdrawn_at: now }
  await store.saveContract(tx, workspace_id, after)
  const data = { deal_ids: [deal.id], before: { withdrawn: false }, after: { withdrawn: true } }
  record({ type: 'contract.withdrawn', subject: known.id, version: after.version, data })
  return true
}

type Kept = Awaited<ReturnType<typeof readLines>>[number]

function lineOf(line: Kept, { currency }: StoredDeal): ContractLine {
  const { product_id: id, product_key: key, product_name: name, quantity, unit_price_minor, period, term } = line
  const price = moneyOf(unit_price_minor, currency)
  return { product: { id, key, name }, quantity, unit_price: price, period: period ?? 'year', term: term ?? 1 }
}
