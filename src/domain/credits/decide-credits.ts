import { accept, type Decision, refuse } from '../../values/decision.ts'

/** Shares are in hundredths of a per cent, so that three may share a deal. */
export const whole = 10_000

/** Those who helped get no more than the deal is worth once over, however many they are. */
export const overlayCap = 10_000

export type Share = { person_id: string; share: number }
export type Party = { person_id: string } | { partner_account_id: string }

export type Credits = {
  /** Empty: the owner of the deal has all of it. */
  revenue: readonly Share[]
  overlay: readonly Share[]
  /** Who brought it, if anybody: one. */
  sourced: Party | null
  /** Who had a part in it. */
  influenced: readonly Party[]
}

/**
 * Decides who is credited with a deal. Revenue credit is the deal's money and adds up to all of it; overlay credit is
 * apart, adds no revenue and is capped. Sourced and influenced carry no share: they are counted, never added together.
 */
export function decideCredits(credits: Credits): Decision<Credits> {
  const { revenue, overlay, sourced, influenced } = credits
  const twice = [revenue, overlay, influenced].map(repeated).findIndex((one) => one !== undefined)
  if (twice >= 0) {
    const where = ['revenue', 'overlay', 'influenced'][twice]
    return refuse('credit-twice', `Somebody stands in ${where} twice; say their share once.`, { where })
  }
  const sum = sumOf(revenue)
  if (revenue.length > 0 && sum !== whole)
    return refuse('credit-sum', `Revenue credit adds up to ${percentOf(sum)}; it has to be 100 %.`, { sum })
  const beside = sumOf(overlay)
  if (beside > overlayCap)
    return refuse(
      'overlay-cap',
      `Overlay credit adds up to ${percentOf(beside)}; together it is at most ${percentOf(overlayCap)}.`,
      { sum: beside, cap: overlayCap },
    )
  if (sourced && influenced.some((party) => keyOf(party) === keyOf(sourced)))
    return refuse('credit-twice', 'Whoever brought a deal is not also named as having a part in it.')
  return accept(credits)
}

const sumOf = (shares: readonly Share[]) => shares.reduce((sum, { share }) => sum + share, 0)
const percentOf = (share: number) => `${share / 100} %`

const keyOf = (party: Party | Share) => ('person_id' in party ? party.person_id : party.partner_account_id)

function repeated(parties: readonly (Party | Share)[]): string | undefined {
  const seen = new Set<string>()
  return parties.map(keyOf).find((key) => seen.size === seen.add(key).size)
}
