// Written by `npm run client` from the list of operations. Do not edit.

export type Account = {
  id: string
  name: string
  domain: string | null
  kind: 'customer' | 'partner'
  country: string | null
  owner: PersonRef | null
  fields: Fields
  version: number
  created_at: string
}

export type AccountRef = {
  id: string
  name: string
  domain: string | null
}

export type Activity = {
  id: string
  kind: 'task' | 'call' | 'meeting' | 'note'
  subject: string
  body: string | null
  deal_id: string | null
  account_id: string | null
  owner: PersonRef | null
  due_on: string | null
  overdue: boolean
  done_at: string | null
  held_at: string | null
  criterion: string | null
  version: number
  created_by: PersonRef | null
  created_at: string
}

export type Amounts = {
  total_contract_value: Sum
  annual: Sum
  first_year: Sum
  one_time: Sum
}

export type ApiKey = {
  id: string
  name: string
  person: PersonRef
  prefix: string
  scopes: (
    | 'me:read'
    | 'workspace:read'
    | 'workspace:administer'
    | 'people:administer'
    | 'keys:administer'
    | 'rights:administer'
    | 'webhooks:configure'
    | 'audit:read'
    | 'personal_data:administer'
    | 'pipelines:read'
    | 'pipelines:configure'
    | 'deals:read'
    | 'deals:work'
    | 'forecast:read'
    | 'forecast:configure'
    | 'imports:work'
    | 'data:export')[] | null
  created_at: string
  expires_at: string | null
  revoked_at: string | null
}

export type AuditEvent = {
  position: number
  id: string
  occurred_at: string
  actor: PersonRef | null
  channel: 'screen' | 'api' | 'cli' | 'mcp' | 'import' | 'system'
  type: string
  subject: {
    id: string
    name: string | null
    key: string | null
  }
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  details: Record<string, unknown>
  request_id: string | null
  erased: boolean
}

export type AuditHead = {
  position: number
  hash: string
}

export type AuditVerification = {
  head: AuditHead
  checked: number
  erased: number
  fault: {
    position: number
    event_id: string | null
    code: string
    detail: string
  } | null
  done: boolean
}

export type Board = {
  pipeline: PipelineRef
  as_of: string | null
  definition_version: number
  currency: string
  position: number
  count: number
  sum: Sum
  weighted: Sum | null
  unconverted: Sum[]
  stages: BoardStage[]
}

export type BoardPage = {
  deals: Card[]
  next_cursor: string | null
}

export type BoardPhase = {
  key: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
  count: number
  sum: Sum
  weighted: Sum | null
  unconverted: Sum[]
  deals: Card[]
  next_cursor: string | null
}

export type BoardStage = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
  count: number
  sum: Sum
  weighted: Sum | null
  unconverted: Sum[]
  usual_days: number | null
  slow_days: number | null
  very_slow_days: number | null
  deals: Card[]
  next_cursor: string | null
}

export type BulkAnswer = {
  data: BulkItem[]
  done: number
  refused: number
}

export type BulkItem = {
  index: number
  status: number
  deal: {
    id: string
    key: string
    version: number
  } | null
  problem: {
    code: string
    detail: string
  } & Record<string, unknown> | null
}

export type Card = {
  id: string
  key: string
  version: number
  name: string
  account: string | null
  pipeline: string
  stage: string
  amount: Money | null
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
  owed: Owed[]
  entered_stage_at: string
  wait_until: string | null
  next_step: string | null
  probability: number | null
  next_activity: {
    kind: string
    subject: string
    due_on: string | null
  } | null
}

export type ChanceReason = {
  about: 'pipeline' | 'stage' | 'age'
  chance: number
  sentence: string
}

export type Change = {
  position: number
  type: string
  occurred_at: string
  actor: PersonRef | null
  deal: DealRef
  from: string | null
  to: string | null
}

export type ChangedPerson = {
  id: string
  name: string
  email: string
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration'
  active: boolean
  signs_in: boolean
  created_at: string
  reassigned: number
}

export type Charter = {
  motion: string
  buyer: string
  entry_rule: string
  won_means: string
  lost_means: string
  owner: string
  review_every_days?: number
  review_on?: string
  reason_to_be_separate: string
}

export type Contact = {
  id: string
  name: string
  account: AccountRef | null
  email: string | null
  phone: string | null
  title: string | null
  fields: Fields
  version: number
  created_at: string
}

export type Criterion = {
  key: string
  label: string
  kind: 'rule' | 'field' | 'link' | 'meeting'
  level: 'hard' | 'soft' | 'advice'
  hint: string | null
  rule: string | null
  field: string | null
}

export type Deal = {
  id: string
  key: string
  version: number
  name: string
  account: AccountRef | null
  partner: AccountRef | null
  source: string | null
  pipeline: PipelineRef
  definition: DefinitionRef
  stage: StageRef
  entered_stage_at: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  outcome_reason: string | null
  closed_at: string | null
  amount: Money | null
  amount_measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  revenue_kind: 'new' | 'expansion' | 'renewal'
  currency: string
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
  fields: Record<string, unknown>
  owed: Owed[]
  next_step: string | null
  wait_until: string | null
  counted: boolean
  probability: number | null
  probability_computed_at: string | null
  created_at: string
  updated_at: string
}

export type DealConditionInput = {
  field: string
  op?: 'eq' | 'ne' | 'in' | 'not_in' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'empty' | undefined
  value: string | number | boolean | MoneyInput | string[]
}

export type DealContact = {
  id: string
  name: string
  email: string | null
  title: string | null
  role: string
}

export type DealDetail = {
  id: string
  key: string
  version: number
  name: string
  account: AccountRef | null
  partner: AccountRef | null
  source: string | null
  pipeline: PipelineRef
  definition: DefinitionRef
  stage: StageRef
  entered_stage_at: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  outcome_reason: string | null
  closed_at: string | null
  amount: Money | null
  amount_measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  revenue_kind: 'new' | 'expansion' | 'renewal'
  currency: string
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
  fields: Record<string, unknown>
  owed: Owed[]
  next_step: string | null
  wait_until: string | null
  counted: boolean
  probability: number | null
  probability_computed_at: string | null
  created_at: string
  updated_at: string
  contacts: DealContact[]
  team: DealMember[]
  line_items: LineItem[]
  amounts: Amounts | null
  evidence: Evidence[]
}

export type DealMember = {
  id: string
  name: string
  role: string
}

export type DealPage = {
  data: Deal[]
  has_more: boolean
  next_cursor: string | null
  count?: number
}

export type DealRef = {
  id: string
  key: string
  name: string
  pipeline: string
}

export type DealSearchFilterInput = {
  all?: DealConditionInput[] | undefined
  any?: DealConditionInput[] | undefined
  none?: DealConditionInput[] | undefined
}

export type DefinitionRef = {
  id: string
  version: number
}

export type DefinitionVersion = {
  id: string
  pipeline_id: string
  version: number
  source: string
  published_at: string
}

export type Disagreement = {
  pipeline: string
  currency: string
  side: 'open' | 'won'
  beside: 'deals' | 'board'
  postings: Sum
  other: Sum
}

export type EndedSessions = {
  ended: number
}

export type Evidence = {
  id: string
  criterion: string
  kind: 'link' | 'meeting'
  url: string | null
  held_on: string | null
  note: string | null
  given_by: PersonRef | null
  given_at: string
}

export type ExportedHead = {
  position: number
  hash: string
  exported_at: string
}

