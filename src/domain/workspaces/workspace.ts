import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { CurrencySchema } from '../../values/money.ts'
import { Line } from '../../values/text.ts'
import { TimeZoneSchema } from '../people/index.ts'

/** How a workspace is named in addresses and headers; it stays. */
const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, 'expected 3 to 40 small letters, digits and hyphens, such as north-sea')

export const NewWorkspace = z.strictObject({
  name: Line(120),
  slug: Slug,
  currency: CurrencySchema.optional(),
  time_zone: TimeZoneSchema.optional(),
})

export const FoundedWorkspace = z
  .object({ id: Id('wsp'), slug: z.string(), name: z.string() })
  .meta({ id: 'FoundedWorkspace' })
