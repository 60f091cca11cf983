import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'
import { PersonRef, roles } from '../people/index.ts'

export const Invitation = z
  .object({
    id: Id('inv'),
    person: PersonRef,
    /** Whom it is for: it opens nothing for any other address. */
    email: z.string(),
    role: z.enum(roles),
    status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
    /** `none` where no mail server is set, and the link is handed over by hand. */
    mail: z.enum(['none', 'waiting', 'sent', 'failed']),
    mail_error: z.string().nullable(),
    created_at: InstantSchema,
    expires_at: InstantSchema,
    accepted_at: InstantSchema.nullable(),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

/** `path` leads, behind the address of the server, to where it is accepted; null where a mail brings it. */
export const SentInvitation = Invitation.extend({ path: z.string().nullable() }).meta({ id: 'SentInvitation' })

export const NewInvitation = z.strictObject({
  email: z.email('expected an e-mail address').max(254),
  /** Both may be left out for somebody who is in this workspace already, and keeps what they have. */
  name: Line(120).optional(),
  role: z.enum(roles).optional(),
})

export type InvitationState = {
  expires_at: string
  accepted_at: string | null
  revoked_at: string | null
  send_at: string | null
  sent_at: string | null
  send_error: string | null
}

export function statusOf({ accepted_at, revoked_at, expires_at }: InvitationState, now: string): Invitation['status'] {
  if (accepted_at !== null) return 'accepted'
  if (revoked_at !== null) return 'revoked'
  return expires_at > now ? 'pending' : 'expired'
}

export function mailOf({ send_at, sent_at, send_error }: InvitationState): Invitation['mail'] {
  if (sent_at !== null) return 'sent'
  if (send_at !== null) return 'waiting'
  return send_error === null ? 'none' : 'failed'
}

export type Letterhead = { workspace: string; inviter: string; person: string; link: string; expires_at: string }

/** What the invited person reads. */
export const letterOf = ({ workspace, inviter, person, link, expires_at }: Letterhead) => ({
  subject: `${inviter} invites you to ${workspace}`,
  text: `Hello ${person},

${inviter} invites you to the workspace ${workspace} in Tributary. Accept here:

${link}

The link is for this address only, works once, and ends on ${expires_at.slice(0, 10)}.
If you do not know ${inviter}, do nothing: then nothing happens.
`,
})
