import { z } from 'zod'
import { Id } from '../../values/id.ts'
import { InstantSchema } from '../../values/instant.ts'
import { MoneySchema } from '../../values/money.ts'
import { AccountRef } from '../accounts/index.ts'
import { DealId } from '../ledger/index.ts'
import { PersonRef } from '../people/index.ts'

/** In hundredths of a per cent: 6000 is 60 %. */
const Share = z.int().min(1).max(10_000)

const NewShare = z.strictObject({ person_id: Id('per'), share: Share })
const NewParty = z.union(
  [z.strictObject({ person_id: Id('per') }), z.strictObject({ partner_account_id: Id('acc') })],
  'expected a person_id, or a partner_account_id',
)

export const NewCredits = z.strictObject({
  deal_id: DealId,
  /** Shares of the deal's money, together 10000; left out, the owner has all of it. */
  revenue: z.array(NewShare).max(20).default([]),
  /** Shares for those who helped, apart from the money and together at most 10000. */
  overlay: z.array(NewShare).max(20).default([]),
  /** Who brought the deal: one of us, or a partner. */
  sourced: NewParty.nullable().default(null),
  /** Who had a part in it, without a share. */
  influenced: z.array(NewParty).max(20).default([]),
})

const said = {
  /** The event that said so; null while nobody did and the owner has all of it. */
  event_id: Id('evt').nullable(),
  since: InstantSchema,
}

const CreditShare = z
  .object({
    person: PersonRef,
    share: z.int(),
    /** That share of the deal's amount; null while it has none. */
    amount: MoneySchema.nullable(),
    ...said,
  })
  .meta({ id: 'CreditShare' })

const CreditParty = z
  .object({ person: PersonRef.nullable(), partner: AccountRef.nullable(), ...said })
  .meta({ id: 'CreditParty' })

export const Credits = z
  .object({
    deal_id: Id('deal'),
    revenue: z.array(CreditShare),
    overlay: z.array(CreditShare),
    sourced: CreditParty.nullable(),
    influenced: z.array(CreditParty),
  })
  .meta({ id: 'Credits' })