export type Field = {
  subject: 'deal' | 'account' | 'contact'
  key: string
  label: string
  type: 'text' | 'number' | 'money' | 'date' | 'boolean' | 'choice' | 'link' | 'person'
  options: FieldOption[]
}

export type FieldOption = {
  key: string
  label: string
}

export type FieldOptionInput = {
  key: string
  label: string
}

export type Fields = Record<string, string | number | boolean | Money>

export type Forecast = {
  period: string
  as_of: string
  currency: string
  measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  dependence: string
  total: ForecastPart
  pipelines: PipelineForecast[]
}

export type ForecastBar = {
  from: Sum
  to: Sum
  chance: number
}

export type ForecastPart = {
  closed: Sum
  closed_count: number
  open: Sum | null
  open_value: Sum
  open_count: number
  open_without_amount: number
  new_business: Sum | null
  new_business_parts: {
    created: Sum
    transferred: Sum
  } | null
  expected: Sum | null
  p10: Sum | null
  p50: Sum | null
  p90: Sum | null
  quota: Sum | null
  chance: number | null
  n_closed: number
  note: string | null
  distribution: ForecastBar[]
  unconverted: Sum[]
}

export type FoundedWorkspace = {
  id: string
  slug: string
  name: string
}

export type Gate = {
  key: string
  label: string
  kind: 'rule' | 'field' | 'link' | 'meeting'
  level: 'hard' | 'soft' | 'advice'
  satisfied: boolean
  hint: string | null
  field: string | null
  stage: string | null
  side: 'entry' | 'exit' | 'required' | 'won'
  because: string[]
}

export type GivenEvidenceInput = {
  criterion: string
  url?: string | undefined
  held_on?: string | undefined
  note?: string | undefined
}

export type GivenFieldsInput = Record<string, unknown>

export type Grant = {
  id: string
  to: Grantee
  rights: (
    | 'see'
    | 'work'
    | 'transfer_in'
    | 'transfer_out'
    | 'configure'
    | 'approve'
    | 'see_forecast'
    | 'export')[]
  deals: 'own' | 'team' | 'all'
  valid_from: string
}

export type GrantToInput = {
  role?: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration' | undefined
  team_id?: string | undefined
  person_id?: string | undefined
}

export type Grantee = {
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration' | null
  team: {
    id: string
    name: string
  } | null
  person: PersonRef | null
}

export type Hierarchy = {
  as_of: string
  data: {
    person: PersonRef
    role: 
      | 'owner'
      | 'revops'
      | 'manager'
      | 'rep'
      | 'channel_manager'
      | 'partner'
      | 'executive'
      | 'viewer'
      | 'integration'
    active: boolean
    manager_id: string | null
    teams: {
      id: string
      name: string
    }[]
  }[]
}

export type HistoryRow = {
  id: string
  version: number
  kind: 
    | 'created'
    | 'edited'
    | 'moved'
    | 'won'
    | 'lost'
    | 'reopened'
    | 'transferred'
    | 'voided'
    | 'reversed'
  stage: string
  stage_name: string
  pipeline: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  outcome_reason: string | null
  amount: Money | null
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
  name: string
  account: AccountRef | null
  partner: AccountRef | null
  source: string | null
  next_step: string | null
  wait_until: string | null
  fields: Record<string, unknown>
  owed: Owed[]
  reason: string | null
  reversal_of: string | null
  administrative: boolean
  by: PersonRef | null
  channel: string
  entered_stage_at: string
  occurred_at: string
  recorded_at: string
  until: string | null
}

export type Import = {
  id: string
  source: string
  file_name: string
  dry_run: boolean
  state: 'awaiting_file' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  counts: ImportCounts
  file: {
    encoding: string
    delimiter: string
    columns: string[]
  } | null
  job: Job | null
  created_at: string
}

export type ImportCounts = {
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  won: {
    count: number
    amount: Money[]
  }
}

export type Invitation = {
  id: string
  person: PersonRef
  email: string
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration'
  status: 'pending' | 'accepted' | 'revoked' | 'expired'
  mail: 'none' | 'waiting' | 'sent' | 'failed'
  mail_error: string | null
  created_at: string
  expires_at: string
  accepted_at: string | null
}

export type Job = {
  id: string
  kind: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  result: Record<string, unknown> | null
  error: string | null
  created_at: string
  finished_at: string | null
}

export type LineItem = {
  id: string
  product: ProductRef
  kind: 'one_time' | 'recurring'
  quantity: number
  unit_price: Money
  period: 'month' | 'quarter' | 'year' | null
  term: number | null
}

export type LineItems = {
  data: LineItem[]
  amounts: Amounts | null
  deal_version: number
}

export type Look = {
  since: string | null
  position: number
  has_more: boolean
  data: Change[]
}

export type Manager = {
  person: PersonRef
  manager: PersonRef | null
  valid_from: string | null
  history: {
    manager: PersonRef | null
    valid_from: string
  }[]
}

export type Money = {
  amount: string
  currency: string
}

export type MoneyInput = {
  amount: string
  currency: string
}

export type Move = {
  id: string
  deal_id: string
  deal_version: number
  kind: 'moved' | 'won' | 'lost' | 'reopened' | 'reversed'
  from_stage: string
  to_stage: string
  direction: 'forward' | 'back' | 'none'
  skipped: string[]
  outcome: 'won' | 'lost' | null
  reason: string | null
  note: string | null
  reversal_of: string | null
  owed: Owed[]
  gates: Gate[]
  moved_by: string
  moved_at: string
}

export type MovePreview = {
  allowed: boolean
  gates: Gate[]
  code: string | null
  detail: string | null
}

export type Movement = {
  kind: 
    | 'created'
    | 're_estimated'
    | 'reclassified'
    | 'transferred'
    | 'won'
    | 'lost'
    | 'void'
    | 'reopened'
    | 'counted_elsewhere'
  amount: Sum
}

export type NewApiKey = {
  id: string
  name: string
  person: PersonRef
  prefix: string
  scopes: (
    | 'me:read'
    | 'workspace:read'
    | 'workspace:administer'
    | 'people:administer'
    | 'keys:administer'
    | 'rights:administer'
    | 'webhooks:configure'
    | 'audit:read'
    | 'personal_data:administer'
    | 'pipelines:read'
    | 'pipelines:configure'
    | 'deals:read'
    | 'deals:work'
    | 'forecast:read'
    | 'forecast:configure'
    | 'imports:work'
    | 'data:export')[] | null
  created_at: string
  expires_at: string | null
  revoked_at: string | null
  secret: string
}

export type NewGrantInput = {
  to: GrantToInput
  rights: (
    | 'see'
    | 'work'
    | 'transfer_in'
    | 'transfer_out'
    | 'configure'
    | 'approve'
    | 'see_forecast'
    | 'export')[]
  deals?: 'own' | 'team' | 'all' | undefined
}

export type NewLineItemInput = {
  product_id: string
  kind: 'one_time' | 'recurring'
  quantity?: number | undefined
  unit_price: MoneyInput
  period?: 'month' | 'quarter' | 'year' | null | undefined
  term?: number | null | undefined
}

export type OpenValue = {
  at: string
  open: Sum
}

export type Owed = {
  key: string
  label: string
  stage: string
}

export type Person = {
  id: string
  name: string
  email: string
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration'
  active: boolean
  signs_in: boolean
  created_at: string
}

export type PersonRef = {
  id: string
  name: string
}

