import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { contactRoles } from '../pipelines/index.ts'

export const DealContact = z
  .object({
    id: Id('con'),
    name: z.string(),
    email: z.string().nullable(),
    title: z.string().nullable(),
    role: z.string(),
  })
  .meta({ id: 'DealContact' })

/** What a contact may be to a deal. */
export const dealContactRoles = Object.keys(contactRoles) as [
  keyof typeof contactRoles,
  ...(keyof typeof contactRoles)[],
]

export const DealMember = z.object({ id: Id('per'), name: z.string(), role: z.string() }).meta({ id: 'DealMember' })
