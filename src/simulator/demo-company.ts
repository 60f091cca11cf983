import { type Random, randomFrom } from '../stats/random.ts'
import { knownAt, type Stay } from '../stats/stay.ts'
import { type Day, instantOf, type Instant } from '../values/instant.ts'
import { type DemoAccount, demoAccounts, shortName } from './demo-accounts.ts'
import type { DemoDeal } from './demo-deal.ts'
import { dealSubject } from './demo-deal-names.ts'
import { type City, type DemoMotion, demoMotions } from './demo-motions.ts'
import { type DemoPerson, demoPeople } from './demo-people.ts'
import { type DemoQuota, demoQuotas } from './demo-quotas.ts'
import { withTerms } from './demo-terms.ts'
import { type SimulatedDeal, simulateDeals } from './simulate.ts'

/** What the demo needs to know of a pipeline's definition; the parsed file fits. */
export type DemoPipeline = {
  key: string
  stages: readonly { key: string }[]
  outcomes: { lost: { reasons: readonly { key: string }[] } }
}

export type DemoCompany = {
  people: readonly DemoPerson[]
  accounts: DemoAccount[]
  deals: DemoDeal[]
  quotas: DemoQuota[]
}

const daysOfHistory = 730

/**
 * A company in Jakarta and Berlin with six pipelines and two years of deals up to the start of a day, all from a seed.
 * Pipelines are those of the definitions given; one that the demo does not know brings no deals, and a pipeline of the
 * demo that is not given is left out.
 */
export function demoCompany({
  today,
  definitions,
  seed = 65,
  idr_per_eur = 18_000,
}: {
  today: Day
  definitions: readonly DemoPipeline[]
  seed?: number
  idr_per_eur?: number
}): DemoCompany {
  const now = Date.parse(today) / millisecondsPerDay
  const random = randomFrom(seed)
  const accounts = demoAccounts(random, 276, 24)
  const deals: { created: number; deal: Omit<DemoDeal, 'deal_id'> }[] = []

  demoMotions.forEach((motion, index) => {
    const definition = definitions.find(({ key }) => key === motion.pipeline)
    if (definition === undefined) return
    const truth = { ...motion, key: motion.pipeline, stages: definition.stages.map(({ key }) => key) }
    const simulated = simulateDeals({
      motions: [truth],
      seed: seed * 10 + index,
      from_day: now - daysOfHistory,
      days: daysOfHistory,
      shock: { common: 0.1, own: 0.1 },
      never_closed: 0.05,
    })
    const own = randomFrom(seed * 1000 + index)
    for (const one of simulated) {
      const deal = dressed(one, { motion, definition, accounts, now, idr_per_eur, random: own })
      if (deal !== null) deals.push(deal)
    }
  })

  deals.sort((a, b) => a.created - b.created)
  return {
    people: demoPeople,
    accounts,
    deals: withTerms(
      deals.map(({ deal }, i) => ({ deal_id: `ARU-${String(i + 1).padStart(5, '0')}`, ...deal })),
      today,
    ),
    quotas: demoQuotas(demoMotions, today, daysOfHistory),
  }
}

type Wardrobe = {
  motion: DemoMotion
  definition: DemoPipeline
  accounts: readonly DemoAccount[]
  now: number
  idr_per_eur: number
  random: Random
}

/** The simulated deal as people would have recorded it by now; null when they had not met it yet. */
function dressed(
  simulated: SimulatedDeal,
  wardrobe: Wardrobe,
): { created: number; deal: Omit<DemoDeal, 'deal_id'> } | null {
  const { motion, definition, accounts, now, random } = wardrobe
  const city: City = random.chance(motion.jakarta) ? 'Jakarta' : 'Berlin'
  const account = random.pick(accounts.filter((one) => one.city === city && one.kind === 'customer'))
  const partner = random.pick(accounts.filter((one) => one.city === city && one.kind === 'partner'))
  const subject = dealSubject(random, motion.pipeline, city, motion.fields?.order_type)
  const owner = random.pick(demoPeople.filter((one) => one.city === city && one.pipelines.includes(motion.pipeline)))
  const source = random.pick(motion.sources)
  const reason = random.pick(definition.outcomes.lost.reasons).key
  const orphan = random.chance(0.015)
  const blank = random.chance(0.1)
  const plan = closePlan(motion, random)

  const stays = knownAt(
    simulated.stays.map((stay) => atWork(stay, city)),
    now,
  )
  const first = stays[0]
  const last = stays.at(-1)
  if (first === undefined || last === undefined) return null
  const closed = last.to === 'won' || last.to === 'lost' ? last.left : null
  const status = closed === null ? 'open' : last.to === 'won' ? 'won' : 'lost'
  const amount = blank && status === 'open' && stays.length === 1 ? null : amountText(simulated.amount, city, wardrobe)
  const expected = closed === null ? plan(first.entered, now) : { day: closed, times_pushed: 0 }

  return {
    created: first.entered,
    deal: {
      name: orphan ? subject : `${shortName(account.name)} – ${subject}`,
      pipeline: motion.pipeline,
      stage: last.stage,
      status,
      amount,
      currency: city === 'Jakarta' ? 'IDR' : 'EUR',
      created_at: instantAt(first.entered),
      closed_at: closed === null ? null : instantAt(closed),
      close_date: instantAt(expected.day).slice(0, 10),
      times_pushed: expected.times_pushed,
      owner_email: owner.email,
      account: orphan ? null : account,
      partner: source === 'partner' ? partner : null,
      source,
      lost_reason: status === 'lost' ? reason : null,
      fields: motion.fields ?? {},
      entered: Object.fromEntries(stays.map((stay) => [stay.stage, instantAt(stay.entered)])),
    },
  }
}

/** When a rep says it will close: too early at first, put off when the day comes, and sometimes forgotten in the past. */
function closePlan(motion: DemoMotion, random: Random) {
  const first = motion.cycle_days * 0.85 * Math.exp(0.3 * random.normal())
  const pushes = Array.from({ length: 30 }, () => ({
    days: motion.cycle_days * (0.25 + 0.5 * random.uniform()),
    forgotten: random.chance(0.05),
  }))
  return (created: number, now: number): { day: number; times_pushed: number } => {
    let day = created + Math.max(first, 3)
    let times_pushed = 0
    for (const push of pushes) {
      if (day >= now || push.forgotten) break
      day += Math.max(push.days, 5)
      times_pushed++
    }
    return { day, times_pushed }
  }
}

function amountText(eur: number, city: City, { idr_per_eur }: Wardrobe): string {
  if (city === 'Jakarta') return `${Math.max(Math.round((eur * idr_per_eur) / 1_000_000), 1)}000000.00`
  const step = eur > 100_000 ? 1_000 : eur > 10_000 ? 500 : 50
  return `${Math.max(Math.round(eur / step), 1) * step}.00`
}

const millisecondsPerDay = 86_400_000

/** Whole seconds, as other systems export them. */
const instantAt = (day: number): Instant => instantOf(Math.round(day * 86_400) * 1000)

/** Squeezes a week into its working hours without changing any order. */
function atWork(stay: Stay, city: City): Stay {
  const opens = city === 'Jakarta' ? 1.5 : 7.5
  const squeeze = (day: number): number => {
    // Day 4 after 1970-01-01 was a Monday.
    const monday = Math.floor((day - 4) / 7) * 7 + 4
    const working = ((day - monday) / 7) * 5
    const whole = Math.floor(working)
    return monday + whole + (opens + (working - whole) * 9) / 24
  }
  return { ...stay, entered: squeeze(stay.entered), left: stay.left === null ? null : squeeze(stay.left) }
}
