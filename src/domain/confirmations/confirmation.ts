import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { Line, Ours } from '../../values/text.ts'
import { DealId, NamedDeal } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { buyerLanguages } from '../pipelines/index.ts'

export type Language = (typeof buyerLanguages)[number]

export const states = ['open', 'confirmed', 'declined', 'revoked', 'expired'] as const

export const Confirmation = z
  .object({
    id: Id('cfm'),
    deal: NamedDeal,
    criterion: Ours,
    /** What the buyer reads. */
    asks: z.string(),
    language: z.enum(buyerLanguages),
    name: z.string(),
    email: z.string().nullable(),
    state: z.enum(states),
    /** As the buyer wrote it themselves. */
    answered_by: z.string().nullable(),
    remark: z.string().nullable(),
    answered_at: InstantSchema.nullable(),
    /** `none` where the link is handed over by hand. */
    mail: z.enum(['none', 'waiting', 'sent', 'failed']),
    mail_error: z.string().nullable(),
    created_by: PersonRef,
    created_at: InstantSchema,
    expires_at: InstantSchema,
  })
  .meta({ id: 'Confirmation' })

/** `path` leads, behind the address of the server, to what the buyer sees; null where a mail brings it. */
export const AskedConfirmation = Confirmation.extend({ path: z.string().nullable() }).meta({ id: 'AskedConfirmation' })

const mostDays = 90

export const NewConfirmation = z.strictObject({
  deal_id: DealId,
  /** Key of a criterion that a buyer confirms. */
  criterion: z.string().min(1).max(60),
  /** A contact; or a name, and an address where a mail is to bring the link. */
  contact_id: Id('con').optional(),
  name: Line(120).optional(),
  email: z.email('expected an e-mail address').max(254).optional(),
  language: z.enum(buyerLanguages).default('en'),
  expires_in_days: z.int().min(1).max(mostDays, `at most ${mostDays} days`).default(14),
  /** False to hand the link over by hand although there is a mail server. */
  send_mail: z.boolean().default(true),
})

type State = {
  answer: 'confirmed' | 'declined' | null
  revoked_at: string | null
  expires_at: string
  send_at: string | null
  sent_at: string | null
  send_error: string | null
}

export function stateOf({ answer, revoked_at, expires_at }: State, now: string): (typeof states)[number] {
  if (answer !== null) return answer
  if (revoked_at !== null) return 'revoked'
  return expires_at > now ? 'open' : 'expired'
}

export function mailOf({ send_at, sent_at, send_error }: State): z.infer<typeof Confirmation>['mail'] {
  if (sent_at !== null) return 'sent'
  if (send_at !== null) return 'waiting'
  return send_error === null ? 'none' : 'failed'
}
