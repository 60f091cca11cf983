import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { Id } from '../../values/id.ts'
import { patched } from '../../values/merge-patch.ts'
import { Page, pageOf } from '../../values/page.ts'
import { type AccountRef, readAccount } from '../accounts/index.ts'
import { acceptFields, mergedFields } from '../fields/index.ts'
import { Contact, ContactChange, ContactQuery, NewContact } from './contact.ts'
import * as store from './store.ts'

const expand = { account: { operation: 'accounts.get', member: 'account_id' } }

export const listContacts = operation({
  name: 'contacts.list',
  http: 'GET /contacts',
  access: 'deals:read',
  effect: 'read',
  summary: 'Contacts by name, of one account or of all',
  input: ContactQuery,
  output: Page(Contact),
  expand,
  async run({ tx, workspace_id }, query) {
    const rows = await store.readContacts(tx, workspace_id, query)
    const page = pageOf(rows, query.limit, ({ name_key, contact }) => [name_key, contact.id])
    return { ...page, data: page.data.map(({ contact }) => contact) }
  },
})

export const getContact = operation({
  name: 'contacts.get',
  http: 'GET /contacts/{contact_id}',
  access: 'deals:read',
  effect: 'read',
  summary: 'One contact',
  input: z.strictObject({ contact_id: Id('con') }),
  output: Contact,
  version: ({ version }) => version,
  expand,
  async run({ tx, workspace_id }, { contact_id }) {
    const contact = await store.readContact(tx, workspace_id, contact_id)
    if (!contact) throw notFound('contact')
    return contact
  },
})

export const createContact = operation({
  name: 'contacts.create',
  http: 'POST /contacts',
  access: 'deals:work',
  effect: 'write',
  summary: 'Create a contact',
  input: NewContact,
  output: Contact,
  version: ({ version }) => version,
  async run(context, { account_id = null, fields, email = null, phone = null, title = null, name }) {
    const { tx, workspace_id, newId, now, record } = context
    const contact: Contact = {
      id: newId('con'),
      name,
      account: await accountNamed(context, account_id),
      email,
      phone,
      title,
      fields: mergedFields({}, await acceptFields(context, 'contact', fields)),
      version: 1,
      created_at: now,
    }
    await store.insertContact(tx, workspace_id, contact)
    record({ type: 'contact.created', subject: contact.id, version: 1, data: { after: contact } })
    return contact
  },
})

export const updateContact = operation({
  name: 'contacts.update',
  http: 'PATCH /contacts/{contact_id}',
  access: 'deals:work',
  effect: 'write',
  summary: 'Change a contact; what is absent stays, what is null is cleared',
  input: ContactChange,
  output: Contact,
  version: ({ version }) => version,
  async run(context, { contact_id, if_version, account_id, fields, ...given }) {
    const { tx, workspace_id, record, unchanged } = context
    const before = await store.lockContact(tx, workspace_id, contact_id)
    if (!before) throw notFound('contact')
    requireVersion('contact', before, if_version)
    const changed = patched(before, {
      ...given,
      account: account_id === undefined ? before.account : await accountNamed(context, account_id),
      fields: mergedFields(before.fields, await acceptFields(context, 'contact', fields)),
    })
    const difference = differenceOf(before, changed)
    if (difference === null) {
      unchanged()
      return before
    }
    const after = { ...changed, version: before.version + 1 }
    await store.updateContact(tx, workspace_id, after)
    record({ type: 'contact.updated', subject: contact_id, version: after.version, data: difference })
    return after
  },
})

async function accountNamed({ tx, workspace_id }: Context, account_id: string | null): Promise<AccountRef | null> {
  if (account_id === null) return null
  const account = await readAccount(tx, workspace_id, account_id)
  if (!account) throw invalid('/account_id', 'unknown', 'There is no such account in this workspace.')
  if (account.merged_into)
    throw invalid(
      '/account_id',
      'account-merged',
      `${account.name} went into another account; use ${account.merged_into} instead.`,
    )
  return { id: account.id, name: account.name, domain: account.domain }
}
