import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { newId } from '../../platform/transaction.ts'
import { Id } from '../../values/id.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import { readContact } from '../contacts/index.ts'
import { insertEvidence } from '../evidence/index.ts'
import { DealId, lockedDeal, readDeals, type StoredDeal } from '../ledger/index.ts'
import { hashOf, newToken } from '../people/index.ts'
import { type Criterion, criteriaOf, readDefinitionOf } from '../pipelines/index.ts'
import { AskedConfirmation, Confirmation, mailOf, NewConfirmation, stateOf } from './confirmation.ts'
import * as store from './store.ts'

/** The operations on confirmations, told once at start whether there is a mail server to send links by. */
export const confirmationOperations = (mails: boolean) => [listConfirmations, ask(mails), revokeConfirmation]

const listConfirmations = operation({
  name: 'confirmations.list',
  http: 'GET /deals/{deal_id}/confirmations',
  access: 'deals:read',
  effect: 'read',
  summary: 'What buyers of a deal were asked to confirm, and what they said; the newest first',
  input: z.strictObject({ deal_id: DealId }),
  output: z.object({ data: z.array(Confirmation) }),
  async run({ tx, workspace_id, now }, { deal_id }) {
    const [deal] = await readDeals(tx, workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    return { data: (await store.readRequests(tx, workspace_id, deal.id)).map((row) => confirmationOf(row, now)) }
  },
})

const ask = (mails: boolean) =>
  operation({
    name: 'confirmations.create',
    http: 'POST /deals/{deal_id}/confirmations',
    access: 'deals:work',
    effect: 'write',
    reveals: true,
    summary: 'Ask a buyer to confirm a criterion: by mail, or by a link to hand over. No account is needed',
    input: NewConfirmation,
    output: AskedConfirmation,
    async run(context, { deal_id, criterion: key, language, expires_in_days, send_mail, ...given }) {
      const { tx, workspace_id, actor, newId, now, record } = context
      const deal = await lockedDeal(context, deal_id)
      if (deal.outcome !== null) throw new Problem('conflict', `This deal is ${deal.outcome}.`, 'deal-closed')
      const criterion = await confirmable(context, deal, key)
      const buyer = await buyerOf(context, given)
      // One link that works for each who is asked: the newest.
      for (const row of await store.readRequests(tx, workspace_id, deal.id))
        if (row.criterion === key && isSame(row, buyer) && stateOf(row, now) === 'open')
          await revoke(context, deal, row.id)
      const by_mail = mails && send_mail && buyer.email !== null
      const { token, hash } = newToken()
      const row: store.NewRequest = {
        id: newId('cfm'),
        deal_id: deal.id,
        criterion: key,
        asks: criterion.asks_in?.[language] ?? criterion.asks ?? criterion.label,
        language,
        ...buyer,
        hash: by_mail ? null : hash,
        created_by: actor.id,
        created_at: now,
        expires_at: plusDays(now, expires_in_days),
        send_at: by_mail ? now : null,
      }
      await store.insertRequest(tx, workspace_id, row)
      const { id, name, email, expires_at } = row
      record({
        type: 'deal.confirmation_asked',
        subject: deal.id,
        version: deal.version,
        data: { ...naming(deal), after: { confirmation_id: id, criterion: key, asked: name, email, expires_at } },
      })
      return { ...(await found(context, deal, id)), path: by_mail ? null : pathOf(token) }
    },
  })

const revokeConfirmation = operation({
  name: 'confirmations.revoke',
  http: 'POST /deals/{deal_id}/confirmations/{confirmation_id}/revocation',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take back what a buyer was asked to confirm; their link ends at once',
  input: z.strictObject({ deal_id: DealId, confirmation_id: Id('cfm') }),
  output: Confirmation,
  async run(context, { deal_id, confirmation_id }) {
    const deal = await lockedDeal(context, deal_id)
    const { state } = await found(context, deal, confirmation_id)
    if (state === 'confirmed' || state === 'declined')
      throw new Problem('conflict', `The buyer has ${state} it already.`, 'confirmation-ended')
    if (state === 'revoked') context.unchanged()
    else await revoke(context, deal, confirmation_id)
    return found(context, deal, confirmation_id)
  },
})

/** What stands in the path is known to whoever holds the link, and to nobody else: only its hash is kept. */
export const pathOf = (token: string) => `/confirm/${token}`

async function revoke({ tx, workspace_id, now, record }: Context, deal: StoredDeal, id: string): Promise<void> {
  await store.revokeRequest(tx, workspace_id, id, now)
  const data = { ...naming(deal), confirmation_id: id, before: { revoked_at: null }, after: { revoked_at: now } }
  record({ type: 'deal.confirmation_revoked', subject: deal.id, version: deal.version, data })
}

type Confirmable = Extract<Criterion, { kind: 'confirmation' }>

async function confirmable({ tx, workspace_id }: Context, deal: StoredDeal, key: string): Promise<Confirmable> {
  const all = criteriaOf(await readDefinitionOf(tx, workspace_id, deal.definition_id)).map(({ criterion }) => criterion)
  const criteria = all.filter((one) => one.kind === 'confirmation')
  const criterion = criteria.find((one) => one.key === key)
  if (criterion) return criterion
  const known = criteria.map((one) => one.key).join(', ')
  const remedy = known === '' ? 'its pipeline has none such' : `there are ${known}`
  throw invalid('/criterion', 'unknown', `A buyer confirms no criterion ${key} of this deal; ${remedy}.`)
}

type Buyer = { name: string; email: string | null }
type Given = { contact_id?: string | undefined; name?: string | undefined; email?: string | undefined }

async function buyerOf({ tx, workspace_id }: Context, { contact_id, name, email }: Given): Promise<Buyer> {
  if (contact_id === undefined) {
    if (name === undefined) throw invalid('/name', 'missing', 'Say whom to ask: a contact_id, or a name.')
    return { name, email: email ?? null }
  }
  const contact = await readContact(tx, workspace_id, contact_id)
  if (!contact) throw invalid('/contact_id', 'unknown', 'There is no such contact in this workspace.')
  return { name: name ?? contact.name, email: email ?? contact.email }
}

const isSame = (a: Buyer, b: Buyer) => (a.email ?? a.name).toLowerCase() === (b.email ?? b.name).toLowerCase()

async function found({ tx, workspace_id, now }: Context, deal: StoredDeal, id: string) {
  const row = (await store.readRequests(tx, workspace_id, deal.id)).find((one) => one.id === id)
  if (!row) throw notFound('confirmation')
  return confirmationOf(row, now)
}

const naming = ({ number, name }: StoredDeal) => ({ key: `D-${number}`, name })

const confirmationOf = (row: store.RequestRow, now: Instant) => ({
  id: row.id,
  deal: { id: row.deal_id, key: `D-${row.deal_number}`, name: row.deal_name },
  criterion: row.criterion,
  asks: row.asks,
  language: row.language,
  name: row.name,
  email: row.email,
  state: stateOf(row, now),
  answered_by: row.answered_by,
  remark: row.remark,
  answered_at: row.answered_at,
  mail: mailOf(row),
  mail_error: row.sent_at === null ? row.send_error : null,
  created_by: { id: row.created_by, name: row.created_by_name },
  created_at: row.created_at,
  expires_at: row.expires_at,
})

export type Offered = Pick<
  store.OpenRequest,
  'workspace_id' | 'workspace_name' | 'asks' | 'language' | 'name' | 'asker' | 'expires_at'
>

/** What whoever holds a link is asked; null where it is unknown, has ended, or was used or revoked. Changes nothing. */
export async function previewConfirmation({ owner }: Database, token: string, now: Instant): Promise<Offered | null> {
  return (await store.readOpen(owner, hashOf(token), now)) ?? null
}

export type Answer = { answer: 'confirmed' | 'declined'; name: string; remark: string | null }

/** Takes a buyer's answer once; what they confirm becomes evidence of the criterion. */
export async function answerConfirmation(
  { owner }: Database,
  token: string,
  { answer, name, remark }: Answer,
  now: Instant,
): Promise<Offered | null> {
  return owner.transaction().execute(async (tx) => {
    const request = await store.readOpen(tx, hashOf(token), now, 'for update')
    const deal = request && (await store.lockDealOf(tx, request))
    if (!request || !deal) return null
    const { workspace_id, deal_id, criterion, id: confirmation_id } = request
    await store.saveAnswer(tx, request, { answer, answered_at: now, answered_by: name, remark })
    const evidence = {
      id: newId('evi'),
      deal_id,
      criterion,
      kind: 'confirmation' as const,
      url: null,
      held_on: null,
      note: remark,
      confirmed_by: name,
      source_id: confirmation_id,
      given_by: null,
      given_at: now,
    }
    if (answer === 'confirmed') await insertEvidence(tx, workspace_id, [evidence])
    const naming = { key: `D-${deal.number}`, name: deal.name }
    const said = { confirmation_id, criterion, before: { answer: null }, after: { answer, by: name, remark } }
    const about = { subject: deal_id, version: deal.version }
    const events = [
      { id: newId('evt'), type: `deal.confirmation_${answer}` as const, ...about, data: { ...naming, ...said } },
      ...(answer === 'confirmed'
        ? [{ id: newId('evt'), type: 'deal.evidence_given' as const, ...about, data: { ...naming, after: evidence } }]
        : []),
    ]
    // Somebody outside: there is no person here to name.
    await saveEvents(tx, events, { actor: { id: null, workspace_id, channel: 'screen' }, now, request_id: undefined })
    return request
  })
}
