import { z } from 'zod'
import { ifVersion } from '../../platform/precondition.ts'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { FlagSchema, pageQuery } from '../../values/page.ts'
import { Line, Ours } from '../../values/text.ts'

export const Product = z
  .object({
    id: Id('prd'),
    /** Names the product in files and in the systems around. */
    key: Ours,
    name: z.string(),
    /** False for what is no longer sold: it stays on the deals that have it. */
    active: z.boolean(),
    version: z.int(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Product' })
export type Product = z.infer<typeof Product>

const KeySchema = z
  .string()
  .max(60, 'at most 60 characters')
  .regex(/^[a-z0-9]+([-_.][a-z0-9]+)*$/, 'expected a key in lower case such as pro-plan')

export const NewProduct = z.strictObject({ name: Line(160), key: KeySchema.optional() })

export const ProductChange = z.strictObject({
  product_id: Id('prd'),
  name: Line(160).optional(),
  key: KeySchema.optional(),
  active: z.boolean().optional(),
  ...ifVersion,
})

export const ProductQuery = z.strictObject({
  active: FlagSchema.optional(),
  ...pageQuery(z.tuple([z.string(), Id('prd')])),
})

/** The key of a product that nobody gave one: its name, as far as a key can hold it. Empty when it holds nothing. */
export const keyFromName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '')
