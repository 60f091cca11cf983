import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { pageQuery } from '../../values/page.ts'
import { AccountRef } from '../accounts/index.ts'
import { PersonRef } from '../people/index.ts'
import { takeable } from './decide-merge.ts'

/** More deals than this are no slip of the pen but a customer base, and no one transaction. */
export const mostDeals = 2_000

export const NewMerge = z.strictObject({
  account_id: Id('acc'),
  /** The account that goes into this one. */
  other_id: Id('acc'),
  /** What is taken over from it where both say something; what this one lacks comes along anyway. */
  take: z.array(z.enum(takeable)).max(takeable.length).default([]),
})

export const AccountMerge = z
  .object({
    id: Id('mrg'),
    kept: AccountRef,
    gone: AccountRef,
    deals: z.int(),
    contacts: z.int(),
    activities: z.int(),
    by: PersonRef,
    at: InstantSchema,
    undo_until: InstantSchema,
    undone_at: InstantSchema.nullable(),
  })
  .meta({ id: 'AccountMerge' })

export const MergeQuery = z.strictObject({
  /** Either of the two. */
  account_id: Id('acc').optional(),
  ...pageQuery(z.tuple([Id('mrg')])),
})

export const MergeName = z.strictObject({ merge_id: Id('mrg') })
