/* Files as the examples hand them in. */

export const pipelineFile = `key: events
name: Events
charter:
  motion: Organisers book a hall
  buyer: The head of events
  entry_rule: Somebody asks for a date
  won_means: A signed booking
  lost_means: They book elsewhere
  owner: Head of events
  review_every_days: 90
  reason_to_be_separate: Weeks instead of quarters, and no legal review
revenue_kind: new
stages:
  - { key: asked, name: Organiser asks for a date, phase: qualify }
  - { key: offered, name: Offer is with the organiser, phase: propose }
outcomes:
  lost: { reasons: [{ key: date, label: No free date }] }
  transferred: { reasons: [{ key: bigger, label: Became a bigger project }] }
`
export const tradeFile = pipelineFile
  .replace('key: events', 'key: trade')
  .replace('name: Events', 'name: Trade')
  .replace('key: offered', 'key: agreed')
export const mappingFile = `source: shop
deal:
  id: id
  name: name
  pipeline: pipeline
  stage: stage
  amount: amount
  currency: currency
`