export type PersonRights = {
  person: PersonRef
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration'
  pipelines: RightsInPipeline[]
}

export type PersonalData = {
  people: (Record<string, unknown>)[]
  contacts: (Record<string, unknown>)[]
  sessions: (Record<string, unknown>)[]
  keys: (Record<string, unknown>)[]
  looked_for: string[]
  places: number
  found: Record<string, (Record<string, unknown>)[]>
  cut: string[]
}

export type Pipeline = {
  id: string
  key: string
  name: string
  lifecycle: 'draft' | 'active' | 'sunset' | 'archived'
  definition: {
    id: string
    version: number
  }
  revenue_kind: 'new' | 'expansion' | 'renewal'
  amount_measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  currency: string
  forecast_period: string
  charter: Charter
  transitions: {
    skip: 'allowed' | 'reason' | 'forbidden'
    back: 'allowed' | 'reason' | 'forbidden'
    reopen: 'allowed' | 'reason' | 'forbidden'
  }
  stages: Stage[]
  won_criteria: Criterion[]
  fields: PipelineField[]
  lost_reasons: Reason[]
  transfer_reasons: Reason[]
}

export type PipelineField = {
  key: string
  label: string
  subject: 'deal' | 'account' | 'contact'
  type: 'text' | 'number' | 'money' | 'date' | 'boolean' | 'choice' | 'link' | 'person'
  options: Reason[]
  required_from: string | null
  read: string[] | null
  write: string[] | null
}

export type PipelineForecast = {
  pipeline: string
  name: string
  measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  closed: Sum
  closed_count: number
  open: Sum | null
  open_value: Sum
  open_count: number
  open_without_amount: number
  new_business: Sum | null
  new_business_parts: {
    created: Sum
    transferred: Sum
  } | null
  expected: Sum | null
  p10: Sum | null
  p50: Sum | null
  p90: Sum | null
  quota: Sum | null
  chance: number | null
  n_closed: number
  note: string | null
  distribution: ForecastBar[]
  unconverted: Sum[]
}

export type PipelineRef = {
  id: string
  key: string
  name: string
}

export type PipelineRights = {
  pipeline: PipelineRef
  open: boolean
  grants: Grant[]
  reassigned: number
}

export type PipelineTotals = {
  pipeline: PipelineRef
  count: number
  open: Sum
  weighted: Sum | null
  unconverted: Sum[]
  win_rate: WinRate | null
  usual_cycle_days: number | null
  history: OpenValue[]
}

export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: string
  request_id: string
  errors?: {
    pointer: string
    code: string
    detail: string
  }[]
} & Record<string, unknown>

export type Product = {
  id: string
  key: string
  name: string
  active: boolean
  version: number
  created_at: string
}

export type ProductRef = {
  id: string
  key: string
  name: string
}

export type Quota = {
  id: string
  pipeline: PipelineRef
  period: string
  amount: Money
  valid_from: string
}

export type Rate = {
  currency: string
  per_euro: string
  valid_from: string
  source: string
  recorded_at: string
}

export type Reason = {
  key: string
  label: string
}

export type ReassignmentInput = {
  person_id: string
  to: string
}

export type ReconciledCurrency = {
  currency: string
  total: Sum
  pipelines: ReconciledPipeline[]
  difference: Sum
}

export type ReconciledPipeline = {
  pipeline: string
  open: Sum
  won: Sum
  movements: Movement[]
}

export type Reconciliation = {
  as_of: string
  balanced: boolean
  currencies: ReconciledCurrency[]
  disagreements: Disagreement[]
  rows: number
}

export type RightReason = {
  right: 
    | 'see'
    | 'work'
    | 'transfer_in'
    | 'transfer_out'
    | 'configure'
    | 'approve'
    | 'see_forecast'
    | 'export'
  allowed: boolean
  deals: 'own' | 'team' | 'all' | null
  because: 'owner' | 'role' | 'grant' | 'role_missing' | 'grant_missing'
  sentence: string
}

export type RightsInPipeline = {
  pipeline: PipelineRef
  rights: RightReason[]
}

export type SecondFactor = {
  on: boolean
}

export type SentInvitation = {
  id: string
  person: PersonRef
  email: string
  role: 
    | 'owner'
    | 'revops'
    | 'manager'
    | 'rep'
    | 'channel_manager'
    | 'partner'
    | 'executive'
    | 'viewer'
    | 'integration'
  status: 'pending' | 'accepted' | 'revoked' | 'expired'
  mail: 'none' | 'waiting' | 'sent' | 'failed'
  mail_error: string | null
  created_at: string
  expires_at: string
  accepted_at: string | null
  path: string | null
}

export type Session = {
  id: string
  current: boolean
  created_at: string
  expires_at: string
  address: string | null
  browser: string | null
}

export type SetUpLink = {
  person: PersonRef
  email: string
  path: string
  expires_at: string
}

export type Stage = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
  help: string | null
  category: 'pipeline' | 'best_case' | 'commit' | 'omitted'
  expected_days: number | null
  maximum_days: number | null
  ways: string[]
  may_be_won: 'allowed' | 'reason' | 'forbidden'
  entry: Criterion[]
  exit: Criterion[]
}

export type StageRef = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
}

export type Sum = {
  amount: string
  currency: string
}

export type Team = {
  id: string
  name: string
  active: boolean
  members: PersonRef[]
  created_at: string
}

export type TotalsOverPipelines = {
  count: number
  open: Sum
  weighted: Sum | null
  unconverted: Sum[]
}

export type TotalsReport = {
  as_of: string
  currency: string
  data: PipelineTotals[]
  total: TotalsOverPipelines
}

export type UnionBoard = {
  as_of: string | null
  currency: string
  position: number
  count: number
  sum: Sum
  weighted: Sum | null
  unconverted: Sum[]
  phases: BoardPhase[]
}

export type View = {
  person: PersonRef
  began_at: string
  until: string
}

export type WebhookAttempt = {
  number: number
  url: string
  started_at: string
  duration_ms: number
  status: number | null
  error: string | null
  body: string
}

export type WebhookDelivery = {
  id: string
  endpoint_id: string
  event: {
    id: string
    type: string
    subject: string
    sequence: number
  }
  state: 'pending' | 'delivered' | 'failed' | 'cancelled'
  next_attempt_at: string | null
  created_at: string
  request: {
    headers: Record<string, string>
    body: string
  }
  attempts: WebhookAttempt[]
}

export type WebhookEndpoint = {
  id: string
  url: string
  description: string
  event_types: string[]
  owner: PersonRef
  enabled: boolean
  disabled_reason: 'by_person' | 'gone' | 'failing' | 'right_lost' | null
  failing_since: string | null
  version: number
  created_at: string
}

export type WebhookEndpointWithSecret = {
  id: string
  url: string
  description: string
  event_types: string[]
  owner: PersonRef
  enabled: boolean
  disabled_reason: 'by_person' | 'gone' | 'failing' | 'right_lost' | null
  failing_since: string | null
  version: number
  created_at: string
  secret: string
  old_secret_until: string | null
}

export type WebhookMessage = {
  type: string
  timestamp: string
  workspace_id: string
  subject: string
  sequence: number
  actor_id: string | null
  data: Record<string, unknown>
}

export type WinChance = {
  deal_id: string
  ever: number | null
  by_close_date: number | null
  close_date: string | null
  n: number
  n_closed: number
  pooled: boolean
  reasons: ChanceReason[]
  note: string | null
}

