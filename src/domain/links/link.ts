import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { DaySchema, InstantSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { Ours } from '../../values/text.ts'
import { AccountRef } from '../accounts/index.ts'
import { DealId, outcomes } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'
import { PipelineRef } from '../pipelines/index.ts'

/** What a person may say that a deal is to another one. */
export const saidKinds = ['renews', 'expands', 'part_of', 'sourced_from', 'blocks'] as const
export type SaidKind = (typeof saidKinds)[number]

/** `overlaps` is said by resolving an overlap as a co-sell, and follows from there. */
export const linkKinds = [...saidKinds, 'overlaps'] as const
export type LinkKind = (typeof linkKinds)[number]

export const LinkedDeal = z
  .object({
    id: Id('deal'),
    key: Ours,
    name: z.string(),
    account: AccountRef.nullable(),
    pipeline: PipelineRef,
    stage: z.object({ key: Ours, name: z.string() }),
    outcome: z.enum(outcomes).nullable(),
    counted: z.boolean(),
    amount: MoneySchema.nullable(),
    close_date: DaySchema.nullable(),
    owner: PersonRef.nullable(),
  })
  .meta({ id: 'LinkedDeal' })

export const Link = z
  .object({
    /** Of an `overlaps` link: the pair that it follows from. */
    id: z.union([Id('link'), Id('ovl')]),
    kind: z.enum(linkKinds),
    /** `to`: this deal renews the other one; `from`: the other one renews this deal. */
    direction: z.enum(['to', 'from']),
    deal: LinkedDeal,
    created_by: PersonRef.nullable(),
    created_at: InstantSchema,
  })
  .meta({ id: 'Link' })

export const Links = z.object({ data: z.array(Link) })

export const NewLink = z.strictObject({ deal_id: DealId, kind: z.enum(saidKinds), other_id: DealId })
export const LinkName = z.strictObject({ deal_id: DealId, link_id: Id('link') })
