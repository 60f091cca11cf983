/** A small pipeline, and the next version of it: a stage renamed, one taken away, a hard criterion more. */
const charter = `charter:
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
const outcomes = `outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`
export const file = (...stages: string[]) =>
  `# How we sell to shops\nkey: shops\nname: Shops\n${charter}stages:\n${stages.map((stage) => `  - ${stage}\n`).join('')}${outcomes}`

export const wanted = '{ key: wanted, name: Shop wants an offer, phase: qualify }'
export const shown = '{ key: shown, name: Offer shown, phase: evaluate }'
export const spoken = '{ key: spoken, name: Terms spoken about, phase: propose }'
export const agreed = '{ key: agreed, name: Terms agreed, phase: negotiate }'
export const first = file(wanted, shown, spoken, agreed)

const renamed = '{ key: wanted, name: Need confirmed, phase: qualify }'
const strict = `{ key: shown, name: Offer shown, phase: evaluate,
      exit: [{ key: worth_it, label: Worth the effort, level: hard, kind: rule, rule: deal.amount >= 1000 }] }`
export const second = file(renamed, strict, agreed)
