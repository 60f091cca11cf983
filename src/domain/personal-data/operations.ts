import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, Problem } from '../../platform/problem.ts'
import { Job, queueJob } from '../jobs/index.ts'
import { isTelling, maskFor, type Subject } from './mask.ts'
import { NewErasure, PersonalData, NewExport, type Whom } from './personal-data.ts'
import * as store from './store.ts'

/** Rows of a table on one page, so that no answer outgrows the memory of the server. */
const mostShown = 2_000

export const exportPersonalData = operation({
  name: 'personal_data.export',
  http: 'POST /personal-data/exports',
  access: 'personal_data:administer',
  effect: 'write',
  reveals: true,
  cost: 50,
  summary: 'Everything that is held about a person: as a colleague, as a contact, and wherever a text names them',
  input: NewExport,
  output: PersonalData,
  async run(context, { page, ...whom }) {
    const { tx, workspace_id, record } = context
    const { people, contacts, subject } = await subjectOf(context, whom)
    const part = { columns: 'all', limit: mostShown + 1, offset: (page - 1) * mostShown } as const
    const places = await store.readPlaces(tx)
    const found: Record<string, store.Row[]> = {}
    for (const place of places) {
      const rows = await store.findRows(tx, workspace_id, place, subject, part)
      if (rows.length > 0) found[place.table] = rows.map(shown)
    }
    // Whoever reads everything about somebody leaves a trace, which itself says nothing but about whom.
    const { person_ids, contact_ids } = subject
    const asked_by = Object.entries(whom).flatMap(([name, value]) => (value === undefined ? [] : [name]))
    const rows = Object.values(found).reduce((sum, { length }) => sum + Math.min(length, mostShown), 0)
    const data = { after: { person_ids, contact_ids, asked_by, page, rows } }
    const about = person_ids[0] ?? contact_ids[0] ?? workspace_id
    record({ type: 'personal_data.exported', subject: about, version: 1, data })
    const cut = Object.keys(found).filter((table) => (found[table]?.length ?? 0) > mostShown)
    return {
      people: people.map(shown),
      contacts: contacts.map(shown),
      sessions: (await store.readSessions(tx, workspace_id, subject.person_ids)).map(shown),
      keys: (await store.readKeys(tx, workspace_id, subject.person_ids)).map(shown),
      looked_for: subject.terms,
      places: places.reduce((sum, { texts, documents }) => sum + texts.length + documents.length, 0),
      found: Object.fromEntries(Object.entries(found).map(([table, rows]) => [table, rows.slice(0, mostShown)])),
      cut,
    }
  },
})

/** What would let somebody act in their name, or only repeats another column, is no information about them. */
const kept = new Set(['hash', 'salt', 'secret', 'digest', 'fingerprint', 'sign_in_id', 'name_key'])

const shown = (row: store.Row): store.Row =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      kept.has(name) ? [] : [[name, typeof value === 'bigint' ? String(value) : value]],
    ),
  )

export const erasePersonalData = operation({
  name: 'personal_data.erase',
  http: 'POST /personal-data/erasures',
  access: 'personal_data:administer',
  effect: 'write',
  status: 202,
  cost: 50,
  summary: 'Erase a person: records, texts that name them, events, staged rows, sessions and keys; sums stay',
  input: NewErasure,
  output: Job,
  async run(context, { reason, also = [], ...whom }) {
    const { tx, workspace_id, record } = context
    const { people, subject } = await subjectOf(context, whom, also)
    const { person_ids, contact_ids } = subject
    const owners = people.some(({ role, active }) => role === 'owner' && active)
    if (owners && !(await store.otherOwner(tx, workspace_id, person_ids)))
      throw new Problem(
        'conflict',
        'This person is the last owner of the workspace; make somebody else an owner first.',
        'last-owner',
      )
    const job = await queueJob(context, 'erasure', { subject })
    const after = { person_ids, contact_ids, reason: maskFor(subject).text(reason) }
    record({ type: 'personal_data.erasure_requested', subject: job.id, version: 1, data: { after } })
    return job
  },
})

/** Who is meant: the colleague and the contacts with one address are one human being. */
async function subjectOf({ tx, workspace_id }: Context, { email, person_id, contact_id }: Whom, also: string[] = []) {
  if ([email, person_id, contact_id].every((one) => one === undefined))
    throw invalid('/email', 'missing', 'Say whom: an email, a person_id or a contact_id.')
  const people = await store.readPersons(tx, workspace_id, { email, person_id })
  const contacts = await store.readContacts(tx, workspace_id, { email, contact_id })
  if (person_id !== undefined && !people.some(({ id }) => id === person_id))
    throw invalid('/person_id', 'unknown', 'There is no such person in this workspace.')
  if (contact_id !== undefined && !contacts.some(({ id }) => id === contact_id))
    throw invalid('/contact_id', 'unknown', 'There is no such contact in this workspace.')
  for (const address of new Set([...people, ...contacts].flatMap((one) => one.email?.toLowerCase() ?? []))) {
    const more = { email: address }
    people.push(...(await store.readPersons(tx, workspace_id, more)).filter(isNew(people)))
    contacts.push(...(await store.readContacts(tx, workspace_id, more)).filter(isNew(contacts)))
  }
  const said = [...people, ...contacts].flatMap(({ name, email: address, phone }) => [name, address, phone])
  const telling = [email, ...also, ...said].filter((term): term is string => Boolean(term) && isTelling(term ?? ''))
  const terms = [...new Set(telling.flatMap((term) => [term, term.toLowerCase()]))]
  const subject: Subject = {
    person_ids: people.map(({ id }) => id),
    contact_ids: contacts.map(({ id }) => id),
    terms,
  }
  return { people, contacts, subject }
}

const isNew =
  (known: readonly { id: string }[]) =>
  ({ id }: { id: string }) =>
    !known.some((one) => one.id === id)
