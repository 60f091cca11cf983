/** Three stages without gates: what is put to the test here is not the rules. */
export const chaosPipeline = `key: chaos
name: Chaos
charter: { motion: M, buyer: B, entry_rule: E, won_means: W, lost_means: L, owner: O, review_every_days: 90, reason_to_be_separate: R }
revenue_kind: new
fields: [{ key: seats, label: Seats, type: number }]
stages:
  - { key: one, name: One, phase: qualify }
  - { key: two, name: Two, phase: evaluate }
  - { key: three, name: Three, phase: propose }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Bigger }] }
`
