import { type Day, dayOf, type Instant, plusDays } from '../../values/instant.ts'
import { type Money, moneyOf } from '../../values/money.ts'
import type { NewDeal } from '../intake/index.ts'
import type { DealState } from '../ledger/index.ts'
import type { Said, Terms } from './handoff.ts'

/** What a new deal comes from. */
export type Source = {
  deal: Pick<
    DealState,
    'name' | 'account_id' | 'partner_account_id' | 'amount_minor' | 'currency' | 'fields' | 'owner_id'
  > | null
  account: { id: string; name: string } | null
  /** Where the term of a contract ends: what it was worth, and its last day. */
  contract: { value: Money; ends_on: Day } | null
}

const longestName = 200

/** The deal that a hand-off opens: what its terms take over, and before that what somebody said of it. */
export function carried({ to, carry }: Terms, { deal, account, contract }: Source, said: Said, at: Instant): NewDeal {
  const words: Record<string, string> = { deal: deal?.name ?? account?.name ?? '', account: account?.name ?? '' }
  const name = carry.name.replaceAll(/\{(deal|account)\}/g, (_, word: string) => words[word] ?? '').trim()
  const amount = said.amount ?? amountOf(carry.amount, deal, contract)
  const days = carry.close_in_days
  const close_date = said.close_date ?? (days === undefined ? contract?.ends_on : dayOf(plusDays(at, days)))
  const values = Object.entries(carry.fields).flatMap(([from, into]) =>
    deal?.fields[from] === undefined || deal.fields[from] === null ? [] : [[into, deal.fields[from]] as const],
  )
  const fields = { ...Object.fromEntries(values), ...said.fields } as NonNullable<NewDeal['fields']>
  const partner = carry.partner ? deal?.partner_account_id : null
  return {
    name: said.name ?? (name.slice(0, longestName) || 'Follow-on deal'),
    pipeline: to.pipeline,
    ...(account ? { account_id: account.id } : {}),
    ...(partner ? { partner_account_id: partner } : {}),
    ...(amount ? { amount } : {}),
    ...(close_date === undefined ? {} : { close_date }),
    ...(carry.source === undefined ? {} : { source: carry.source }),
    ...((said.next_step ?? carry.next_step) === undefined ? {} : { next_step: said.next_step ?? carry.next_step }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  }
}

function amountOf(
  which: Terms['carry']['amount'],
  deal: Source['deal'],
  contract: Source['contract'],
): Money | undefined {
  if (which === 'contract') return contract?.value
  if (which === 'none' || deal === null || deal.amount_minor === null) return undefined
  return moneyOf(deal.amount_minor, deal.currency)
}
