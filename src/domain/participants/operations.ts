import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { Id } from '../../values/id.ts'
import { Line } from '../../values/text.ts'
import { DealId, lockedDeal, type StoredDeal } from '../ledger/index.ts'
import { readPeople } from '../people/index.ts'
import { DealContact, DealMember, dealContactRoles } from './participant.ts'
import * as store from './store.ts'

const Contacts = z.object({ data: z.array(DealContact) })
const Team = z.object({ data: z.array(DealMember) })

export const addDealContact = operation({
  name: 'deal_contacts.create',
  http: 'POST /deals/{deal_id}/contacts',
  access: 'deals:work',
  effect: 'write',
  summary: 'Say what a contact is to a deal: economic buyer, champion, legal and so on',
  input: z.strictObject({ deal_id: DealId, contact_id: Id('con'), role: z.enum(dealContactRoles) }),
  output: Contacts,
  async run(context, { deal_id, contact_id, role }) {
    const { tx, workspace_id } = context
    const deal = await lockedDeal(context, deal_id)
    if (!(await store.contactExists(tx, workspace_id, contact_id)))
      throw invalid('/contact_id', 'unknown', 'There is no such contact in this workspace.')
    if (await store.insertDealContact(tx, workspace_id, deal.id, contact_id, role))
      say(context, deal, 'contact_added', { after: { contact_id, role } })
    else context.unchanged()
    return { data: await store.readDealContacts(tx, workspace_id, deal.id) }
  },
})

export const removeDealContact = operation({
  name: 'deal_contacts.delete',
  http: 'DELETE /deals/{deal_id}/contacts/{contact_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take a contact off a deal, in every role',
  input: z.strictObject({ deal_id: DealId, contact_id: Id('con') }),
  output: Contacts,
  async run(context, { deal_id, contact_id }) {
    const { tx, workspace_id } = context
    const deal = await lockedDeal(context, deal_id)
    const roles = (await store.readDealContacts(tx, workspace_id, deal.id)).flatMap(({ id, role }) =>
      id === contact_id ? [role] : [],
    )
    if (!(await store.deleteDealContact(tx, workspace_id, deal.id, contact_id))) throw notFound('contact on this deal')
    say(context, deal, 'contact_removed', { before: { contact_id, roles } })
    return { data: await store.readDealContacts(tx, workspace_id, deal.id) }
  },
})

export const addMember = operation({
  name: 'deal_team.create',
  http: 'POST /deals/{deal_id}/team',
  access: 'deals:work',
  effect: 'write',
  summary: 'Put a person on the team of a deal, or change what they do there',
  input: z.strictObject({ deal_id: DealId, person_id: Id('per'), role: Line(60) }),
  output: Team,
  async run(context, { deal_id, person_id, role }) {
    const { tx, workspace_id } = context
    const deal = await lockedDeal(context, deal_id)
    if (!(await readPeople(tx, workspace_id)).some(({ id }) => id === person_id))
      throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
    const before = await memberOf(context, deal, person_id)
    await store.saveMember(tx, workspace_id, deal.id, person_id, role)
    say(context, deal, 'member_added', { before, after: { person_id, role } })
    return { data: await store.readTeam(tx, workspace_id, deal.id) }
  },
})

export const removeMember = operation({
  name: 'deal_team.delete',
  http: 'DELETE /deals/{deal_id}/team/{person_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Take a person off the team of a deal',
  input: z.strictObject({ deal_id: DealId, person_id: Id('per') }),
  output: Team,
  async run(context, { deal_id, person_id }) {
    const { tx, workspace_id } = context
    const deal = await lockedDeal(context, deal_id)
    const before = await memberOf(context, deal, person_id)
    if (!(await store.deleteMember(tx, workspace_id, deal.id, person_id))) throw notFound('person on this team')
    say(context, deal, 'member_removed', { before })
    return { data: await store.readTeam(tx, workspace_id, deal.id) }
  },
})

async function memberOf({ tx, workspace_id }: Context, deal: StoredDeal, person_id: string) {
  const member = (await store.readTeam(tx, workspace_id, deal.id)).find(({ id }) => id === person_id)
  return member ? { person_id, role: member.role } : null
}

const say = ({ record }: Context, deal: StoredDeal, what: string, data: Record<string, unknown>) =>
  record({
    type: `deal.${what}`,
    subject: deal.id,
    version: deal.version,
    data: { key: `D-${deal.number}`, name: deal.name, ...data },
  })
