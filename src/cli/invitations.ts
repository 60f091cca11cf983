import type { Command } from './command.ts'
import { urlOf } from './connect.ts'
import { printList } from './output.ts'

export const listInvitations: Command = {
  name: 'invitations list',
  summary: 'Who was invited, and what became of it',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.invitations.list(), {
      id: ({ id }) => id,
      'e-mail': ({ email }) => email,
      role: ({ role }) => role,
      state: ({ status, expires_at }) => (status === 'pending' ? `pending until ${expires_at.slice(0, 10)}` : status),
      mail: ({ mail }) => mail,
    })
  },
}

export const resendInvitation: Command = {
  name: 'invitations resend',
  summary: 'Send an invitation anew; the link sent before ends',
  usage: 'INVITATION_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words, environment }) {
    const sent = await client.invitations.resend({ invitation_id: words[0] ?? '' })
    const url = sent.path === null ? null : `${urlOf(environment)}${sent.path}`
    out.data({ ...sent, url }, () => url ?? `A mail goes to ${sent.email}.`)
  },
}

export const revokeInvitation: Command = {
  name: 'invitations revoke',
  summary: 'Take an invitation back; its link ends at once',
  usage: 'INVITATION_ID',
  words: { least: 1, most: 1 },
  async run({ client, out, words }) {
    const invitation = await client.invitations.revoke({ invitation_id: words[0] ?? '' })
    out.data(invitation, () => `The invitation of ${invitation.email} was taken back.`)
  },
}
