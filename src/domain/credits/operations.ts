import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, unwrap } from '../../platform/problem.ts'
import { moneyOf } from '../../values/money.ts'
import { readAccount } from '../accounts/index.ts'
import { DealId, lockedDeal, readDeals, type StoredDeal } from '../ledger/index.ts'
import { readPeople } from '../people/index.ts'
import { Credits, NewCredits } from './credit.ts'
import { decideCredits, type Party, whole } from './decide-credits.ts'
import * as store from './store.ts'

export const getCredits = operation({
  name: 'credits.get',
  http: 'GET /deals/{deal_id}/credits',
  access: 'deals:read',
  effect: 'read',
  summary: 'Who is credited with a deal: its money in shares, overlay apart, who brought it and who had a part in it',
  input: z.strictObject({ deal_id: DealId }),
  output: Credits,
  async run(context, { deal_id }) {
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    return shownCredits(context, deal)
  },
})

export const setCredits = operation({
  name: 'credits.set',
  http: 'PUT /deals/{deal_id}/credits',
  access: 'deals:work',
  effect: 'write',
  summary: 'Say who is credited with a deal from now on; shares of its money add up to all of it',
  input: NewCredits,
  output: Credits,
  async run(context, { deal_id, ...asked }) {
    const { tx, workspace_id, newId, record, unchanged } = context
    const deal = await lockedDeal(context, deal_id)
    const credits = unwrap(decideCredits(asked))
    await requireParties(context, credits)
    const before = plain(await store.readCredits(tx, workspace_id, deal.id))
    const share = (kind: 'revenue' | 'overlay') =>
      credits[kind].map((one) => ({ kind, person_id: one.person_id, partner_account_id: null, share: one.share }))
    const party = (kind: 'sourced' | 'influenced') => (one: Party) => ({
      kind,
      person_id: 'person_id' in one ? one.person_id : null,
      partner_account_id: 'partner_account_id' in one ? one.partner_account_id : null,
      share: null,
    })
    const after = [
      ...share('revenue'),
      ...share('overlay'),
      ...(credits.sourced ? [party('sourced')(credits.sourced)] : []),
      ...credits.influenced.map(party('influenced')),
    ]
    if (sorted(before) === sorted(after)) {
      unchanged()
      return shownCredits(context, deal)
    }
    const data = { key: `D-${deal.number}`, name: deal.name, before: { credits: before }, after: { credits: after } }
    const event_id = record({ type: 'deal.credited', subject: deal.id, version: deal.version, data })
    const rows = after.map((credit) => ({ id: newId('cre'), ...credit, event_id }))
    await store.replaceCredits(tx, workspace_id, deal.id, rows, context.now)
    return shownCredits(context, deal)
  },
})

type Plain = Pick<store.NewCredit, 'kind' | 'person_id' | 'partner_account_id' | 'share'>

const plain = (rows: readonly store.CreditRow[]): Plain[] =>
  rows.map(({ kind, person, partner, share }) => ({
    kind,
    person_id: person?.id ?? null,
    partner_account_id: partner?.id ?? null,
    share,
  }))

const sorted = (credits: readonly Plain[]) =>
  JSON.stringify(
    credits.map((one) => [one.kind, one.person_id, one.partner_account_id, one.share].join(' ')).toSorted(),
  )

/** Throws 400 naming the member that is not there, or is no partner. */
async function requireParties(
  { tx, workspace_id }: Context,
  { revenue, overlay, sourced, influenced }: Parameters<typeof decideCredits>[0],
): Promise<void> {
  const people = new Set((await readPeople(tx, workspace_id)).map(({ id }) => id))
  const named: [string, Party][] = [
    ...revenue.map((one, i) => [`/revenue/${i}`, one] as [string, Party]),
    ...overlay.map((one, i) => [`/overlay/${i}`, one] as [string, Party]),
    ...(sourced ? [['/sourced', sourced] as [string, Party]] : []),
    ...influenced.map((one, i) => [`/influenced/${i}`, one] as [string, Party]),
  ]
  for (const [pointer, party] of named) {
    if ('person_id' in party) {
      if (people.has(party.person_id)) continue
      throw invalid(`${pointer}/person_id`, 'unknown', 'There is no such person in this workspace.')
    }
    const account = await readAccount(tx, workspace_id, party.partner_account_id)
    if (!account)
      throw invalid(`${pointer}/partner_account_id`, 'unknown', 'There is no such account in this workspace.')
    if (account.merged_into)
      throw invalid(
        `${pointer}/partner_account_id`,
        'account-merged',
        `${account.name} went into another account; use ${account.merged_into} instead.`,
      )
    if (account.kind !== 'partner')
      throw invalid(`${pointer}/partner_account_id`, 'kind', `${account.name} is a customer; name a partner.`)
  }
}

async function shownCredits({ tx, workspace_id }: Context, deal: StoredDeal): Promise<z.input<typeof Credits>> {
  const rows = await store.readCredits(tx, workspace_id, deal.id)
  const of = (kind: store.CreditKind) => rows.filter((row) => row.kind === kind)
  const amounts = sharesOf(deal.amount_minor, of('revenue'))
  const shares = (kind: 'revenue' | 'overlay') =>
    of(kind).flatMap(({ person, share, event_id, valid_from }, i) => {
      if (!person || share === null) return []
      const minor = kind === 'revenue' ? amounts[i] : partOf(deal.amount_minor, share)
      const amount = minor === null || minor === undefined ? null : moneyOf(minor, deal.currency)
      return [{ person, share, amount, event_id, since: valid_from }]
    })
  const parties = (kind: 'sourced' | 'influenced') =>
    of(kind).map(({ person, partner, event_id, valid_from }) => ({ person, partner, event_id, since: valid_from }))
  const revenue = shares('revenue')
  return {
    deal_id: deal.id,
    revenue: revenue.length > 0 ? revenue : await ownersShare(tx, workspace_id, deal),
    overlay: shares('overlay'),
    sourced: parties('sourced')[0] ?? null,
    influenced: parties('influenced'),
  }
}

async function ownersShare(tx: Context['tx'], workspace_id: string, deal: StoredDeal) {
  const owner = (await readPeople(tx, workspace_id)).find(({ id }) => id === deal.owner_id)
  if (!owner) return []
  const amount = deal.amount_minor === null ? null : moneyOf(deal.amount_minor, deal.currency)
  return [{ person: { id: owner.id, name: owner.name }, share: whole, amount, event_id: null, since: deal.created_at }]
}

const partOf = (minor: bigint | null, share: number) =>
  minor === null ? null : (minor * BigInt(share)) / BigInt(whole)

/** Shares of an amount that add up to it to the last cent: what rounding leaves over goes to the last. */
function sharesOf(minor: bigint | null, rows: readonly { share: number | null }[]): (bigint | null)[] {
  if (minor === null) return rows.map(() => null)
  const parts = rows.map(({ share }) => partOf(minor, share ?? 0) ?? 0n)
  const left = minor - parts.reduce((sum, part) => sum + part, 0n)
  return parts.map((part, i) => (i === parts.length - 1 ? part + left : part))
}
