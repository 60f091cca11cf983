import { decideRoute } from '../src/domain/routing/decide-route.ts'
import { findFaults } from '../src/domain/routing/find-faults.ts'
import { incomingFacts } from '../src/domain/routing/incoming.ts'
import { compileRules, routingLanguage } from '../src/domain/routing/language.ts'
import { randomFrom } from '../src/stats/random.ts'

/**
 * How many deals a second go through a set of rules, facts laid out anew for each, beside plain comparisons of the same
 * conditions. The goal is 5,000 deals a second through 60 rules. `node bench/routing.ts [DEALS] [RULES]`
 */
const deals = Number(process.argv[2] ?? 10_000)
const count = Number(process.argv[3] ?? 60)
const random = randomFrom(17)
const countries = Array.from({ length: 30 }, (_, i) => `C${i}`)

const rules = Array.from({ length: count }, (_, i) => ({
  key: `r${i}`,
  name: `Rule ${i}`,
  when: `deal.amount >= ${(count - i) * 10_000} && deal.account.country == "${countries[i % 30]}" || deal.source == "s${i}"`,
  pipeline: 'large',
}))
const { compiled } = compileRules(rules, routingLanguage([]))
const open = new Set(['large'])
const ready = { rules: compiled, fallback: { pipeline: 'large' }, open }

const incoming = Array.from({ length: deals }, (_, i) => ({
  name: `Deal ${i}`,
  amount: { minor: BigInt(Math.floor(random.uniform() * 100_000_000)), currency: 'EUR' },
  currency: 'EUR',
  close_date: '2026-12-31',
  source: `s${Math.floor(random.uniform() * count * 4)}`,
  revenue_kind: 'new',
  next_step: null,
  channel: 'api',
  owner: 'rina@example.com',
  fields: {},
  account: {
    name: `Account ${i}`,
    domain: null,
    country: countries[Math.floor(random.uniform() * 30)] ?? null,
    kind: 'customer',
    customer: false,
    fields: {},
  },
  partner: null,
  at: '2026-11-30T09:00:00.000Z',
}))
const around = { library: [], rates: { EUR: 1 } }

const plainly = (deal: (typeof incoming)[number]) =>
  rules.findIndex(
    (_, i) =>
      (Number(deal.amount.minor) / 100 >= (count - i) * 10_000 && deal.account.country === countries[i % 30]) ||
      deal.source === `s${i}`,
  )

let same = 0
const begun = performance.now()
const routes = incoming.map((deal) => decideRoute(ready, incomingFacts(deal, around)))
const rules_ms = performance.now() - begun
const started = performance.now()
const plain = incoming.map(plainly)
const plain_ms = performance.now() - started
for (const [i, { rule }] of routes.entries()) if ((rule?.position ?? 0) - 1 === plain[i]) same++

const found = performance.now()
const findings = findFaults(compiled, null, open)
const found_ms = performance.now() - found
const rate = Math.round(deals / (rules_ms / 1000))
console.log(
  `${deals} deals through ${count} rules: ${rate} a second (goal 5000), ${same} of ${deals} as by plain comparisons`,
)
console.log(
  `plain comparisons: ${(rules_ms / plain_ms).toFixed(0)} times as fast; ${findings.length} findings in ${found_ms.toFixed(1)} ms`,
)
if (rate < 5000 || same !== deals) process.exitCode = 1
