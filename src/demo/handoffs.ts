import { ask, type As } from './governance.ts'
import type { Context } from '../platform/context.ts'
import { plusDays } from '../values/instant.ts'

type Listed<T> = { data: T[] }

/**
 * How the pipelines of the company go over into one another: working hours of its two places, the rules between its
 * pipelines, and an account of self-service that has just grown past the value at which enterprise is asked. Holidays are
 * for whoever works there to enter.
 */
export async function handOffDemo(as: As, today: string): Promise<void> {
  const [ratna, citra] = [await as('ratna'), await as('citra')]
  await citra((context) => setCalendars(context))
  const asked = await citra((context) => proposeOnce(context))
  if (asked?.state === 'open')
    await ratna((context) => ask(context, 'approval_votes.create', { approval_id: asked.approval_id, vote: 'approve' }))
  await citra((context) => recordUsage(context, today))
}

const working = (from: string, to: string) => {
  const day = [{ from, to }]
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
}

async function setCalendars(context: Context): Promise<void> {
  const known = await ask<Listed<unknown>>(context, 'calendars.list', {})
  if (known.data.length > 0) return context.unchanged()
  const jakarta = { name: 'Jakarta', time_zone: 'Asia/Jakarta', hours: working('08:30', '17:00'), regions: ['ID'] }
  const berlin = { name: 'Berlin', time_zone: 'Europe/Berlin', hours: working('09:00', '17:30'), regions: ['DE-BE'] }
  await ask(context, 'calendars.set', { calendar: 'jakarta', ...jakarta })
  await ask(context, 'calendars.set', { calendar: 'berlin', ...berlin })
}

const rules = [
  {
    key: 'grown_up',
    name: 'A self-service team has become a company',
    mode: 'proposed',
    trigger: { on: 'usage', metric: 'active_users', crosses: 50, pipeline: 'self-service' },
    to: { pipeline: 'enterprise' },
    link: 'expands',
    carry: { name: '{account} for the whole company', source: 'usage' },
    respond: { hours: 16, calendar: 'jakarta' },
  },
  {
    key: 'software_next',
    name: 'Sites are equipped, software comes next',
    mode: 'proposed',
    trigger: { on: 'won', pipeline: 'hardware' },
    to: { pipeline: 'transactional' },
    link: 'sourced_from',
    carry: { name: 'Software for {account}', close_in_days: 60 },
    credit: { sourced: true },
    respond: { hours: 24, calendar: 'berlin' },
  },
  {
    key: 'direct_wish',
    name: 'A customer of a partner wants more from us',
    trigger: { on: 'manual', pipeline: 'partner' },
    to: { pipeline: 'enterprise' },
    link: 'expands',
    carry: { name: '{account}: beyond the project', partner: true },
    credit: { sourced: true },
    respond: { hours: 24, calendar: 'berlin' },
  },
  {
    key: 'renewal',
    name: 'A term comes to its end',
    trigger: { on: 'term_end', days: 120 },
    to: { pipeline: 'renewal' },
    link: 'renews',
    carry: { name: 'Renewal of {account}', lines: 'recurring' },
    respond: { hours: 40, calendar: 'jakarta' },
  },
]

type Change = { state: string; approval_id: string }

async function proposeOnce(context: Context): Promise<Change | undefined> {
  const known = await ask<Listed<Change>>(context, 'handoff_changes.list', { limit: 1 })
  if (known.data.length > 0) {
    context.unchanged()
    return known.data[0]
  }
  const reason = 'Customers do not care in which pipeline they stand; they are to be asked by the right people in time.'
  return ask<Change>(context, 'handoff_changes.create', { rules, reason })
}

type Won = { account: { id: string } | null }

async function recordUsage(context: Context, today: string): Promise<void> {
  const won = { pipeline: 'self-service', outcome: 'won', sort: '-updated', limit: 50 }
  const { data } = await ask<Listed<Won>>(context, 'deals.list', won)
  const account_id = data.find(({ account }) => account !== null)?.account?.id
  if (account_id === undefined) return context.unchanged()
  const known = await ask<Listed<unknown>>(context, 'usage.list', { account_id, limit: 1 })
  if (known.data.length > 0) return context.unchanged()
  const read = [
    [60, 17],
    [30, 38],
    [0, 56],
  ] as const
  for (const [days, value] of read)
    await ask(context, 'usage.create', {
      account_id,
      metric: 'active_users',
      value,
      at: plusDays(`${today}T00:00:00.000Z`, -days),
    })
}
