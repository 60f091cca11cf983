import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import { patched } from '../../values/merge-patch.ts'
import { Page, pageOf } from '../../values/page.ts'
import { acceptFields, mergedFields } from '../fields/index.ts'
import { type PersonRef, readPeople } from '../people/index.ts'
import type { Tx } from '../../platform/database/open.ts'
import { Account, AccountChange, AccountQuery, NewAccount } from './account.ts'
import type { Comparable } from './compare-accounts.ts'
import { matchKeysOf } from './match-keys.ts'
import { planAccounts, type WantedAccount } from './plan-accounts.ts'
import { type Alike, type Candidate, promisingOf, rankAlike, wordsOf } from './rank-alike.ts'
import * as store from './store.ts'

const expand = { owner: { operation: 'people.get', member: 'person_id' } }

export const listAccounts = operation({
  name: 'accounts.list',
  http: 'GET /accounts',
  access: 'deals:read',
  effect: 'read',
  summary: 'Accounts by name',
  input: AccountQuery,
  output: Page(Account),
  expand,
  async run({ tx, workspace_id }, query) {
    const rows = await store.readAccounts(tx, workspace_id, query)
    const page = pageOf(rows, query.limit, ({ name_key, account }) => [name_key, account.id])
    return { ...page, data: page.data.map(({ account }) => account) }
  },
})

export const getAccount = operation({
  name: 'accounts.get',
  http: 'GET /accounts/{account_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'One account',
  input: z.strictObject({ account_id: Id('acc') }),
  output: Account,
  version: ({ version }) => version,
  expand,
  async run({ tx, workspace_id }, { account_id }) {
    const account = await store.readAccount(tx, workspace_id, account_id)
    if (!account) throw notFound('account')
    return account
  },
})

export const createAccount = operation({
  name: 'accounts.create',
  http: 'POST /accounts',
  access: 'deals:work',
  effect: 'write',
  summary: 'Create an account: a customer, or a partner to sell with',
  input: NewAccount,
  output: Account,
  version: ({ version }) => version,
  async run(context, { owner, fields, domain = null, country = null, ...given }) {
    const { tx, workspace_id, newId, now, record } = context
    await refuseTakenDomain(context, domain)
    const account: Account = {
      id: newId('acc'),
      ...given,
      domain,
      country,
      owner: await personOf(context, owner ?? null),
      fields: mergedFields({}, await acceptFields(context, 'account', fields)),
      version: 1,
      created_at: now,
    }
    await store.insertAccounts(tx, workspace_id, [account])
    record({ type: 'account.created', subject: account.id, version: 1, data: { after: account } })
    return account
  },
})

export const updateAccount = operation({
  name: 'accounts.update',
  http: 'PATCH /accounts/{account_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Change an account; what is absent stays, what is null is cleared',
  input: AccountChange,
  output: Account,
  version: ({ version }) => version,
  async run(context, { account_id, if_version, owner, fields, ...given }) {
    const { tx, workspace_id, record, unchanged } = context
    const before = await store.lockAccount(tx, workspace_id, account_id)
    if (!before) throw notFound('account')
    refuseMerged(before)
    requireVersion('account', before, if_version)
    const changed = patched(before, {
      ...given,
      owner: owner === undefined ? before.owner : await personOf(context, owner),
      fields: mergedFields(before.fields, await acceptFields(context, 'account', fields)),
    })
    const difference = differenceOf(before, changed)
    if (difference === null) {
      unchanged()
      return before
    }
    if (changed.domain !== before.domain) await refuseTakenDomain(context, changed.domain)
    const after = { ...changed, version: before.version + 1 }
    await store.updateAccount(tx, workspace_id, after)
    record({ type: 'account.updated', subject: account_id, version: after.version, data: difference })
    return after
  },
})

/** An account that went into another one is history; the other one is used. */
export function refuseMerged({ name, merged_into }: Pick<Account, 'name' | 'merged_into'>): void {
  if (merged_into === undefined) return
  const detail = `${name} went into another account; use ${merged_into} instead.`
  throw new Problem('conflict', detail, 'account-merged', { merged_into })
}

