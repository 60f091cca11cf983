import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import { saveEvents } from '../../platform/events.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { newId } from '../../platform/transaction.ts'
import { Id } from '../../values/id.ts'
import { type Instant, plusDays } from '../../values/instant.ts'
import {
  accessOf,
  addPerson,
  hashOf,
  lockPeople,
  newToken,
  type Person,
  type Proof,
  proveSignIn,
  readPersonByEmail,
  refuseUninvitable,
  refuseWider,
  setSignIn,
  type SignIns,
} from '../people/index.ts'
import { Invitation, mailOf, NewInvitation, SentInvitation, statusOf } from './invitation.ts'
import * as store from './store.ts'

const daysToAccept = 7

/** The operations on invitations, told once at start whether there is a mail server to send them by. */
export const invitationOperations = (mails: boolean) => [
  listInvitations,
  createInvitation(mails),
  resendInvitation(mails),
  revokeInvitation,
]

const listInvitations = operation({
  name: 'invitations.list',
  http: 'GET /invitations',
  access: 'people:administer',
  effect: 'read',
  summary: 'Who was invited, and what became of it',
  input: z.strictObject({}),
  output: z.object({ data: z.array(Invitation) }),
  run: async ({ tx, workspace_id, now }) => ({
    data: (await store.readInvitations(tx, workspace_id)).map((row) => invitationOf(row, now)),
  }),
})

const createInvitation = (mails: boolean) =>
  operation({
    name: 'invitations.create',
    http: 'POST /invitations',
    access: 'people:administer',
    effect: 'write',
    reveals: true,
    summary: 'Invite somebody by their address; by mail, or by a link to hand over where no mail server is set',
    input: NewInvitation,
    output: SentInvitation,
    async run(context, input) {
      const { tx, workspace_id, actor, newId, now, record } = context
      await lockPeople(tx, workspace_id)
      const person = await invitedPerson(context, input)
      // One at a time: whoever is invited again holds one link that works, the newest.
      for (const { id } of await pendingOf(context, person.id)) await revoke(context, id)
      const { email } = person
      const row = { id: newId('inv'), person_id: person.id, email, created_by: actor.id, created_at: now }
      const sending = send(row.id, { mails, email, now })
      await store.insertInvitation(tx, workspace_id, { ...row, ...sending.row })
      const data = { after: { person_id: person.id, email, expires_at: sending.row.expires_at } }
      record({ type: 'invitation.created', subject: row.id, version: 1, data })
      return { ...(await found(context, row.id)), path: sending.path }
    },
  })

const resendInvitation = (mails: boolean) =>
  operation({
    name: 'invitations.resend',
    http: 'POST /invitations/{invitation_id}/resends',
    access: 'people:administer',
    effect: 'write',
    reveals: true,
    summary: 'Send an invitation anew, with another week to accept it; the link sent before ends',
    input: z.strictObject({ invitation_id: Id('inv') }),
    output: SentInvitation,
    async run(context, { invitation_id }) {
      const { tx, workspace_id, actor, now, record } = context
      const { status, email } = await found(context, invitation_id)
      const person = await readPersonByEmail(tx, workspace_id, email)
      if (!person) throw notFound('invitation')
      refuseUninvitable(person)
      refuseWider(actor, person.role)
      if (status === 'accepted' || status === 'revoked')
        throw new Problem('conflict', `This invitation was ${status}; invite them anew.`, 'invitation-ended')
      const { row, path } = send(invitation_id, { mails, email, now })
      await store.renewInvitation(tx, workspace_id, row)
      const data = { after: { expires_at: row.expires_at } }
      record({ type: 'invitation.resent', subject: invitation_id, version: 2, data })
      return { ...(await found(context, invitation_id)), path }
    },
  })

const revokeInvitation = operation({
  name: 'invitations.revoke',
  http: 'POST /invitations/{invitation_id}/revocation',
  access: 'people:administer',
  effect: 'write',
  summary: 'Take an invitation back; its link ends at once',
  input: z.strictObject({ invitation_id: Id('inv') }),
  output: Invitation,
  async run(context, { invitation_id }) {
    const { status } = await found(context, invitation_id)
    if (status === 'accepted')
      throw new Problem('conflict', 'They accepted already; deactivate the person instead.', 'invitation-ended')
    if (status === 'revoked') context.unchanged()
    else await revoke(context, invitation_id)
    return found(context, invitation_id)
  },
})

async function revoke({ tx, workspace_id, now, record }: Context, id: string): Promise<void> {
  await store.revokeInvitation(tx, workspace_id, id, now)
  const data = { before: { revoked_at: null }, after: { revoked_at: now } }
  record({ type: 'invitation.revoked', subject: id, version: 2, data })
}

