import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'

/** Somebody signed in with a browser: since when and from where. Its token is never told again. */
export const Session = z
  .object({
    id: Id('ses'),
    /** Whether this request came in by it. */
    current: z.boolean(),
    created_at: InstantSchema,
    expires_at: InstantSchema,
    /** The address it was opened from. */
    address: z.string().nullable(),
    /** What the browser said it was. */
    browser: z.string().nullable(),
  })
  .meta({ id: 'Session' })

export const Ended = z.object({ ended: z.int() }).meta({ id: 'EndedSessions' })

/** A code from an app that sign-in asks for after the password. */
export const SecondFactor = z.object({ on: z.boolean() }).meta({ id: 'SecondFactor' })
