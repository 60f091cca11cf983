/** Ids as the examples show them; tests put real ones in their place. */
const id = (prefix: string) => `${prefix}_01k8a0000000000000000000aa`
export const sampleIds = (text: string): string[] => [...new Set(text.match(/\b[a-z]{3,4}_01k8a0{19}aa\b/g))]

const money = (amount: string) => ({ amount, currency: 'EUR' })

const pipelineFile = `key: events
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
const mappingFile = `source: shop
deal:
  id: id
  name: name
  pipeline: pipeline
  stage: stage
  amount: amount
  currency: currency
`

/** One call of every operation: shown in the reference as curl, client and command line, and done so by a test. */
export const examples: Record<string, Record<string, unknown>> = {
  'me.get': {},
  'workspace.update': { name: 'Northwind', fiscal_year_start_month: 4 },
  'people.list': {},
  'people.get': { person_id: id('per') },
  'people.create': { name: 'Ayu Lestari', email: 'ayu.lestari@example.test', role: 'rep' },
  'people.update': { person_id: id('per'), name: 'Sari Spare' },
  'set_up_links.create': { person_id: id('per') },
  'keys.list': {},
  'keys.create': { name: 'Nightly export', person_id: id('per') },
  'keys.revoke': { key_id: id('key') },
  'invitations.list': {},
  'invitations.create': { email: 'citra.dewi@example.test', name: 'Citra Dewi', role: 'rep' },
  'invitations.resend': { invitation_id: id('inv') },
  'invitations.revoke': { invitation_id: id('inv') },
  'workspaces.create': { name: 'Northwind Asia', slug: 'northwind-asia', currency: 'IDR', time_zone: 'Asia/Jakarta' },
  'teams.list': {},
  'teams.create': { name: 'Key accounts', members: [id('per')] },
  'teams.update': { team_id: id('team'), name: 'North and east' },
  'team_members.set': { team_id: id('team'), members: [id('per')], valid_from: '2027-01-01T00:00:00Z' },
  'managers.get': { person_id: id('per') },
  'managers.set': { person_id: id('per'), manager_id: null },
  'hierarchy.get': {},
  'sessions.list': {},
  'sessions.end': { session_id: id('ses') },
  'sessions.end_others': {},
  'sessions.end_of_person': { person_id: id('per') },
  'second_factor.get': {},
  'second_factor.reset': { person_id: id('per') },
  'rights.get': { pipeline: 'enterprise' },
  'rights.set': {
    pipeline: 'enterprise',
    grants: [
      { to: { role: 'manager' }, rights: ['see', 'work', 'see_forecast'], deals: 'team' },
      { to: { role: 'rep' }, rights: ['see', 'work'], deals: 'own' },
    ],
  },
  'people.rights': { person_id: id('per') },
  'views_as.create': { person_id: id('per') },
  'pipelines.list': {},
  'pipelines.get': { pipeline: 'enterprise' },
  'pipelines.create': { source: pipelineFile },
  'definitions.get': { definition_id: id('def') },
  'fields.list': { subject: 'account' },
  'fields.update': { subject: 'account', key: 'tier', label: 'Customer tier' },
  'accounts.list': { q: 'shop', limit: 20 },
  'accounts.get': { account_id: id('acc') },
  'accounts.create': { name: 'Northwind Traders', domain: 'northwind.example', country: 'DE' },
  'accounts.update': { account_id: id('acc'), name: 'Northwind Trading' },
  'contacts.list': { account_id: id('acc') },
  'contacts.get': { contact_id: id('con') },
  'contacts.create': { name: 'Budi Santoso', account_id: id('acc'), email: 'budi@northwind.example' },
  'contacts.update': { contact_id: id('con'), title: 'Head of purchasing' },
  'products.list': { active: true },
  'products.create': { name: 'Floor scale' },
  'products.update': { product_id: id('prd'), name: 'Bench scale' },
  'deals.search': {
    filter: {
      all: [
        { field: 'pipeline', op: 'in', value: ['enterprise', 'trade'] },
        { field: 'close_date', op: 'lt', value: '2027-04-01' },
      ],
      any: [
        { field: 'amount', op: 'gte', value: money('50000.00') },
        { field: 'owner', value: 'me' },
      ],
    },
    sort: 'close_date',
  },
  'deals.list': { pipeline: 'enterprise', owner: 'me', sort: '-amount', limit: 20 },
  'deals.get': { deal_id: 'D-4' },
  'deals.create': {
    name: 'Scales for three halls',
    pipeline: 'enterprise',
    account_id: id('acc'),
    amount: money('240000.00'),
    close_date: '2027-03-31',
  },
  'deals.update': { deal_id: 'D-5', next_step: 'Send the calibration report', close_date: '2027-04-30' },
  'deals.bulk': {
    atomic: true,
    operations: [
      { op: 'create', name: 'Scales for the depot', pipeline: 'enterprise' },
      { op: 'update', deal_id: 'D-5', category: 'best_case' },
    ],
  },
  'moves.create': { deal_id: 'D-3', to_stage: 'agreed' },
  'moves.preview': { deal_id: 'D-4', to_stage: 'evaluating' },
  'moves.preview_many': { deal_ids: ['D-4', 'D-5'], to_stage: 'evaluating' },
  'moves.reverse': { deal_id: 'D-1', move_id: id('led') },
  'deals.history': { deal_id: 'D-5' },
  'overlaps.list': { state: 'open', limit: 20 },
  'overlaps.preview': { account_name: 'PT Northwind Indonesia', pipeline: 'enterprise', close_date: '2027-03-31' },
  'overlaps.get': { overlap_id: id('ovl') },
  'overlaps.create': { deal_id: 'D-4', other_id: 'D-5' },
  'overlaps.resolve': { overlap_id: id('ovl'), as: 'different', note: 'Another hall' },
  'overlaps.reverse': { overlap_id: id('ovl') },
  'evidence.create': { deal_id: 'D-4', criterion: 'success_confirmed', url: 'https://files.example.test/report' },
  'deal_contacts.create': { deal_id: 'D-5', contact_id: id('con'), role: 'champion' },
  'deal_contacts.delete': { deal_id: 'D-5', contact_id: id('con') },
  'deal_team.create': { deal_id: 'D-5', person_id: id('per'), role: 'Technical sales' },
  'deal_team.delete': { deal_id: 'D-5', person_id: id('per') },
  'line_items.set': {
    deal_id: 'D-5',
    items: [{ product_id: id('prd'), kind: 'one_time', quantity: 3, unit_price: money('80000.00') }],
  },
  'boards.get': { pipeline: 'enterprise', limit: 50 },
  'boards.stage': { pipeline: 'enterprise', stage: 'evaluating', limit: 50 },
  'boards.union': {},
  'boards.union_phase': { phase: 'qualify' },
  'looks.get': {},
  'looks.set': { position: 1 },
  'activities.list': { open: true, owner: 'me' },
  'activities.create': { kind: 'task', subject: 'Call about the offer', deal_id: id('deal'), due_on: '2026-12-01' },
  'activities.update': { activity_id: id('act'), done: true },
  'rates.list': { currency: 'IDR' },
  'rates.create': { currency: 'IDR', per_euro: '18100', valid_from: '2026-11-01' },
  'quotas.list': { period: '2026-Q4' },
  'quotas.create': { pipeline: 'enterprise', period: '2026-Q4', amount: money('1200000.00') },
  'forecasts.get': { period: '2026-Q4' },
  'deals.chance': { deal_id: 'D-4' },
  'pipeline_totals.get': { currency: 'EUR' },
  'reconciliations.get': {},
  'audit_events.list': { type: 'deal.', channel: 'api', limit: 20 },
  'audit_heads.list': { limit: 20 },
  'audit_chain.verify': { limit: 100 },
  'personal_data.export': { contact_id: id('con') },
  'personal_data.erase': { email: 'former.buyer@example.test', reason: 'They asked for it by mail' },
  'event_types.list': {},
  'webhook_endpoints.list': {},
  'webhook_endpoints.create': { url: 'https://hooks.example.test/deals', event_types: ['deal.moved', 'deal.won'] },
  'webhook_endpoints.get': { endpoint_id: id('hook') },
  'webhook_endpoints.update': { endpoint_id: id('hook'), event_types: ['*'] },
  'webhook_endpoints.rotate_secret': { endpoint_id: id('hook') },
  'webhook_endpoints.test': { endpoint_id: id('hook') },
  'webhook_deliveries.list': { endpoint_id: id('hook') },
  'webhook_deliveries.resend': { endpoint_id: id('hook'), delivery_id: id('dlv') },
  'webhook_endpoints.delete': { endpoint_id: id('hook') },
  'imports.create': { mapping: mappingFile, file_name: 'deals.csv', dry_run: true },
  'imports.get': { import_id: id('imp') },
  'jobs.get': { job_id: id('job') },
  'jobs.cancellation': { job_id: id('job') },
}