/** A domain tells companies apart, so two accounts with one domain would be the same company twice. */
async function refuseTakenDomain({ tx, workspace_id }: Context, domain: string | null): Promise<void> {
  const other = domain === null ? undefined : await store.readAccountByDomain(tx, workspace_id, domain)
  if (!other) return
  const detail = `${domain} is already the domain of ${other.name}; use that account, or leave the domain out.`
  throw new Problem('conflict', detail, 'account-exists', { account: { id: other.id, name: other.name } })
}

async function personOf({ tx, workspace_id }: Context, id: string | null): Promise<PersonRef | null> {
  if (id === null) return null
  const person = (await readPeople(tx, workspace_id)).find((one) => one.id === id)
  if (!person) throw invalid('/owner', 'unknown', 'There is no such person in this workspace.')
  return { id, name: person.name }
}

/**
 * The accounts of these names and domains, found or created, by `accountKeyOf`; for imports, many at once. One event
 * for each account created, and for each whose domain became known.
 */
export async function ensureAccounts(
  context: Context,
  wanted: readonly WantedAccount[],
): Promise<Map<string, { id: string; name: string }>> {
  const { tx, workspace_id, now, record } = context
  const plan = await planFor(context, wanted)
  const created = plan.created.map(({ id, name, domain, kind }): Account => {
    const account = { id, name, domain, kind, country: null, owner: null, fields: {}, version: 1, created_at: now }
    record({ type: 'account.created', subject: id, version: 1, data: { after: account } })
    return account
  })
  const named = plan.named.map(({ account, domain }) => {
    const data = { before: { domain: null }, after: { domain } }
    record({ type: 'account.updated', subject: account.id, version: account.version + 1, data })
    return { id: account.id, domain }
  })
  await store.insertAccounts(tx, workspace_id, created)
  if (named.length > 0) await store.nameDomains(tx, workspace_id, named)
  return plan.found
}

/** Which of these companies are known, by `accountKeyOf`; nothing is created. */
export async function knownAccounts(
  { tx, workspace_id }: Pick<Context, 'tx' | 'workspace_id'>,
  wanted: readonly WantedAccount[],
): Promise<Map<string, { id: string; name: string }>> {
  const domains = wanted.flatMap(({ domain }) => domain ?? [])
  const names = wanted.map(({ name }) => name)
  const known = await store.readAccountsLike(tx, workspace_id, { domains, names })
  const { found } = planAccounts(wanted, known, () => '')
  return new Map([...found].filter(([, { id }]) => id !== ''))
}

async function planFor({ tx, workspace_id, newId }: Context, wanted: readonly WantedAccount[]) {
  const domains = wanted.flatMap(({ domain }) => domain ?? [])
  const names = wanted.map(({ name }) => name)
  const plan = async () =>
    planAccounts(wanted, await store.readAccountsLike(tx, workspace_id, { domains, names }), () => newId('acc'))
  const first = await plan()
  if (first.created.length + first.named.length === 0) return first
  await store.lockNewAccounts(tx, workspace_id)
  return plan()
}

/**
 * For each of these companies, known already or not, the accounts that are suspected to be the same: found by shared
 * keys, then compared name by name. A handful of statements for all of them.
 */
export async function findAlike(
  tx: Tx,
  workspace_id: string,
  wanted: readonly (Comparable & { id?: string })[],
): Promise<Alike<Candidate>[][]> {
  const keys = wanted.flatMap((one, at) => matchKeysOf(one).map((key) => ({ at, ...key })))
  const sharing = await store.readSharing(tx, workspace_id, keys)
  const candidates = wanted.map((one, at) =>
    promisingOf(
      one,
      sharing.filter((other) => other.at === at && other.id !== one.id),
    ),
  )
  const some = wanted.filter((_, at) => candidates[at]?.length)
  if (some.length === 0) return wanted.map(() => [])
  const words = wordsOf([...some, ...candidates.flat()])
  const [accounts, having] = await Promise.all([
    store.countAccounts(tx, workspace_id),
    store.countWords(tx, workspace_id, words),
  ])
  return wanted.map((one, at) => rankAlike(one, candidates[at] ?? [], { accounts, with: having }))
}