async function pendingOf({ tx, workspace_id, now }: Context, person_id: string) {
  const rows = await store.readInvitations(tx, workspace_id)
  return rows.filter((row) => row.person_id === person_id && statusOf(row, now) === 'pending')
}

/** Who is meant: somebody that an import or a colleague brought is the same person, whoever is new is added. */
async function invitedPerson(context: Context, { email, name, role }: z.output<typeof NewInvitation>): Promise<Person> {
  const { tx, workspace_id, actor } = context
  const person = await readPersonByEmail(tx, workspace_id, email)
  if (!person) {
    if (name === undefined) throw invalid('/name', 'missing', 'Say what this person is called.')
    if (role === undefined) throw invalid('/role', 'missing', 'Say what this person is to be here.')
    refuseWider(actor, role)
    return addPerson(context, { email, name, role })
  }
  refuseUninvitable(person)
  refuseWider(actor, person.role)
  if (role !== undefined && role !== person.role)
    throw new Problem(
      'conflict',
      `${person.name} is here as ${person.role}. Leave the role out, or change it first.`,
      'role-differs',
      { role: person.role, person_id: person.id },
    )
  return person
}

type Sending = { mails: boolean; email: string; now: Instant }

/** By mail the link is made when the mail is; by hand it is made, and shown, now. */
function send(id: string, { mails, email, now }: Sending) {
  const expires_at = plusDays(now, daysToAccept)
  if (mails) return { row: { id, hash: null, expires_at, send_at: now }, path: null }
  const { token, hash } = newToken()
  return { row: { id, hash, expires_at, send_at: null }, path: pathOf(token, email) }
}

/** What stands behind the `#` never reaches a log. */
export const pathOf = (token: string, email: string) => `/accept#${new URLSearchParams({ token, email })}`

async function found({ tx, workspace_id, now }: Context, id: string): Promise<Invitation> {
  const row = (await store.readInvitations(tx, workspace_id)).find((one) => one.id === id)
  if (!row) throw notFound('invitation')
  return invitationOf(row, now)
}

const invitationOf = (row: store.InvitationRow, now: Instant): Invitation => ({
  id: row.id,
  person: { id: row.person_id, name: row.person_name },
  email: row.email,
  role: row.role,
  status: statusOf(row, now),
  mail: mailOf(row),
  mail_error: row.sent_at === null ? row.send_error : null,
  created_at: row.created_at,
  expires_at: row.expires_at,
  accepted_at: row.accepted_at,
})

export type Offer = { email: string; name: string; workspace: { slug: string; name: string }; signs_in: boolean }

/** What whoever holds a link is offered; null where it is unknown, has expired, or was used or revoked. */
export async function previewInvitation(
  { owner }: Database,
  signIn: SignIns,
  token: string,
  now: Instant,
): Promise<Offer | null> {
  const offered = await store.readOffered(owner, hashOf(token), now)
  return offered ? offerOf(offered, (await signIn.userByEmail(offered.email)) !== null) : null
}

/**
 * Lets an invited person in: with a password that they choose, or, where their address has a sign-in already, by
 * showing that it is theirs. Opens no session, so that whatever else sign-in asks for is asked at the door.
 */
export async function acceptInvitation(
  { owner }: Database,
  signIn: SignIns,
  { token, ...proof }: Proof & { token: string },
  now: Instant,
): Promise<Offer | null> {
  const offered = await store.readOffered(owner, hashOf(token), now)
  if (!offered) return null
  const { email, name, mailed } = offered
  const connect = await proveSignIn(signIn, { email, name, verified: mailed }, proof)
  if (!(await store.claimInvitation(owner, offered, now))) return null
  try {
    const sign_in_id = await connect()
    await owner.transaction().execute(async (tx) => {
      await setSignIn(tx, offered, sign_in_id)
      await saveEvents(tx, [acceptance(offered)], { actor: actorOf(offered), now, request_id: undefined })
    })
  } catch (error) {
    await store.releaseInvitation(owner, offered)
    throw error
  }
  return offerOf(offered, true)
}

const acceptance = ({ id, person_id, email }: store.Offered) =>
  ({
    id: newId('evt'),
    type: 'invitation.accepted',
    subject: id,
    version: 3,
    data: { after: { person_id, email } },
  }) as const

const actorOf = ({ person_id, name, role, workspace_id }: store.Offered) =>
  ({ id: person_id, name, role, workspace_id, channel: 'screen', access: accessOf(role) }) as const

const offerOf = ({ email, name, workspace_slug, workspace_name }: store.Offered, signs_in: boolean): Offer => ({
  email,
  name,
  workspace: { slug: workspace_slug, name: workspace_name },
  signs_in,
})
