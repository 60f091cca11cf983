import type { Random } from '../../../src/stats/random.ts'
import type { Json, Wire } from '../../stories/wire.ts'
import type { Fresh } from './fresh.ts'
import { newAccount, newDeal, post } from './made-anew.ts'

/** A set of hand-off rules that nobody proposed yet. */
function newHandoffRules(random: Random) {
  const trigger = { on: 'won', pipeline: 'enterprise' }
  const rule = { key: `grow_${random.below(1e9)}`, name: 'Grow', trigger, to: { pipeline: 'trade' }, link: 'expands' }
  return { rules: [rule], reason: 'They grow' }
}

/** The path of a hand-off that waits, by the rule that the company has. */
async function newHandoff(wire: Wire) {
  const { id } = await post(wire, `/deals/${(await newDeal(wire)).id}/handoffs`, { rule: 'by_hand' })
  return { handoff_id: id as string }
}

const newDay = (random: Random) => ({
  day: new Date(Date.UTC(2027, 0, 1 + random.below(20_000))).toISOString().slice(0, 10),
  name: `Day ${random.below(1e9)}`,
})

/** What operations around hand-offs, usage, contracts and calendars need. */
export const preparedHandoffs: Record<string, Fresh> = {
  'handoff_rules.preview': async (_, random) => ({ body: { rules: newHandoffRules(random).rules } }),
  'handoff_changes.create': async (_, random) => ({ body: newHandoffRules(random) }),
  'handoff_changes.withdraw': async (wire, random) => ({
    path: { change_id: (await post(wire, '/handoff-rules/changes', newHandoffRules(random))).id },
    body: {},
  }),
  'handoffs.create': async (wire) => ({
    path: { deal_id: (await newDeal(wire)).id },
    body: { to_pipeline: 'enterprise', link: 'expands' },
  }),
  'handoffs.accept': async (wire) => ({ path: await newHandoff(wire), body: {} }),
  'handoffs.reject': async (wire) => ({ path: await newHandoff(wire), body: { reason: 'Not ours' } }),
  'handoffs.return': async (wire) => ({ path: await newHandoff(wire), body: { reason: 'Who decides?' } }),
  'calendars.set': async (_, random) => ({
    path: { calendar: `place_${random.below(1e9)}` },
    body: { name: 'A place', time_zone: 'Asia/Jakarta', hours: { monday: [{ from: '08:00', to: '16:00' }] } },
  }),
  'holidays.create': async (_, random) => ({ body: { region: 'ID', days: [newDay(random)] } }),
  'holidays.delete': async (wire, random) => {
    const holiday = newDay(random)
    await post(wire, '/holidays', { region: 'ID', days: [holiday] })
    return { path: { region: 'ID', day: holiday.day } }
  },
  'usage.create': async (wire, random) => ({
    path: { account_id: (await newAccount(wire, random)).id },
    body: { metric: 'seats', value: random.below(100), at: '2026-11-01T00:00:00Z' },
  }),
  'usage_files.create': async (_, random) => ({
    body: { text: `account_domain,metric,value,at\nshop.example,seats_${random.below(1e9)},5,2026-11-01\n` },
  }),
  'rate_files.create': async (_, random) => ({
    body: { text: `Date,USD\n${newDay(random).day},1.0${1 + random.below(1e6)}\n` },
  }),
  'contracts.update': async ({ call }, random) => {
    const [{ id = '' } = {}]: Json[] = (await call('GET', '/contracts?limit=1')).body.data
    const starts_on = new Date(Date.UTC(2027, 0, 1 + random.below(900))).toISOString().slice(0, 10)
    return { path: { contract_id: id }, body: { starts_on } }
  },
}
