/** Two small pipelines in which people call what they will bring. */
const head = (key: string, name: string) => `key: ${key}
name: ${name}
charter:
  motion: Shops order from a catalogue
  buyer: A shop owner
  entry_rule: A shop asks for an offer
  won_means: A signed order
  lost_means: The shop orders elsewhere
  owner: Head of trade
  review_every_days: 90
  reason_to_be_separate: Two weeks instead of two quarters
revenue_kind: new
`
const tail = `stages:
  - { key: wanted, name: Shop wants an offer, phase: qualify }
  - { key: agreed, name: Terms agreed, phase: propose, category: commit }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`

/** Asks for something before a deal is called best case or commit, and for a forecast every Friday. */
export const called = `${head('called', 'Called')}forecast:
  period: quarterly
  categories:
    best_case:
      - { key: has_amount, label: The amount is known, level: hard, kind: rule, rule: deal.amount > 0, field: amount }
    commit:
      - { key: next_step_set, label: The next step is agreed, level: hard, kind: field, field: next_step }
      - { key: soon, label: It closes within 60 days, level: soft, kind: rule, rule: deal.days_to_close <= 60 }
  submissions: { cadence: weekly, day: 5, at: "17:00", remind_hours: 24 }
${tail}`

/** Asks for nothing, and forecasts month by month. */
export const plain = `${head('plain', 'Plain')}forecast: { period: monthly }
${tail}`