export type WinRate = {
  won: number
  closed: number
  days: number
  share: number | null
}

export type Workspace = {
  id: string
  slug: string
  name: string
  time_zone: string
  currency: string
  fiscal_year_start_month: number
  figures_about_people: boolean
  today: string
  clock_simulated: boolean
  embedded_database: boolean
}

export type WorkspaceSettings = {
  name: string
  time_zone: string
  currency: string
  fiscal_year_start_month: number
  figures_about_people: boolean
}

export type Operations = {
  /** Create an account: a customer, or a partner to sell with */
  'accounts.create': {
    input: {
      name: string
      domain?: string | null | undefined
      kind?: 'customer' | 'partner' | undefined
      country?: string | null | undefined
      owner?: string | null | undefined
      fields?: GivenFieldsInput | undefined
    }
    answer: Account
  }
  /** One account */
  'accounts.get': {
    input: {
      account_id: string
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: Account
  }
  /** Accounts by name */
  'accounts.list': {
    input: {
      q?: string | undefined
      kind?: 'customer' | 'partner' | undefined
      domain?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: {
      data: Account[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Change an account; what is absent stays, what is null is cleared */
  'accounts.update': {
    input: {
      account_id: string
      name?: string | undefined
      domain?: string | null | undefined
      kind?: 'customer' | 'partner' | undefined
      country?: string | null | undefined
      owner?: string | null | undefined
      fields?: GivenFieldsInput | undefined
      if_version?: number | undefined
    }
    answer: Account
  }
  /** Plan a task, call or meeting, log one that took place, or write a note */
  'activities.create': {
    input: {
      kind: 'task' | 'call' | 'meeting' | 'note'
      subject: string
      body?: string | null | undefined
      deal_id?: string | null | undefined
      account_id?: string | null | undefined
      owner?: string | null | undefined
      due_on?: string | null | undefined
      held_at?: string | null | undefined
      criterion?: string | null | undefined
    }
    answer: Activity
  }
  /** Tasks, calls, meetings and notes: open ones by urgency, all of them newest first */
  'activities.list': {
    input: {
      deal_id?: string | undefined
      account_id?: string | undefined
      kind?: 'task' | 'call' | 'meeting' | 'note' | undefined
      owner?: string | undefined
      open?: 'true' | 'false' | undefined
      due_before?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: {
      data: Activity[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Change an activity: done or open again, held, put off, handed over */
  'activities.update': {
    input: {
      activity_id: string
      done?: boolean | undefined
      subject?: string | undefined
      body?: string | null | undefined
      owner?: string | null | undefined
      due_on?: string | null | undefined
      held_at?: string | null | undefined
      if_version?: number | undefined
    }
    answer: Activity
  }
  /** Verify the audit chain, some thousand links at a time; names the first that does not hold */
  'audit_chain.verify': {
    input: {
      after?: number | undefined
      hash?: string | undefined
      to?: number | undefined
      limit?: number | undefined
      fields?: string | undefined
    }
    answer: AuditVerification
  }
  /** What happened in this workspace, the newest first: who, through what, to what, before and after */
  'audit_events.list': {
    input: {
      actor_id?: string | undefined
      type?: string | undefined
      subject?: string | undefined
      channel?: 'screen' | 'api' | 'cli' | 'mcp' | 'import' | 'system' | undefined
      from?: string | undefined
      before?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: AuditEvent[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** The head of the audit chain, and the heads that were exported before: keep one elsewhere to notice a cut */
  'audit_heads.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: ExportedHead[]
      has_more: boolean
      next_cursor: string | null
      head: AuditHead | null
    }
  }
  /** A pipeline as a board: every stage with its totals and its first cards, now or as of a moment */
  'boards.get': {
    input: {
      pipeline: string
      as_of?: string | undefined
      limit?: number | undefined
      fields?: string | undefined
    }
    answer: Board
  }
  /** The next cards of one stage of a board */
  'boards.stage': {
    input: {
      pipeline: string
      stage: string
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: BoardPage
  }
  /** All pipelines on one board by phase, for reading */
  'boards.union': {
    input: {
      as_of?: string | undefined
      limit?: number | undefined
      fields?: string | undefined
    }
    answer: UnionBoard
  }
  /** The next cards of one phase of the board of all pipelines */
  'boards.union_phase': {
    input: {
      phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: BoardPage
  }
  /** Create a contact */
  'contacts.create': {
    input: {
      name: string
      account_id?: string | null | undefined
      email?: string | null | undefined
      phone?: string | null | undefined
      title?: string | null | undefined
      fields?: GivenFieldsInput | undefined
    }
    answer: Contact
  }
  /** One contact */
  'contacts.get': {
    input: {
      contact_id: string
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: Contact
  }
  /** Contacts by name, of one account or of all */
  'contacts.list': {
    input: {
      account_id?: string | undefined
      q?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: {
      data: Contact[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Change a contact; what is absent stays, what is null is cleared */
  'contacts.update': {
    input: {
      contact_id: string
      name?: string | undefined
      account_id?: string | null | undefined
      email?: string | null | undefined
      phone?: string | null | undefined
      title?: string | null | undefined
      fields?: GivenFieldsInput | undefined
      if_version?: number | undefined
    }
    answer: Contact
  }
  /** Say what a contact is to a deal: economic buyer, champion, legal and so on */
  'deal_contacts.create': {
    input: {
      deal_id: string
      contact_id: string
      role: 
        | 'economic_buyer'
        | 'champion'
        | 'evaluator'
        | 'procurement'
        | 'legal'
        | 'user'
        | 'blocker'
        | 'other'
    }
    answer: {
      data: DealContact[]
    }
  }
  /** Take a contact off a deal, in every role */
  'deal_contacts.delete': {
    input: {
      deal_id: string
      contact_id: string
    }
    answer: {
      data: DealContact[]
    }
  }
  /** Put a person on the team of a deal, or change what they do there */
  'deal_team.create': {
    input: {
      deal_id: string
      person_id: string
      role: string
    }
    answer: {
      data: DealMember[]
    }
  }
  /** Take a person off the team of a deal */
  'deal_team.delete': {
    input: {
      deal_id: string
      person_id: string
    }
    answer: {
      data: DealMember[]
    }
  }
  /** Up to 1000 creations, edits and moves in one request, under the same rules as each alone */
  'deals.bulk': {
    input: {
      atomic?: boolean | undefined
      operations: ({
        name: string
        pipeline?: string | undefined
        account_id?: string | undefined
        amount?: MoneyInput | undefined
        close_date?: string | undefined
        owner?: 'me' | string | undefined
        source?: string | undefined
        partner_account_id?: string | undefined
        fields?: GivenFieldsInput | undefined
        revenue_kind?: 'new' | 'expansion' | 'renewal' | undefined
        next_step?: string | undefined
        reason?: string | undefined
        op: 'create'
      } | {
        deal_id: string
        deal_version?: number | undefined
        name?: string | undefined
        account_id?: string | null | undefined
        partner_account_id?: string | null | undefined
        source?: string | null | undefined
        amount?: MoneyInput | null | undefined
        close_date?: string | null | undefined
        category?: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed' | undefined
        owner?: 'me' | string | null | undefined
        fields?: GivenFieldsInput | undefined
        revenue_kind?: 'new' | 'expansion' | 'renewal' | undefined
        next_step?: string | null | undefined
        wait_until?: string | null | undefined
        op: 'update'
      } | {
        deal_id: string
        to_stage?: string | undefined
        outcome?: 'won' | 'lost' | undefined
        deal_version?: number | undefined
        reason?: string | undefined
        note?: string | undefined
        fields?: GivenFieldsInput | undefined
        evidence?: GivenEvidenceInput[] | undefined
        op: 'move'
      })[]
    }
    answer: BulkAnswer
  }
  /** How likely a deal is won, ever and by its close date, and on what that rests */
  'deals.chance': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: WinChance
  }
  /** Open a deal in a pipeline; its first stage may ask for something */
  'deals.create': {
    input: {
      name: string
      pipeline?: string | undefined
      account_id?: string | undefined
      amount?: MoneyInput | undefined
      close_date?: string | undefined
      owner?: 'me' | string | undefined
      source?: string | undefined
      partner_account_id?: string | undefined
      fields?: GivenFieldsInput | undefined
      revenue_kind?: 'new' | 'expansion' | 'renewal' | undefined
      next_step?: string | undefined
      reason?: string | undefined
    }
    answer: Deal
  }
  /** One deal with its people, line items and evidence */
  'deals.get': {
    input: {
      deal_id: string
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: DealDetail
  }
  /** Everything that a deal was: the rows of its ledger, oldest first */
  'deals.history': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: {
      data: HistoryRow[]
    }
  }
  /** Deals by pipeline, stage, owner, account, outcome, close date or words in their name */
  'deals.list': {
    input: {
      pipeline?: string | undefined
      stage?: string | undefined
      owner?: 'me' | string | undefined
      account_id?: string | undefined
      category?: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed' | undefined
      outcome?: 'open' | 'won' | 'lost' | 'transferred' | 'void' | 'any' | undefined
      q?: string | undefined
      close_from?: string | undefined
      close_before?: string | undefined
      close_date_gte?: string | undefined
      close_date_lt?: string | undefined
      currency?: string | undefined
      amount_gte?: string | undefined
      amount_lt?: string | undefined
      closed_from?: string | undefined
      closed_before?: string | undefined
      owed?: 'true' | undefined
      sort?: 
        | 'created'
        | '-created'
        | 'close_date'
        | '-close_date'
        | 'amount'
        | '-amount'
        | 'updated'
        | '-updated' | undefined
      count?: 'exact' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
      expand?: string | undefined
    }
    answer: DealPage
  }
  /** Deals by all that a list may ask for, and by conditions on any of their members and fields */
  'deals.search': {
    input: {
      pipeline?: string | undefined
      stage?: string | undefined
      owner?: 'me' | string | undefined
      account_id?: string | undefined
      category?: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed' | undefined
      outcome?: 'open' | 'won' | 'lost' | 'transferred' | 'void' | 'any' | undefined
      q?: string | undefined
      close_from?: string | undefined
      close_before?: string | undefined
      close_date_gte?: string | undefined
      close_date_lt?: string | undefined
      currency?: string | undefined
      amount_gte?: string | undefined
      amount_lt?: string | undefined
      closed_from?: string | undefined
      closed_before?: string | undefined
      owed?: 'true' | undefined
      sort?: 
        | 'created'
        | '-created'
        | 'close_date'
        | '-close_date'
        | 'amount'
        | '-amount'
        | 'updated'
        | '-updated' | undefined
      count?: 'exact' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      filter?: DealSearchFilterInput | undefined
    }
    answer: DealPage
  }
  /** Change facts of a deal; what is left out stays, null empties */
  'deals.update': {
    input: {
      deal_id: string
      deal_version?: number | undefined
      name?: string | undefined
      account_id?: string | null | undefined
      partner_account_id?: string | null | undefined
      source?: string | null | undefined
      amount?: MoneyInput | null | undefined
      close_date?: string | null | undefined
      category?: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed' | undefined
      owner?: 'me' | string | null | undefined
      fields?: GivenFieldsInput | undefined
      revenue_kind?: 'new' | 'expansion' | 'renewal' | undefined
      next_step?: string | null | undefined
      wait_until?: string | null | undefined
    }
    answer: Deal
  }
  /** One version of a pipeline, as its file was written */
  'definitions.get': {
    input: {
      definition_id: string
      fields?: string | undefined
    }
    answer: DefinitionVersion
  }
  /** The types of events that an endpoint may hear of */
  'event_types.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: {
        type: string
        summary: string
      }[]
    }
  }
  /** Give evidence for a criterion of a gate: a link, or the day of a meeting */
  'evidence.create': {
    input: {
      deal_id: string
      criterion: string
      url?: string | undefined
      held_on?: string | undefined
      note?: string | undefined
    }
    answer: {
      data: Evidence[]
    }
  }
  /** The workspace's library of fields on deals, accounts and contacts */
  'fields.list': {
    input: {
      subject?: 'deal' | 'account' | 'contact' | undefined
      fields?: string | undefined
    }
    answer: {
      data: Field[]
    }
  }
  /** Give a field another label, or a choice more options */
  'fields.update': {
    input: {
      subject: 'deal' | 'account' | 'contact'
      key: string
      label?: string | undefined
      options?: FieldOptionInput[] | undefined
    }
    answer: Field
  }
  /** What a period will bring, per pipeline and in all: closed, open, new business, and how sure that is */
  'forecasts.get': {
    input: {
      period?: string | undefined
      pipeline?: string | undefined
      as_of?: string | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: Forecast
  }
  /** Everybody with their manager and their teams, as of a moment */
  'hierarchy.get': {
    input: {
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: Hierarchy
  }
  /** Say how the rows of a file become deals; the file itself is sent next, to /imports/{import_id}/file */
  'imports.create': {
    input: {
      mapping: string
      file_name: string
      dry_run?: boolean | undefined
    }
    answer: Import
  }
  /** How far an import has come, and what became of its rows */
  'imports.get': {
    input: {
      import_id: string
      fields?: string | undefined
    }
    answer: Import
  }
  /** Invite somebody by their address; by mail, or by a link to hand over where no mail server is set */
  'invitations.create': {
    input: {
      email: string
      name?: string | undefined
      role?: 
        | 'owner'
        | 'revops'
        | 'manager'
        | 'rep'
        | 'channel_manager'
        | 'partner'
        | 'executive'
        | 'viewer'
        | 'integration' | undefined
    }
    answer: SentInvitation
  }
  /** Who was invited, and what became of it */
  'invitations.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Invitation[]
    }
  }
  /** Send an invitation anew, with another week to accept it; the link sent before ends */
  'invitations.resend': {
    input: {
      invitation_id: string
    }
    answer: SentInvitation
  }
  /** Take an invitation back; its link ends at once */
  'invitations.revoke': {
    input: {
      invitation_id: string
    }
    answer: Invitation
  }
  /** Ask a job to stop; what is done stays done, whole */
  'jobs.cancellation': {
    input: {
      job_id: string
    }
    answer: Job
  }
  /** How far a long piece of work has come */
  'jobs.get': {
    input: {
      job_id: string
      fields?: string | undefined
    }
    answer: Job
  }
  /** Make an API key for a person, for all they may or only a part; its secret is shown this once */
  'keys.create': {
    input: {
      name: string
      person_id?: string | undefined
      scopes?: (
        | 'me:read'
        | 'workspace:read'
        | 'workspace:administer'
        | 'people:administer'
        | 'keys:administer'
        | 'rights:administer'
        | 'webhooks:configure'
        | 'audit:read'
        | 'personal_data:administer'
        | 'pipelines:read'
        | 'pipelines:configure'
        | 'deals:read'
        | 'deals:work'
        | 'forecast:read'
        | 'forecast:configure'
        | 'imports:work'
        | 'data:export')[] | undefined
      expires_at?: string | undefined
    }
    answer: NewApiKey
  }
  /** API keys: what they start with, whose they are, what they may at most, until when they hold */
  'keys.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: ApiKey[]
    }
  }
  /** End an API key at once */
  'keys.revoke': {
    input: {
      key_id: string
    }
    answer: ApiKey
  }
  /** Put these line items in the place of all that a deal has; its amount follows them */
  'line_items.set': {
    input: {
      deal_id: string
      deal_version?: number | undefined
      items: NewLineItemInput[]
    }
    answer: LineItems
  }
  /** What others changed since you last looked, the newest first */
  'looks.get': {
    input: {
      fields?: string | undefined
    }
    answer: Look
  }
  /** Say up to which position you have seen what changed */
  'looks.set': {
    input: {
      position: number
    }
    answer: Look
  }
  /** Whom a person reports to, and reported to before */
  'managers.get': {
    input: {
      person_id: string
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: Manager
  }
  /** Say whom a person reports to from a moment on */
  'managers.set': {
    input: {
      person_id: string
      manager_id: string | null
      valid_from?: string | undefined
    }
    answer: Manager
  }
  /** Who am I, where, and what may I do? */
  'me.get': {
    input: {
      fields?: string | undefined
    }
    answer: {
      person: Person
      workspace: Workspace
      access: (
        | 'me:read'
        | 'workspace:read'
        | 'workspace:administer'
        | 'people:administer'
        | 'keys:administer'
        | 'rights:administer'
        | 'webhooks:configure'
        | 'audit:read'
        | 'personal_data:administer'
        | 'pipelines:read'
        | 'pipelines:configure'
        | 'deals:read'
        | 'deals:work'
        | 'forecast:read'
        | 'forecast:configure'
        | 'imports:work'
        | 'data:export')[]
      workspaces: {
        id: string
        slug: string
        name: string
        role: 
          | 'owner'
          | 'revops'
          | 'manager'
          | 'rep'
          | 'channel_manager'
          | 'partner'
          | 'executive'
          | 'viewer'
          | 'integration'
      }[]
      viewed_by: PersonRef | null
    }
  }
  /** Move a deal to another stage of its pipeline, win or lose it, or reopen it in the stage where it stood */
  'moves.create': {
    input: {
      deal_id: string
      to_stage?: string | undefined
      outcome?: 'won' | 'lost' | undefined
      deal_version?: number | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
      evidence?: GivenEvidenceInput[] | undefined
    }
    answer: Move
  }
  /** Would this move be accepted, and what does it ask for? Nothing changes */
  'moves.preview': {
    input: {
      deal_id: string
      to_stage?: string | undefined
      outcome?: 'won' | 'lost' | undefined
      deal_version?: number | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
      evidence?: GivenEvidenceInput[] | undefined
    }
    answer: MovePreview
  }
  /** What would be refused? The gate asked about many deals at once, without moving them */
  'moves.preview_many': {
    input: {
      deal_ids: string[]
      to_stage?: string | undefined
      outcome?: 'won' | 'lost' | undefined
    }
    answer: {
      data: {
        allowed: boolean
        gates: Gate[]
        code: string | null
        detail: string | null
        deal_id: string
        key: string
      }[]
    }
  }
  /** Undo a move of your own while nothing came after it; both are left out of stays and conversions */
  'moves.reverse': {
    input: {
      deal_id: string
      move_id: string
    }
    answer: Move
  }
  /** Add a person, who can own deals at once */
  'people.create': {
    input: {
      name: string
      email: string
      role: 
        | 'owner'
        | 'revops'
        | 'manager'
        | 'rep'
        | 'channel_manager'
        | 'partner'
        | 'executive'
        | 'viewer'
        | 'integration'
    }
    answer: Person
  }
  /** One person of this workspace */
  'people.get': {
    input: {
      person_id: string
      fields?: string | undefined
    }
    answer: Person
  }
  /** The people of this workspace */
  'people.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Person[]
    }
  }
  /** Why can they? Every right of a person in every pipeline, and the role or grant that gives it */
  'people.rights': {
    input: {
      person_id: string
      fields?: string | undefined
    }
    answer: PersonRights
  }
  /** Name and role of a person, and whether they are still here; who leaves loses their keys at once */
  'people.update': {
    input: {
      person_id: string
      name?: string | undefined
      role?: 
        | 'owner'
        | 'revops'
        | 'manager'
        | 'rep'
        | 'channel_manager'
        | 'partner'
        | 'executive'
        | 'viewer'
        | 'integration' | undefined
      active?: boolean | undefined
      reassign?: ReassignmentInput[] | undefined
    }
    answer: ChangedPerson
  }
  /** Erase a person: records, texts that name them, events, staged rows, sessions and keys; sums stay */
  'personal_data.erase': {
    input: {
      email?: string | undefined
      person_id?: string | undefined
      contact_id?: string | undefined
      reason: string
      also?: string[] | undefined
    }
    answer: Job
  }
  /** Everything that is held about a person: as a colleague, as a contact, and wherever a text names them */
  'personal_data.export': {
    input: {
      email?: string | undefined
      person_id?: string | undefined
      contact_id?: string | undefined
      page?: number | undefined
    }
    answer: PersonalData
  }
  /** What stands open in each pipeline and in all, with win rates, usual cycles and the last 13 weeks */
  'pipeline_totals.get': {
    input: {
      as_of?: string | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: TotalsReport
  }
  /** Create a pipeline from its definition file, YAML or JSON */
  'pipelines.create': {
    input: {
      source: string
    }
    answer: Pipeline
  }
  /** One pipeline, by its key or id */
  'pipelines.get': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: Pipeline
  }
  /** The pipelines of this workspace, with their stages and gates */
  'pipelines.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Pipeline[]
    }
  }
  /** Create a product that line items can name */
  'products.create': {
    input: {
      name: string
      key?: string | undefined
    }
    answer: Product
  }
  /** What is sold, by key */
  'products.list': {
    input: {
      active?: 'true' | 'false' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Product[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Rename a product, or take it off sale */
  'products.update': {
    input: {
      product_id: string
      name?: string | undefined
      key?: string | undefined
      active?: boolean | undefined
      if_version?: number | undefined
    }
    answer: Product
  }
  /** Say what a pipeline is to win in a period; what was agreed before stays readable as of then */
  'quotas.create': {
    input: {
      pipeline: string
      period: string
      amount: MoneyInput
      valid_from?: string | undefined
    }
    answer: Quota
  }
  /** What each pipeline is to win in a period */
  'quotas.list': {
    input: {
      pipeline?: string | undefined
      period?: string | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Quota[]
    }
  }
  /** Give a rate from a day on; for a day that has one already, the new one holds */
  'rates.create': {
    input: {
      currency: string
      per_euro: string
      valid_from: string
      source?: string | undefined
    }
    answer: Rate
  }
  /** Exchange rates by currency, each from its day on; the newest first */
  'rates.list': {
    input: {
      currency?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Rate[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Do the pipelines add up to the total, in every currency? Replays the ledger as postings */
  'reconciliations.get': {
    input: {
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: Reconciliation
  }
  /** Who may do what in a pipeline, and on whose deals */
  'rights.get': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: PipelineRights
  }
  /** Put these grants in the place of all that a pipeline has; none opens it to everybody by their role */
  'rights.set': {
    input: {
      pipeline: string
      grants: NewGrantInput[]
      reassign?: ReassignmentInput[] | undefined
    }
    answer: PipelineRights
  }
  /** Whether my sign-in asks for a code after the password */
  'second_factor.get': {
    input: {
      fields?: string | undefined
    }
    answer: SecondFactor
  }
  /** Take the second factor away from a person who lost theirs, and sign them out everywhere */
  'second_factor.reset': {
    input: {
      person_id: string
    }
    answer: SecondFactor
  }
  /** End one of my sessions; its next request is refused */
  'sessions.end': {
    input: {
      session_id: string
    }
    answer: EndedSessions
  }
  /** Sign a person out everywhere */
  'sessions.end_of_person': {
    input: {
      person_id: string
    }
    answer: EndedSessions
  }
  /** End all of my sessions but the one that asks */
  'sessions.end_others': {
    input: Record<string, never>
    answer: EndedSessions
  }
  /** My sessions: since when, from where, and which one this is */
  'sessions.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Session[]
    }
  }
  /** Make a link by which a person chooses their password; it works once, and is shown this once */
  'set_up_links.create': {
    input: {
      person_id: string
    }
    answer: SetUpLink
  }
  /** Say who is in a team from a moment on; who was in it before stays readable as of then */
  'team_members.set': {
    input: {
      team_id: string
      members: string[]
      valid_from?: string | undefined
    }
    answer: Team
  }
  /** Form a team */
  'teams.create': {
    input: {
      name: string
      members?: string[] | undefined
      valid_from?: string | undefined
    }
    answer: Team
  }
  /** The teams, with who was in them at a moment */
  'teams.list': {
    input: {
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Team[]
    }
  }
  /** Rename a team, or say that it is no more */
  'teams.update': {
    input: {
      team_id: string
      name?: string | undefined
      active?: boolean | undefined
    }
    answer: Team
  }
  /** Begin to see what a person sees: for eight hours, requests with Tributary-View-As are answered as theirs */
  'views_as.create': {
    input: {
      person_id: string
    }
    answer: View
  }
  /** What was sent to an endpoint and what it answered, the newest event first; kept for 30 days */
  'webhook_deliveries.list': {
    input: {
      endpoint_id: string
      state?: 'pending' | 'delivered' | 'failed' | 'cancelled' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: WebhookDelivery[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Send an event to an endpoint again, now */
  'webhook_deliveries.resend': {
    input: {
      endpoint_id: string
      delivery_id: string
    }
    answer: WebhookDelivery
  }
  /** Add an address that events are posted to, with your rights; its signing secret is shown this once */
  'webhook_endpoints.create': {
    input: {
      url: string
      description?: string | undefined
      event_types: (
        | '*'
        | 'deal.created'
        | 'deal.edited'
        | 'deal.moved'
        | 'deal.won'
        | 'deal.lost'
        | 'deal.reopened'
        | 'deal.reversed'
        | 'deal.imported'
        | 'deal.evidence_given'
        | 'deal.contact_added'
        | 'deal.contact_removed'
        | 'deal.member_added'
        | 'deal.member_removed'
        | 'account.created'
        | 'account.updated'
        | 'contact.created'
        | 'contact.updated'
        | 'activity.created'
        | 'activity.updated'
        | 'product.created'
        | 'product.updated'
        | 'rate.recorded'
        | 'quota.set'
        | 'pipeline.created'
        | 'field.declared'
        | 'field.updated'
        | 'workspace.updated'
        | 'person.created'
        | 'person.updated'
        | 'person.manager_set'
        | 'team.created'
        | 'team.updated'
        | 'team.members_set'
        | 'rights.changed'
        | 'import.created'
        | 'import.arrived'
        | 'import.completed')[]
    }
    answer: WebhookEndpointWithSecret
  }
  /** Remove an endpoint with its log; nothing more is sent to it */
  'webhook_endpoints.delete': {
    input: {
      endpoint_id: string
    }
    answer: WebhookEndpoint
  }
  /** One endpoint, and how it is doing */
  'webhook_endpoints.get': {
    input: {
      endpoint_id: string
      fields?: string | undefined
    }
    answer: WebhookEndpoint
  }
  /** Where events are posted to, the oldest first */
  'webhook_endpoints.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: WebhookEndpoint[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Make a new signing secret, shown this once; for a day the old one signs as well */
  'webhook_endpoints.rotate_secret': {
    input: {
      endpoint_id: string
    }
    answer: WebhookEndpointWithSecret
  }
  /** Send this endpoint an event of type webhook_endpoint.tested; the log shows what it answers */
  'webhook_endpoints.test': {
    input: {
      endpoint_id: string
    }
    answer: {
      event_id: string
      type: string
    }
  }
  /** Change where and what an endpoint hears, switch it off or on; from then on it has your rights */
  'webhook_endpoints.update': {
    input: {
      endpoint_id: string
      url?: string | undefined
      description?: string | undefined
      event_types?: (
        | '*'
        | 'deal.created'
        | 'deal.edited'
        | 'deal.moved'
        | 'deal.won'
        | 'deal.lost'
        | 'deal.reopened'
        | 'deal.reversed'
        | 'deal.imported'
        | 'deal.evidence_given'
        | 'deal.contact_added'
        | 'deal.contact_removed'
        | 'deal.member_added'
        | 'deal.member_removed'
        | 'account.created'
        | 'account.updated'
        | 'contact.created'
        | 'contact.updated'
        | 'activity.created'
        | 'activity.updated'
        | 'product.created'
        | 'product.updated'
        | 'rate.recorded'
        | 'quota.set'
        | 'pipeline.created'
        | 'field.declared'
        | 'field.updated'
        | 'workspace.updated'
        | 'person.created'
        | 'person.updated'
        | 'person.manager_set'
        | 'team.created'
        | 'team.updated'
        | 'team.members_set'
        | 'rights.changed'
        | 'import.created'
        | 'import.arrived'
        | 'import.completed')[] | undefined
      enabled?: boolean | undefined
      if_version?: number | undefined
    }
    answer: WebhookEndpoint
  }
  /** Name, time zone, currency, fiscal year, and whether there are figures about people; from now on */
  'workspace.update': {
    input: {
      name?: string | undefined
      time_zone?: string | undefined
      currency?: string | undefined
      fiscal_year_start_month?: number | undefined
      figures_about_people?: boolean | undefined
    }
    answer: WorkspaceSettings
  }
  /** Found another workspace, as its owner; nothing of this one is in it */
  'workspaces.create': {
    input: {
      name: string
      slug: string
      currency?: string | undefined
      time_zone?: string | undefined
    }
    answer: FoundedWorkspace
  }
}

/** Where each operation is found; what is not in the path goes into the query of a GET, else into the body. */

export const addresses = {
  'accounts.create': { method: 'POST', path: '/accounts' },
  'accounts.get': { method: 'GET', path: '/accounts/{account_id}' },
  'accounts.list': { method: 'GET', path: '/accounts' },
  'accounts.update': { method: 'PATCH', path: '/accounts/{account_id}' },
  'activities.create': { method: 'POST', path: '/activities' },
  'activities.list': { method: 'GET', path: '/activities' },
  'activities.update': { method: 'PATCH', path: '/activities/{activity_id}' },
  'audit_chain.verify': { method: 'GET', path: '/audit-chain' },
  'audit_events.list': { method: 'GET', path: '/audit-events' },
  'audit_heads.list': { method: 'GET', path: '/audit-heads' },
  'boards.get': { method: 'GET', path: '/boards/{pipeline}' },
  'boards.stage': { method: 'GET', path: '/boards/{pipeline}/stages/{stage}' },
  'boards.union': { method: 'GET', path: '/union-board' },
  'boards.union_phase': { method: 'GET', path: '/union-board/{phase}' },
  'contacts.create': { method: 'POST', path: '/contacts' },
  'contacts.get': { method: 'GET', path: '/contacts/{contact_id}' },
  'contacts.list': { method: 'GET', path: '/contacts' },
  'contacts.update': { method: 'PATCH', path: '/contacts/{contact_id}' },
  'deal_contacts.create': { method: 'POST', path: '/deals/{deal_id}/contacts' },
  'deal_contacts.delete': { method: 'DELETE', path: '/deals/{deal_id}/contacts/{contact_id}' },
  'deal_team.create': { method: 'POST', path: '/deals/{deal_id}/team' },
  'deal_team.delete': { method: 'DELETE', path: '/deals/{deal_id}/team/{person_id}' },
  'deals.bulk': { method: 'POST', path: '/deals/bulk' },
  'deals.chance': { method: 'GET', path: '/deals/{deal_id}/chance' },
  'deals.create': { method: 'POST', path: '/deals' },
  'deals.get': { method: 'GET', path: '/deals/{deal_id}' },
  'deals.history': { method: 'GET', path: '/deals/{deal_id}/history' },
  'deals.list': { method: 'GET', path: '/deals' },
  'deals.search': { method: 'POST', path: '/deals/search' },
  'deals.update': { method: 'PATCH', path: '/deals/{deal_id}' },
  'definitions.get': { method: 'GET', path: '/definitions/{definition_id}' },
  'event_types.list': { method: 'GET', path: '/event-types' },
  'evidence.create': { method: 'POST', path: '/deals/{deal_id}/evidence' },
  'fields.list': { method: 'GET', path: '/fields' },
  'fields.update': { method: 'PATCH', path: '/fields/{subject}/{key}' },
  'forecasts.get': { method: 'GET', path: '/forecasts' },
  'hierarchy.get': { method: 'GET', path: '/hierarchy' },
  'imports.create': { method: 'POST', path: '/imports' },
  'imports.get': { method: 'GET', path: '/imports/{import_id}' },
  'invitations.create': { method: 'POST', path: '/invitations' },
  'invitations.list': { method: 'GET', path: '/invitations' },
  'invitations.resend': { method: 'POST', path: '/invitations/{invitation_id}/resends' },
  'invitations.revoke': { method: 'POST', path: '/invitations/{invitation_id}/revocation' },
  'jobs.cancellation': { method: 'POST', path: '/jobs/{job_id}/cancellation' },
  'jobs.get': { method: 'GET', path: '/jobs/{job_id}' },
  'keys.create': { method: 'POST', path: '/keys' },
  'keys.list': { method: 'GET', path: '/keys' },
  'keys.revoke': { method: 'POST', path: '/keys/{key_id}/revocation' },
  'line_items.set': { method: 'PUT', path: '/deals/{deal_id}/line-items' },
  'looks.get': { method: 'GET', path: '/looks/current' },
  'looks.set': { method: 'PUT', path: '/looks/current' },
  'managers.get': { method: 'GET', path: '/people/{person_id}/manager' },
  'managers.set': { method: 'PUT', path: '/people/{person_id}/manager' },
  'me.get': { method: 'GET', path: '/me' },
  'moves.create': { method: 'POST', path: '/deals/{deal_id}/moves' },
  'moves.preview': { method: 'POST', path: '/deals/{deal_id}/moves/preview' },
  'moves.preview_many': { method: 'POST', path: '/moves/preview' },
  'moves.reverse': { method: 'POST', path: '/deals/{deal_id}/moves/{move_id}/reversal' },
  'people.create': { method: 'POST', path: '/people' },
  'people.get': { method: 'GET', path: '/people/{person_id}' },
  'people.list': { method: 'GET', path: '/people' },
  'people.rights': { method: 'GET', path: '/people/{person_id}/rights' },
  'people.update': { method: 'PATCH', path: '/people/{person_id}' },
  'personal_data.erase': { method: 'POST', path: '/personal-data/erasures' },
  'personal_data.export': { method: 'POST', path: '/personal-data/exports' },
  'pipeline_totals.get': { method: 'GET', path: '/pipeline-totals' },
  'pipelines.create': { method: 'POST', path: '/pipelines', document: true },
  'pipelines.get': { method: 'GET', path: '/pipelines/{pipeline}' },
  'pipelines.list': { method: 'GET', path: '/pipelines' },
  'products.create': { method: 'POST', path: '/products' },
  'products.list': { method: 'GET', path: '/products' },
  'products.update': { method: 'PATCH', path: '/products/{product_id}' },
  'quotas.create': { method: 'POST', path: '/quotas' },
  'quotas.list': { method: 'GET', path: '/quotas' },
  'rates.create': { method: 'POST', path: '/rates' },
  'rates.list': { method: 'GET', path: '/rates' },
  'reconciliations.get': { method: 'GET', path: '/reconciliation' },
  'rights.get': { method: 'GET', path: '/pipelines/{pipeline}/rights' },
  'rights.set': { method: 'PUT', path: '/pipelines/{pipeline}/rights' },
  'second_factor.get': { method: 'GET', path: '/second-factor' },
  'second_factor.reset': { method: 'DELETE', path: '/people/{person_id}/second-factor' },
  'sessions.end': { method: 'DELETE', path: '/sessions/{session_id}' },
  'sessions.end_of_person': { method: 'DELETE', path: '/people/{person_id}/sessions' },
  'sessions.end_others': { method: 'DELETE', path: '/sessions' },
  'sessions.list': { method: 'GET', path: '/sessions' },
  'set_up_links.create': { method: 'POST', path: '/people/{person_id}/set-up-links' },
  'team_members.set': { method: 'PUT', path: '/teams/{team_id}/members' },
  'teams.create': { method: 'POST', path: '/teams' },
  'teams.list': { method: 'GET', path: '/teams' },
  'teams.update': { method: 'PATCH', path: '/teams/{team_id}' },
  'views_as.create': { method: 'POST', path: '/views-as' },
  'webhook_deliveries.list': { method: 'GET', path: '/webhook-endpoints/{endpoint_id}/deliveries' },
  'webhook_deliveries.resend': { method: 'POST', path: '/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/resend' },
  'webhook_endpoints.create': { method: 'POST', path: '/webhook-endpoints' },
  'webhook_endpoints.delete': { method: 'DELETE', path: '/webhook-endpoints/{endpoint_id}' },
  'webhook_endpoints.get': { method: 'GET', path: '/webhook-endpoints/{endpoint_id}' },
  'webhook_endpoints.list': { method: 'GET', path: '/webhook-endpoints' },
  'webhook_endpoints.rotate_secret': { method: 'POST', path: '/webhook-endpoints/{endpoint_id}/secret-rotation' },
  'webhook_endpoints.test': { method: 'POST', path: '/webhook-endpoints/{endpoint_id}/test-events' },
  'webhook_endpoints.update': { method: 'PATCH', path: '/webhook-endpoints/{endpoint_id}' },
  'workspace.update': { method: 'PATCH', path: '/workspace' },
  'workspaces.create': { method: 'POST', path: '/workspaces' },
} as const

