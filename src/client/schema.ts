// Written by `npm run client` from the list of operations. Do not edit.

export type Account = {
  id: string
  name: string
  domain: string | null
  kind: 'customer' | 'partner'
  country: string | null
  owner: PersonRef | null
  fields: Fields
  merged_into?: string
  version: number
  created_at: string
}

export type AccountMerge = {
  id: string
  kept: AccountRef
  gone: AccountRef
  deals: number
  contacts: number
  activities: number
  by: PersonRef
  at: string
  undo_until: string
  undone_at: string | null
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

export type AddedHolidays = {
  region: string
  added: number
  renamed: number
  unchanged: number
}

export type Adjustment = {
  id: string
  pipeline: PipelineRef
  period: string
  person: PersonRef
  category: 'pipeline' | 'best_case' | 'commit'
  amount: Money | null
  reason: string
  by: PersonRef
  level: number
  created_at: string
}

export type AdjustmentRecord = {
  level: 'own' | 'manager' | 'above'
  n: number
  rate: number | null
  low: number
  high: number
  helped: number
  even: number
  distance_adjusted: Sum
  distance_before: Sum
}

export type Ageing = {
  state: 'fresh' | 'slow' | 'stuck' | 'waiting'
  days: number
  expected_days: number | null
  slow_days: number | null
  maximum_days: number | null
  from: 'history' | 'definition' | null
}

export type Agenda = {
  pipeline: PipelineRef
  person: PersonRef | null
  team: {
    id: string
    name: string
  } | null
  period: string
  starts: string
  ends: string
  currency: string
  since: string
  since_from: 'asked' | 'last_review' | 'cadence'
  as_of: string
  called: AgendaCalledLine[]
  called_by: AgendaCalledBy[]
  due_at: string | null
  cadence: 'weekly' | 'monthly' | 'quarterly' | null
  unconverted: {
    from: Sum[]
    to: Sum[]
  }
  last_review: {
    id: string
    ended_at: string
  } | null
  under_way: string | null
  deals: AgendaDeal[]
  quiet: number
  left_out: number
  note: string | null
}

export type AgendaCalledBy = {
  person: PersonRef
  last: Submission | null
  now: Submission | null
  adjustments: Adjustment[]
}

export type AgendaCalledLine = {
  category: 'closed' | 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'elsewhere'
  from: Pile
  to: Pile
}

export type AgendaDeal = {
  position: number
  deal: NamedDeal
  person: PersonRef | null
  reasons: AgendaReason[]
  from: AgendaState | null
  to: AgendaState | null
  next_step: string | null
}

export type AgendaReason = {
  kind: 'left_over' | 'changed' | 'close_date_passed' | 'stuck' | 'next_step_overdue' | 'risk'
  happened: 
    | 'new'
    | 'transferred_in'
    | 'reopened'
    | 'pulled_in'
    | 'amount_up'
    | 'category_up'
    | 'moved_forward'
    | 'won'
    | 'moved_back'
    | 'category_down'
    | 'amount_down'
    | 'pushed_out'
    | 'transferred_out'
    | 'lost'
    | 'void'
    | 'earlier'
    | 'later'
    | 'handed_over' | null
  days: number | null
  share: number | null
}

export type AgendaState = {
  stage: string
  stage_name: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  amount: Money | null
  worth: Sum | null
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
  chance: number | null
}

export type AlikeAccount = {
  account: AccountRef
  likeness: number
  reasons: (
    | 'same_domain'
    | 'same_label'
    | 'same_name'
    | 'similar_name'
    | 'initials'
    | 'other_domain'
    | 'other_country'
    | 'other_number')[]
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
    | 'gates:override'
    | 'forecast:read'
    | 'forecast:submit'
    | 'forecast:configure'
    | 'imports:work'
    | 'data:export')[] | null
  created_at: string
  expires_at: string | null
  revoked_at: string | null
}

export type Approval = {
  id: string
  version: number
  subject: ApprovalSubject
  pipeline: PipelineRef
  title: string
  state: 'open' | 'approved' | 'rejected' | 'cancelled'
  needed: number
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
  people: PersonRef[] | null
  requested_by: PersonRef
  requested_at: string
  due_at: string | null
  decided_at: string | null
  self_approved: boolean
  votes: ApprovalVote[]
  may_vote: boolean
  why_not: string | null
}

export type ApprovalPolicy = {
  pipeline: PipelineRef
  subject_kind: 'change_request' | 'gate' | 'sunset' | 'archive'
  needed: number
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
  people: PersonRef[] | null
  valid_from: string | null
}

export type ApprovalSubject = {
  kind: 'change_request' | 'gate' | 'sunset' | 'archive' | 'routing' | 'handoffs'
  id: string
}

export type ApprovalVote = {
  person: PersonRef
  vote: 'approve' | 'reject'
  reason: string | null
  own: boolean
  voted_at: string
}

export type AskedConfirmation = {
  id: string
  deal: NamedDeal
  criterion: string
  asks: string
  language: 'en' | 'id'
  name: string
  email: string | null
  state: 'open' | 'confirmed' | 'declined' | 'revoked' | 'expired'
  answered_by: string | null
  remark: string | null
  answered_at: string | null
  mail: 'none' | 'waiting' | 'sent' | 'failed'
  mail_error: string | null
  created_by: PersonRef
  created_at: string
  expires_at: string
  path: string | null
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

export type Backtest = {
  id: string
  pipelines: PipelineRef[]
  horizon_days: number[]
  job_id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  error: string | null
  created_by: PersonRef
  created_at: string
  finished_at: string | null
  as_of: string | null
  currency: string | null
  measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  deals: number | null
  closed_deals: number | null
  without_rate: string[]
  note: string | null
  results: {
    horizon_days: number
    origins: string[]
    note: string | null
    records: ForecastRecord[]
    scores: BacktestScore[]
  }[]
}

export type BacktestOrigins = {
  backtest_id: string
  horizon_days: number
  target: 'open' | 'all'
  scope: string
  currency: string
  measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  data: {
    origin: string
    happened: Sum
    methods: {
      method: 
        | 'stage_weighted'
        | 'horizon_share'
        | 'win_rate'
        | 'pooled'
        | 'per_pipeline'
        | 'partial'
        | 'model'
        | 'categories'
        | 'run_rate'
      expected: Sum
      low: Sum
      likely: Sum
      high: Sum
    }[]
  }[]
}

export type BacktestScore = {
  target: 'open' | 'all'
  method: 
    | 'stage_weighted'
    | 'horizon_share'
    | 'win_rate'
    | 'pooled'
    | 'per_pipeline'
    | 'partial'
    | 'model'
    | 'categories'
    | 'run_rate'
  scope: string
  crps: number | null
  wape: number | null
  bias: number | null
  coverage80: number | null
  width80: number | null
  log_loss: number | null
  brier: number | null
  deals: number
  reliability: {
    from: number
    n: number
    said: number
    came: number
  }[]
  forecasts: number
  windows: number
}

export type BacktestSummary = {
  id: string
  pipelines: PipelineRef[]
  horizon_days: number[]
  job_id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  error: string | null
  created_by: PersonRef
  created_at: string
  finished_at: string | null
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
  suspected: SuspectedSum | null
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
  older_version: number | null
  belongs_to: string | null
  deals: Card[]
  next_cursor: string | null
}

export type Bridge = {
  from: string
  to: string
  period: string | null
  measure: 'open' | 'expected'
  amount_measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  currency: string
  start: Sum | null
  end: Sum | null
  change: Sum | null
  buckets: BridgeBar[]
  to_come: {
    start: Sum
    end: Sum
  } | null
  unconverted: {
    start: Sum[]
    end: Sum[]
  }
  note: string | null
}

export type BridgeBar = {
  bucket: 
    | 'new'
    | 'transferred_in'
    | 'reopened'
    | 'pulled_in'
    | 'amount_up'
    | 'category_up'
    | 'moved_forward'
    | 'won'
    | 'moved_back'
    | 'category_down'
    | 'amount_down'
    | 'pushed_out'
    | 'transferred_out'
    | 'lost'
    | 'void'
    | 'model'
    | 'currency'
    | 'unchanged'
  deals: number
  amount: Sum
}

export type BridgeDeal = {
  deal: NamedDeal
  bucket: 
    | 'new'
    | 'transferred_in'
    | 'reopened'
    | 'pulled_in'
    | 'amount_up'
    | 'category_up'
    | 'moved_forward'
    | 'won'
    | 'moved_back'
    | 'category_down'
    | 'amount_down'
    | 'pushed_out'
    | 'transferred_out'
    | 'lost'
    | 'void'
    | 'model'
    | 'currency'
    | 'unchanged'
  from: BridgeEnd | null
  to: BridgeEnd | null
  before: Sum
  after: Sum
  change: Sum
}

export type BridgeDealPage = {
  data: BridgeDeal[]
  has_more: boolean
  next_cursor: string | null
  from: string
  to: string
  period: string | null
  measure: 'open' | 'expected'
  amount_measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  currency: string
}

export type BridgeEnd = {
  pipeline: string
  stage: string
  stage_name: string
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  amount: Money | null
  close_date: string | null
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  owner: PersonRef | null
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
  move_id: string | null
  problem: {
    code: string
    detail: string
  } & Record<string, unknown> | null
}

export type BulkTransfer = {
  id: string
  to_pipeline: string
  dry_run: boolean
  deals: number
  moved: number
  refused: number
  job: Job
  created_at: string
}

export type BulkTransferDeal = {
  deal_id: string
  key: string
  name: string
  state: 'waiting' | 'moved' | 'refused'
  code: string | null
  message: string | null
  transfer_id: string | null
}

export type ByRevenueKind = {
  new: Sum
  expansion: Sum
  renewal: Sum
}

export type Calendar = {
  id: string
  key: string
  version: number
  name: string
  time_zone: string
  hours: Hours
  regions: string[]
  valid_from: string
}

export type Call = {
  single: Sum
  cumulative: Sum
  original: Sum
  deals: Pile
  adjusted: Adjustment | null
}

export type Called = {
  commit: Sum
  best_case: Sum
  pipeline: Sum
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
  ageing: Ageing | null
  next_step: string | null
  probability: number | null
  next_activity: {
    kind: string
    subject: string
    due_on: string | null
  } | null
}

export type ChanceReason = {
  about: 'pipeline' | 'stage' | 'age' | 'size' | 'method'
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

export type ChangeComment = {
  id: string
  person: PersonRef
  body: string
  commented_at: string
}

export type ChangePlan = {
  token: string
  stale: boolean
  changes: string[]
  stages: StageImpact[]
  newly_failing: NewlyFailing[]
  expected: ExpectedChange
  references: Reference[]
  rights_lost: RightsLost[]
  diff: {
    changes: DefinitionChange[]
    lines: string
  }
  summary: string
}

export type ChangeRequest = {
  id: string
  key: string
  version: number
  pipeline: PipelineRef
  title: string
  reason: string | null
  state: 'open' | 'approved' | 'published' | 'rejected' | 'withdrawn' | 'stale' | 'rolled_back'
  based_on: {
    id: string
    version: number
  }
  definition: {
    id: string
    version: number
  } | null
  stage_map: Record<string, string>
  migrate: 'all' | 'grandfather'
  effective_at: string | null
  summary: string
  plan: string
  created_by: PersonRef
  created_at: string
  published_at: string | null
  job_id: string | null
  rollback_of: string | null
  self_approved: boolean
  source: string
  approvals: Approval[]
  comments: ChangeComment[]
}

export type ChangeSummary = {
  id: string
  key: string
  version: number
  pipeline: PipelineRef
  title: string
  reason: string | null
  state: 'open' | 'approved' | 'published' | 'rejected' | 'withdrawn' | 'stale' | 'rolled_back'
  based_on: {
    id: string
    version: number
  }
  definition: {
    id: string
    version: number
  } | null
  stage_map: Record<string, string>
  migrate: 'all' | 'grandfather'
  effective_at: string | null
  summary: string
  plan: string
  created_by: PersonRef
  created_at: string
  published_at: string | null
  job_id: string | null
  rollback_of: string | null
  self_approved: boolean
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
  named_in: NamedIn[]
}

export type ChangedTeam = {
  id: string
  name: string
  active: boolean
  members: PersonRef[]
  created_at: string
  named_in: NamedIn[]
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

export type ComputedFrom = {
  time_zone: string
  fiscal_year_start_month: number
  fiscal_weeks?: FiscalWeeks | null
  definition_version: number
  categories: {
    category: string
    criteria: {
      key: string
      label: string
    }[]
  }[]
  manager: PersonRef | null
  below: {
    id: string
    name: string
    manager_id: string | null
  }[]
  closed: Sum
  closed_count: number
  from_below: Called
  adjustments: Adjustment[]
  model: {
    low: Sum | null
    likely: Sum | null
    high: Sum | null
    expected: Sum | null
  }
  quota: Sum | null
  deals: {
    deal_id: string
    category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
    owner_id: string | null
    close_date: string | null
    worth: Sum | null
  }[]
}

export type Confirmation = {
  id: string
  deal: NamedDeal
  criterion: string
  asks: string
  language: 'en' | 'id'
  name: string
  email: string | null
  state: 'open' | 'confirmed' | 'declined' | 'revoked' | 'expired'
  answered_by: string | null
  remark: string | null
  answered_at: string | null
  mail: 'none' | 'waiting' | 'sent' | 'failed'
  mail_error: string | null
  created_by: PersonRef
  created_at: string
  expires_at: string
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

export type Contract = {
  id: string
  version: number
  state: 'in_force' | 'up_for_renewal' | 'renewed' | 'churned' | 'withdrawn'
  deal: NamedDeal
  pipeline: PipelineRef
  account: AccountRef | null
  starts_on: string
  ends_on: string
  annual: Sum
  value: Sum
  lines: ContractLine[]
  renews: string | null
  renewed_by: string | null
  opened_at: string
}

export type ContractLine = {
  product: ContractProduct
  quantity: number
  unit_price: Money
  period: 'month' | 'quarter' | 'year'
  term: number
}

export type ContractProduct = {
  id: string
  key: string
  name: string
}

export type CreatedPipeline = {
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
  categories: {
    commit: Criterion[]
    best_case: Criterion[]
    pipeline: Criterion[]
  }
  submissions: {
    cadence: 'weekly' | 'monthly' | 'quarterly'
    day: number
    at: string
    remind_hours: number
  } | null
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
  change_request: ChangeSummary | null
}

export type CreditParty = {
  person: PersonRef | null
  partner: AccountRef | null
  event_id: string | null
  since: string
}

export type CreditShare = {
  person: PersonRef
  share: number
  amount: Money | null
  event_id: string | null
  since: string
}

export type Credits = {
  deal_id: string
  revenue: CreditShare[]
  overlay: CreditShare[]
  sourced: CreditParty | null
  influenced: CreditParty[]
}

export type Criterion = {
  key: string
  label: string
  kind: 'rule' | 'field' | 'link' | 'meeting' | 'confirmation' | 'approval'
  level: 'hard' | 'soft' | 'advice'
  hint: string | null
  rule: string | null
  field: string | null
  asks: string | null
  approval: {
    role: string | null
    votes: number | null
    within_days: number
  } | null
}

export type Deadline = {
  from: string
  hours: number
  due_at: string
  calendar: string
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
  ageing: Ageing | null
  counted: boolean
  probability: number | null
  probability_computed_at: string | null
  created_at: string
  updated_at: string
}

export type DealCategories = {
  deal_id: string
  category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
  suggested: 'pipeline' | 'best_case' | 'commit' | 'omitted' | null
  categories: {
    category: 'pipeline' | 'best_case' | 'commit' | 'omitted'
    allowed: boolean
    gates: Gate[]
  }[]
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
  ageing: Ageing | null
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
  carried: {
    key: string
    label: string
    value: unknown
  }[]
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

export type DealReview = {
  id: string
  pipeline: PipelineRef
  person: PersonRef | null
  team: {
    id: string
    name: string
  } | null
  period: string
  starts: string
  ends: string
  currency: string
  since: string
  since_from: 'asked' | 'last_review' | 'cadence'
  state: 'under_way' | 'ended'
  began_at: string
  began_by: PersonRef
  ended_at: string | null
  ended_by: PersonRef | null
  note: string | null
  deals_count: number
  reviewed_count: number
  decisions_count: number
  tasks_count: number
  version: number
}

export type DealReviewDetail = {
  id: string
  pipeline: PipelineRef
  person: PersonRef | null
  team: {
    id: string
    name: string
  } | null
  period: string
  starts: string
  ends: string
  currency: string
  since: string
  since_from: 'asked' | 'last_review' | 'cadence'
  state: 'under_way' | 'ended'
  began_at: string
  began_by: PersonRef
  ended_at: string | null
  ended_by: PersonRef | null
  note: string | null
  deals_count: number
  reviewed_count: number
  decisions_count: number
  tasks_count: number
  version: number
  as_of: string
  called: AgendaCalledLine[]
  called_by: AgendaCalledBy[]
  due_at: string | null
  cadence: 'weekly' | 'monthly' | 'quarterly' | null
  unconverted: {
    from: Sum[]
    to: Sum[]
  }
  deals: ReviewedDeal[]
}

export type DealRouting = {
  deal_id: string
  decided_by: 'rule' | 'fallback' | 'person' | 'handoff' | 'named'
  version: number | null
  position: number | null
  rule: string | null
  name: string | null
  because: string[]
  person: PersonRef | null
  decided_at: string | null
  sentence: string
}

export type DealSearchFilterInput = {
  all?: DealConditionInput[] | undefined
  any?: DealConditionInput[] | undefined
  none?: DealConditionInput[] | undefined
}

export type DecidedTask = {
  id: string
  subject: string
  owner: PersonRef | null
  due_on: string | null
  done_at: string | null
}

export type DefinitionChange = {
  op: '+' | '~' | '-'
  path: string
  before: string | null
  after: string | null
  sentence: string
}

export type DefinitionCheck = {
  ok: boolean
  findings: DefinitionFinding[]
  warnings: DefinitionFinding[]
}

export type DefinitionDraft = {
  pipeline: PipelineRef
  version: number
  source: string
  stage_map: Record<string, string>
  based_on: {
    id: string
    version: number
  }
  behind: boolean
  updated_by: PersonRef
  updated_at: string
  check: DefinitionCheck
}

export type DefinitionFinding = {
  file: string
  line: number | null
  column: number | null
  path: string
  message: string
  remedy: string
}

export type DefinitionFindings = {
  key: string
  pipeline: PipelineRef | null
  n_deals: number
  data: DesignFinding[]
}

export type DefinitionListed = {
  id: string
  version: number
  name: string
  published_at: string
  published_by: PersonRef | null
  current: boolean
  stage_map: Record<string, string>
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
  pipeline: Pipeline
}

export type DesignFinding = {
  code: 
    | 'activity-stage'
    | 'black-box'
    | 'silent-stage'
    | 'alike-neighbours'
    | 'skipped-stage'
    | 'invented-chance'
    | 'invented-category'
    | 'invented-duration'
    | 'no-criteria'
    | 'won-unasked'
    | 'never-failing'
    | 'never-holding'
    | 'only-filled-in'
    | 'alike-pipelines'
    | 'few-deals'
    | 'review-overdue'
  severity: 'error' | 'warning' | 'advice'
  stage: string | null
  path: string
  line: number | null
  column: number | null
  message: string
  remedy: string
  figures: Record<string, number>
  deals: {
    total: number
    ids: string[]
  }
}

export type Disagreement = {
  pipeline: string
  currency: string
  side: 'open' | 'won'
  revenue_kind: 'new' | 'expansion' | 'renewal' | null
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
  kind: 'link' | 'meeting' | 'confirmation' | 'approval'
  url: string | null
  held_on: string | null
  note: string | null
  confirmed_by: string | null
  given_by: PersonRef | null
  given_at: string
}

export type ExpectedChange = {
  period: string | null
  currency: string | null
  before: Sum | null
  after: Sum | null
  chances: StageChanceChange[]
}

export type Explanation = {
  deal: {
    id: string
    key: string
  }
  criterion: string | null
  rule: string | null
  holds: boolean
  because: string[]
  parts: RulePart[]
  gate: Gate | null
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

export type FiscalChange = {
  from_year: number
  fiscal_year_start_month: number
  fiscal_weeks: FiscalWeeks | null
}

export type FiscalChangeInput = {
  from_year: number
  fiscal_year_start_month: number
  fiscal_weeks?: FiscalWeeksInput | null | undefined
}

export type FiscalWeeks = {
  pattern: '4-4-5' | '4-5-4' | '5-4-4'
  year_ends: 'last' | 'nearest'
  weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'
  named_after: 'start' | 'end'
}

export type FiscalWeeksInput = {
  pattern: '4-4-5' | '4-5-4' | '5-4-4'
  year_ends: 'last' | 'nearest'
  weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'
  named_after?: 'start' | 'end' | undefined
}

export type FiscalYear = {
  year: number
  starts: string
  ends: string
  weeks: number | null
  quarters: {
    period: string
    starts: string
    ends: string
    months: {
      period: string
      starts: string
      ends: string
    }[]
  }[]
}

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

export type ForecastGrid = {
  period: string
  starts: string
  ends: string
  as_of: string
  currency: string
  rows_by: 'hierarchy' | 'teams' | 'pipelines' | 'periods'
  pipeline: PipelineRef | null
  rows: ForecastGridRow[]
  unconverted: Sum[]
  notes: string[]
}

export type ForecastGridRow = {
  key: string
  kind: 'total' | 'person' | 'own' | 'team' | 'pipeline' | 'period' | 'nobody'
  name: string
  parent: string | null
  depth: number
  person: PersonRef | null
  team: {
    id: string
    name: string
  } | null
  pipeline: PipelineRef | null
  period: string
  closed: Pile
  closed_at_current_rates: Sum | null
  commit: Call
  best_case: Call
  pipeline_call: Call
  open: Pile
  omitted: Pile
  elsewhere: Pile
  low: Sum | null
  likely: Sum | null
  high: Sum | null
  expected: Sum | null
  with_new_business: boolean
  note: string | null
  quota: Sum | null
  quota_from: 'own' | 'sum' | null
  attainment: number | null
  gap: Sum | null
  coverage: number | null
}

export type ForecastMethod = {
  pipeline: PipelineRef
  method: 'model' | 'partial' | 'pooled' | 'per_pipeline' | 'horizon_share' | 'win_rate'
  chosen_by: 'usual' | 'record' | 'person'
  reason: string | null
  set_by: PersonRef | null
  valid_from: string | null
  record: {
    method: 'model' | 'partial' | 'pooled' | 'per_pipeline' | 'horizon_share' | 'win_rate'
    horizon_days: number
    windows: number
    against_model: number
  } | null
}

export type ForecastPart = {
  closed: Sum
  closed_count: number
  closed_at_current_rates: Sum | null
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
  by_revenue_kind: ByRevenueKind | null
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

export type ForecastPath = {
  period: string
  from: string
  until: string
  as_of: string
  currency: string
  total: {
    closed: {
      at: string
      amount: Sum
    }[]
    ahead: {
      at: string
      expected: Sum
      p10: Sum
      p50: Sum
      p90: Sum
    }[]
    quota: Sum | null
    n_closed: number
    pooled: boolean
    note: string | null
  }
  pipelines: {
    pipeline: string
    name: string
    closed: {
      at: string
      amount: Sum
    }[]
    ahead: {
      at: string
      expected: Sum
      p10: Sum
      p50: Sum
      p90: Sum
    }[]
    quota: Sum | null
    n_closed: number
    pooled: boolean
    note: string | null
  }[]
}

export type ForecastRecord = {
  scope: string
  horizon_days: number
  method: 
    | 'stage_weighted'
    | 'horizon_share'
    | 'win_rate'
    | 'pooled'
    | 'per_pipeline'
    | 'partial'
    | 'model'
    | 'categories'
    | 'run_rate'
  verdict: 'model_best' | 'model_not_beaten' | 'other_better' | 'too_few_windows' | 'too_few_deals'
  best: 
    | 'stage_weighted'
    | 'horizon_share'
    | 'win_rate'
    | 'pooled'
    | 'per_pipeline'
    | 'partial'
    | 'model'
    | 'categories'
    | 'run_rate' | null
  against_stage_weighted: number | null
  against_model: number | null
  best_against_model: number | null
  bias: number | null
  coverage80: number | null
  forecasts: number
  windows: number
  closed_deals: number
  open_deals: {
    method: 'model' | 'partial' | 'pooled' | 'per_pipeline' | 'horizon_share' | 'win_rate'
    verdict: 'model_best' | 'model_not_beaten' | 'other_better' | 'too_few_windows' | 'too_few_deals'
    against_model: number | null
    windows: number
  } | null
}

export type ForecastRecords = {
  backtest_id: string | null
  as_of: string | null
  note: string | null
  data: ForecastRecord[]
}

export type FoundedWorkspace = {
  id: string
  slug: string
  name: string
}

export type Funnel = {
  pipeline: PipelineRef
  definition: 'as_was' | 'restated'
  versions: number[]
  from: string | null
  to: string | null
  as_of: string | null
  deals: number
  won: number
  lost: number
  transferred: number
  censored: number
  open: number
  stages: FunnelStage[]
}

export type FunnelStage = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
  entered: number
  moved_on: number
  moved_back: number
  won: number
  lost: number
  transferred: number
  censored: number
  open: number
  conversion: number | null
  won_ever: number
}

export type Gate = {
  key: string
  label: string
  kind: 'rule' | 'field' | 'link' | 'meeting' | 'confirmation' | 'approval'
  level: 'hard' | 'soft' | 'advice'
  satisfied: boolean
  excused_until: string | null
  hint: string | null
  field: string | null
  stage: string | null
  side: 'entry' | 'exit' | 'required' | 'won' | 'category'
  because: string[]
}

export type GateApproval = {
  id: string
  deal: NamedDeal
  criterion: string
  label: string
  note: string | null
  asked_by: PersonRef
  asked_at: string
  approval: Approval
}

export type GateApprovalPage = {
  data: GateApproval[]
  has_more: boolean
  next_cursor: string | null
}

export type GateOverride = {
  id: string
  deal: NamedDeal
  pipeline: PipelineRef
  criterion: string
  label: string
  level: 'hard' | 'soft' | 'advice'
  to_stage: string | null
  move_id: string
  reason: string
  granted_by: PersonRef
  granted_at: string
  expires_on: string
  standing: 'in_force' | 'lapsed' | 'withdrawn'
  met: boolean | null
}

export type GateOverridePage = {
  data: GateOverride[]
  has_more: boolean
  next_cursor: string | null
}

export type GivenEvidenceInput = {
  criterion: string
  url?: string | undefined
  held_on?: string | undefined
  note?: string | undefined
}

export type GivenFields = Record<string, unknown>

export type GivenFieldsInput = Record<string, unknown>

export type GivenOverrideInput = {
  criteria: string[]
  reason: string
  expires_on: string
}

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

export type Handoff = {
  id: string
  version: number
  state: 'proposed' | 'blocked' | 'waiting' | 'accepted' | 'rejected' | 'returned'
  kind: 'handoff' | 'transfer'
  trigger: 'stage' | 'won' | 'manual' | 'term_end' | 'usage'
  rule: HandoffRuleRef | null
  link: 'expands' | 'renews' | 'sourced_from' | null
  from: HandoffDeal | null
  account: AccountRef | null
  to: HandoffTo
  because: string
  blocked_by: string | null
  due_at: string | null
  overdue: boolean
  created_by: PersonRef | null
  created_at: string
  decided_by: PersonRef | null
  decided_at: string | null
  reason: string | null
}

export type HandoffCarry = {
  name: string
  amount: 'none' | 'deal' | 'contract'
  lines: 'none' | 'recurring' | 'all'
  close_in_days?: number
  source?: string
  next_step?: string
  partner: boolean
  fields: Record<string, string>
}

export type HandoffCarryInput = {
  name?: string | undefined
  amount?: 'none' | 'deal' | 'contract' | undefined
  lines?: 'none' | 'recurring' | 'all' | undefined
  close_in_days?: number | undefined
  source?: string | undefined
  next_step?: string | undefined
  partner?: boolean | undefined
  fields?: Record<string, string> | undefined
}

export type HandoffChange = {
  id: string
  version: number
  title: string
  reason: string
  state: 'open' | 'published' | 'rejected' | 'withdrawn'
  based_on: number
  created_by: PersonRef
  created_at: string
  decided_at: string | null
  approval_id: string | null
  may_vote: boolean
  why_not: string | null
  rules: HandoffRule[]
  plan: HandoffPlan
}

export type HandoffCredit = {
  sourced: boolean
  overlay?: number
}

export type HandoffCreditInput = {
  sourced?: boolean | undefined
  overlay?: number | undefined
}

export type HandoffDeal = {
  id: string
  key: string
  name: string
  pipeline: PipelineRef
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  owner: PersonRef | null
}

export type HandoffDifference = {
  rule: string
  change: 'added' | 'removed' | 'changed'
  members: string[]
}

export type HandoffFinding = {
  kind: 'cycle' | 'double_count' | 'dead_end' | 'closed_target' | 'idle_source'
  rules: string[]
  message: string
  refuses: boolean
}

export type HandoffLimit = {
  hours: number
  calendar: string
  escalate_to?: string
}

export type HandoffLimitInput = {
  hours: number
  calendar: string
  escalate_to?: string | undefined
}

export type HandoffOption = {
  rule: string
  name: string
  kind: 'handoff' | 'transfer'
  link: 'expands' | 'renews' | 'sourced_from'
  to: PipelineRef
  waits: boolean
  carry: HandoffCarry
}

export type HandoffPlan = {
  based_on: number
  diff: HandoffDifference[]
  findings: HandoffFinding[]
  waiting: number
}

export type HandoffRule = {
  key: string
  name: string
  as: 'handoff' | 'transfer'
  mode: 'automatic' | 'proposed'
  trigger: HandoffTrigger
  when?: string
  to: HandoffTarget
  owner?: RoutingOwner
  link: 'expands' | 'renews' | 'sourced_from'
  carry: HandoffCarry
  credit: HandoffCredit
  respond?: HandoffLimit
  reason?: string
}

export type HandoffRuleInput = {
  key: string
  name: string
  as?: 'handoff' | 'transfer' | undefined
  mode?: 'automatic' | 'proposed' | undefined
  trigger: HandoffTriggerInput
  when?: string | undefined
  to: HandoffTargetInput
  owner?: RoutingOwnerInput | undefined
  link?: 'expands' | 'renews' | 'sourced_from' | undefined
  carry?: HandoffCarryInput | undefined
  credit?: HandoffCreditInput | undefined
  respond?: HandoffLimitInput | undefined
  reason?: string | undefined
}

export type HandoffRuleRef = {
  key: string
  name: string
  version: number
}

export type HandoffRuleSet = {
  version: number
  rules: HandoffRule[]
  published_by: PersonRef | null
  published_at: string | null
  findings: HandoffFinding[]
}

export type HandoffRuleVersion = {
  version: number
  rules: HandoffRule[]
  change_id: string
  published_by: PersonRef
  published_at: string
}

export type HandoffTarget = {
  pipeline: string
  stage?: string
}

export type HandoffTargetInput = {
  pipeline: string
  stage?: string | undefined
}

export type HandoffTo = {
  pipeline: PipelineRef
  deal: HandoffDeal | null
}

export type HandoffTrigger = {
  on: 'stage'
  pipeline: string
  stage: string
} | {
  on: 'won'
  pipeline: string
} | {
  on: 'manual'
  pipeline: string
} | {
  on: 'term_end'
  days: number
  pipeline?: string
} | {
  on: 'usage'
  metric: string
  crosses: number
  from: 'below' | 'above'
  pipeline?: string
}

export type HandoffTriggerInput = {
  on: 'stage'
  pipeline: string
  stage: string
} | {
  on: 'won'
  pipeline: string
} | {
  on: 'manual'
  pipeline: string
} | {
  on: 'term_end'
  days: number
  pipeline?: string | undefined
} | {
  on: 'usage'
  metric: string
  crosses: number
  from?: 'below' | 'above' | undefined
  pipeline?: string | undefined
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
  counted: boolean
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

export type HitRate = {
  category: 'pipeline' | 'best_case' | 'commit'
  weeks_before: number
  n: number
  rate: number | null
  low: number
  high: number
  won: number
  moved_out: number
  verdict: 'over_committed' | 'held_back' | 'as_meant' | 'cannot_tell' | 'nothing_called'
}

export type HitRateGroup = {
  kind: 'total' | 'pipeline' | 'team' | 'person'
  key: string
  name: string
  deals: number
  people: number
  rates: HitRate[]
}

export type HitRates = {
  as_of: string
  kind: 'week' | 'month' | 'quarter' | 'year'
  periods: string[]
  weeks_before: number[]
  meant: {
    category: 'pipeline' | 'best_case' | 'commit'
    from: number
    to: number
  }[]
  calls_needed: number
  groups: HitRateGroup[]
  notes: string[]
  currency: string
  adjustments: AdjustmentRecord[]
  submissions: SubmissionRecord[]
  periods_needed: number
}

export type Holiday = {
  region: string
  day: string
  name: string
  valid_from: string
}

export type Hours = {
  monday: Opening[]
  tuesday: Opening[]
  wednesday: Opening[]
  thursday: Opening[]
  friday: Opening[]
  saturday: Opening[]
  sunday: Opening[]
}

export type HoursInput = {
  monday?: OpeningInput[] | undefined
  tuesday?: OpeningInput[] | undefined
  wednesday?: OpeningInput[] | undefined
  thursday?: OpeningInput[] | undefined
  friday?: OpeningInput[] | undefined
  saturday?: OpeningInput[] | undefined
  sunday?: OpeningInput[] | undefined
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
  routed: {
    pipeline: string
    rule: string | null
    deals: number
  }[]
}

export type IncomingDeal = {
  id: string
  version: number
  state: 'waiting' | 'opened' | 'dismissed'
  given: {
    name: string
    pipeline?: string
    account_id?: string
    amount?: Money
    close_date?: string
    owner?: 'me' | string
    source?: string
    partner_account_id?: string
    fields?: GivenFields
    revenue_kind?: 'new' | 'expansion' | 'renewal'
    next_step?: string
    reason?: string
  }
  because: string | null
  deal: NamedDeal | null
  received_by: PersonRef
  received_at: string
  decided_by: PersonRef | null
  decided_at: string | null
  reason: string | null
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
  rounding: Money | null
  starts_on: string | null
}

export type LineItems = {
  data: LineItem[]
  amounts: Amounts | null
  deal_version: number
}

export type Lineage = {
  id: string
  version: number
  kind: 'split' | 'merge'
  summary: string
  state: 'moving' | 'done' | 'undoing' | 'undone'
  parts: {
    from: PipelineRef
    to: PipelineRef
    rule: string | null
    stages: Record<string, string>
  }[]
  open: {
    waiting: number
    moved: number
    stayed: number
    back: number
  }
  past: number
  job: Job
  routing_change_id: string | null
  created_by: PersonRef
  created_at: string
  undone_by: PersonRef | null
  undone_at: string | null
}

export type LineagePlan = {
  kind: 'split' | 'merge'
  parts: {
    from: PipelineRef
    to: PipelineRef
    rule: string | null
    open: number
    amounts: Money[]
    won: number
    lost: number
    losing_sight: {
      person: PersonRef
      deals: number
    }[]
    stages: {
      stage: string
      name: string
      to: string
      by: 'map' | 'key' | 'phase' | 'first'
      open: number
      past: number
    }[]
    deal_ids: string[]
  }[]
  staying: {
    open: number
    past: number
  }
  expected: {
    period: string
    pipelines: {
      pipeline: string
      name: string
      before: Money | null
      after: Money | null
    }[]
    before: Money | null
    after: Money | null
    model: Money | null
  }
  routing: LineageRouting[] | null
  warnings: string[]
}

export type LineageRouting = {
  key: string
  name: string
  when: string
  pipeline: string
}

export type Link = {
  id: string
  kind: 'renews' | 'expands' | 'part_of' | 'sourced_from' | 'blocks' | 'overlaps'
  direction: 'to' | 'from'
  deal: LinkedDeal
  created_by: PersonRef | null
  created_at: string
}

export type LinkedDeal = {
  id: string
  key: string
  name: string
  account: AccountRef | null
  pipeline: PipelineRef
  stage: {
    key: string
    name: string
  }
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  counted: boolean
  amount: Money | null
  close_date: string | null
  owner: PersonRef | null
}

export type LoadedRates = {
  days: number
  from: string | null
  until: string | null
  currencies: string[]
  recorded: number
  unchanged: number
  different: number
  replaced: boolean
  empty: number
  differences: {
    currency: string
    valid_from: string
    known: string
    source: string
    given: string
  }[]
  skipped: {
    row: number | null
    column: string
    code: string
    message: string
  }[]
  skipped_count: number
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

export type MapAcceptance = {
  accepted: number
  decided: number
}

export type MapDeclaration = {
  in: 'routing' | 'handoff_rules' | 'transfer_maps'
  rule: string | null
  name: string
}

export type MapEdge = {
  id: string
  kind: 'route' | 'handoff' | 'transfer' | 'lineage'
  from: string
  to: string
  deals: number
  amounts: Sum[]
  total: Sum
  unconverted: Sum[]
  acceptance: MapAcceptance | null
  lag: MapLag | null
  waiting: number
  declared: MapDeclaration[]
  points: MapPoint[]
  label: MapPlace
}

export type MapLag = {
  days: number
  n: number
}

export type MapNode = {
  key: string
  pipeline: PipelineRef | null
  lifecycle: 'draft' | 'active' | 'sunset' | 'archived' | null
  source: 'rule' | 'fallback' | 'person' | 'named' | 'account' | null
  deals: number
  amounts: Sum[]
  stages: MapStage[]
  place: MapPlace
}

export type MapPlace = {
  x: number
  y: number
  width: number
  height: number
}

export type MapPoint = {
  x: number
  y: number
}

export type MapStage = {
  key: string
  name: string
  deals: number
  amounts: Sum[]
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
  may_override: boolean
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

export type NamedDeal = {
  id: string
  key: string
  name: string
}

export type NamedIn = {
  kind: 'routing'
  name: string
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
    | 'gates:override'
    | 'forecast:read'
    | 'forecast:submit'
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

export type NewHolidayInput = {
  day: string
  name: string
}

export type NewLineItemInput = {
  product_id: string
  kind: 'one_time' | 'recurring'
  quantity?: number | undefined
  unit_price: MoneyInput
  period?: 'month' | 'quarter' | 'year' | null | undefined
  term?: number | null | undefined
  rounding?: MoneyInput | null | undefined
  starts_on?: string | null | undefined
}

export type NewlyFailing = {
  criterion: string
  label: string
  level: 'hard' | 'soft' | 'advice'
  rule: string | null
  stage: string | null
  count: number
  deal_ids: string[]
}

export type Notification = {
  id: string
  kind: 
    | 'review.due'
    | 'approval.requested'
    | 'approval.waiting'
    | 'gate.asked'
    | 'gate.waiting'
    | 'change.approved'
    | 'change.rejected'
    | 'change.published'
    | 'change.rolled_back'
    | 'change.stale'
    | 'migration.ended'
    | 'pilot.ended'
    | 'handoff.asked'
    | 'handoff.waiting'
    | 'handoff.overdue'
    | 'handoff.blocked'
    | 'handoff.returned'
    | 'handoff.rejected'
    | 'submission.due'
    | 'activity.due'
    | 'deal.assigned'
    | 'deal.joined'
  title: string
  detail: string | null
  pieces: Record<string, string>
  link: string
  created_at: string
  read_at: string | null
}

export type NotificationPreferences = {
  data: {
    kind: 
      | 'review.due'
      | 'approval.requested'
      | 'approval.waiting'
      | 'gate.asked'
      | 'gate.waiting'
      | 'change.approved'
      | 'change.rejected'
      | 'change.published'
      | 'change.rolled_back'
      | 'change.stale'
      | 'migration.ended'
      | 'pilot.ended'
      | 'handoff.asked'
      | 'handoff.waiting'
      | 'handoff.overdue'
      | 'handoff.blocked'
      | 'handoff.returned'
      | 'handoff.rejected'
      | 'submission.due'
      | 'activity.due'
      | 'deal.assigned'
      | 'deal.joined'
    summary: string
    app: boolean
    mail: boolean
    chat: boolean
  }[]
  mails: boolean
  chat_address: string | null
}

export type OpenValue = {
  at: string
  open: Sum
}

export type Opening = {
  from: string
  to: string
}

export type OpeningInput = {
  from: string
  to: string
}

export type Overlap = {
  id: string
  version: number
  state: 'open' | 'same_deal' | 'co_sell' | 'different'
  deal: OverlapDeal
  other: OverlapDeal
  likeness: number
  reasons: (
    | 'same_account'
    | 'similar_account'
    | 'same_product'
    | 'product_unknown'
    | 'same_period'
    | 'period_unknown')[]
  found_at: string
  resolution: {
    as: 'open' | 'same_deal' | 'co_sell' | 'different'
    kept: string | null
    note: string | null
    by: PersonRef | null
    at: string
    undo_until: string
  } | null
}

export type OverlapDeal = {
  id: string
  key: string
  version: number
  name: string
  account: AccountRef | null
  partner: AccountRef | null
  pipeline: PipelineRef
  stage: {
    key: string
    name: string
  }
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  counted: boolean
  amount: Money | null
  close_date: string | null
  owner: PersonRef | null
  source: string | null
  next_step: string | null
  products: string[]
  contacts: number
  activities: number
  created_at: string
}

export type OverlapPreview = {
  accounts: AlikeAccount[]
  deals: SuspectedDeal[]
  hidden: boolean
}

export type OverrideTally = {
  pipeline: PipelineRef
  criterion: string
  label: string
  month: string
  overrides: number
  lapsed: number
}

export type Owed = {
  key: string
  label: string
  stage: string
  excused_until?: string
}

export type Passage = {
  id: string
  at: string
  deal: PassedDeal | null
  from_deal: PassedDeal | null
  handoff_id: string | null
  state: 'proposed' | 'blocked' | 'waiting' | 'accepted' | 'rejected' | 'returned' | null
  outcome: 'won' | 'lost' | 'transferred' | 'void' | null
  owner: PersonRef | null
  amount: Money | null
  days: number | null
}

export type PassedDeal = {
  id: string
  key: string
  name: string
}

export type PeopleLook = {
  as_of: string
  kind: 'week' | 'month' | 'quarter' | 'year'
  periods: string[]
  weeks_before: number[]
  meant: {
    category: 'pipeline' | 'best_case' | 'commit'
    from: number
    to: number
  }[]
  calls_needed: number
  groups: HitRateGroup[]
  notes: string[]
  teams: HitRateGroup[]
  deals_needed: number
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

export type Pile = {
  amount: Sum
  count: number
}

export type Pilot = {
  id: string
  version: number
  name: string
  pipeline: PipelineRef
  pilot_pipeline: PipelineRef
  next_version: boolean
  share: number | null
  team: PilotTeam | null
  ends_on: string
  stop_rule: PilotStopRule | null
  state: 'running' | 'ended' | 'stopped' | 'adopted'
  started_by: PersonRef
  started_at: string
  ended_at: string | null
  ended_why: string | null
  change_request: PilotChange | null
  deals: {
    pilot: number
    rest: number
  }
  comparison: PilotComparison | null
}

export type PilotChange = {
  id: string
  key: string
  state: string
}

export type PilotComparison = {
  as_of: string
  drawn_by_lot: boolean
  deals: {
    pilot: number
    rest: number
  }
  void: {
    pilot: number
    rest: number
  }
  figures: {
    figure: 'evaluate' | 'propose' | 'negotiate' | 'won' | 'lost'
    pilot: {
      count: number
      n: number
      share: number | null
      low: number
      high: number
    }
    rest: {
      count: number
      n: number
      share: number | null
      low: number
      high: number
    }
    difference: {
      estimate: number | null
      low: number
      high: number
    }
    verdict: 'too_few' | 'unclear' | 'higher' | 'lower'
  }[]
  not_compared: {
    what: string
    why: string
  }[]
  stop: {
    met: boolean
    why: string
  } | null
}

export type PilotStopRule = {
  figure: 'won' | 'lost'
  worse_by: number
  least: number
}

export type PilotSummary = {
  id: string
  version: number
  name: string
  pipeline: PipelineRef
  pilot_pipeline: PipelineRef
  next_version: boolean
  share: number | null
  team: PilotTeam | null
  ends_on: string
  stop_rule: PilotStopRule | null
  state: 'running' | 'ended' | 'stopped' | 'adopted'
  started_by: PersonRef
  started_at: string
  ended_at: string | null
  ended_why: string | null
  change_request: PilotChange | null
  deals: {
    pilot: number
    rest: number
  }
}

export type PilotTeam = {
  id: string
  name: string
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
  categories: {
    commit: Criterion[]
    best_case: Criterion[]
    pipeline: Criterion[]
  }
  submissions: {
    cadence: 'weekly' | 'monthly' | 'quarterly'
    day: number
    at: string
    remind_hours: number
  } | null
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

export type PipelineFindings = {
  pipeline: PipelineRef
  definition: {
    id: string
    version: number
  }
  n_deals: number
  data: DesignFinding[]
}

export type PipelineForecast = {
  pipeline: string
  name: string
  measure: 'total_contract_value' | 'annual' | 'first_year' | 'one_time'
  method: 'model' | 'partial' | 'pooled' | 'per_pipeline' | 'horizon_share' | 'win_rate'
  closed: Sum
  closed_count: number
  closed_at_current_rates: Sum | null
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
  by_revenue_kind: ByRevenueKind | null
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

export type PipelineMap = {
  as_of: string
  from: string | null
  to: string | null
  nodes: MapNode[]
  edges: MapEdge[]
  width: number
  height: number
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
  by_revenue_kind: ByRevenueKind
  weighted: Sum | null
  unconverted: Sum[]
  suspected: SuspectedSum | null
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

export type ProposedPlan = {
  change: 'create' | 'change' | 'none'
  pipeline: PipelineRef | null
  based_on: {
    id: string
    version: number
  } | null
  requested: string | null
  token: string
  stages: StageImpact[]
  newly_failing: NewlyFailing[]
  expected: ExpectedChange
  references: Reference[]
  rights_lost: RightsLost[]
  diff: {
    changes: DefinitionChange[]
    lines: string
  }
  summary: string
}

export type Quota = {
  id: string
  pipeline: PipelineRef | null
  team: TeamRef | null
  person: PersonRef | null
  period: string
  amount: Money | null
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
  by_revenue_kind: ByRevenueKind
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

export type Reference = {
  kind: string
  id: string
  name: string
  refers_to: {
    kind: 'pipeline' | 'stage' | 'field' | 'criterion'
    key: string
  }
}

export type RefusedUsage = {
  row: number
  column: string
  code: string
  message: string
}

export type Rehearsal = {
  id: string
  pipeline: PipelineRef | null
  months: number
  job_id: string
  created_by: PersonRef
  created_at: string
  finished_at: string | null
  replay: Replay | null
  routed: Routed | null
  as_of_today: string[]
}

export type Replay = {
  from: string
  to: string
  moves: {
    judged: number
    passed: number
    stopped: number
    asked_for_reason: number
    unmapped: number
  }
  won: {
    n: number
    stopped: number
    share: number | null
    low: number
    high: number
  }
  lost: {
    n: number
    stopped: number
    share: number | null
    low: number
    high: number
  }
  open: {
    n: number
    stopped: number
    share: number | null
    low: number
    high: number
  }
  difference: {
    estimate: number | null
    low: number
    high: number
  }
  won_amount_stopped: Sum
  rules: {
    key: string
    label: string
    stage: string | null
    level: 'hard' | 'soft' | 'advice'
    fresh: boolean
    moves: number
    deals: number
    won: number
    lost: number
    open: number
    deal_ids: string[]
  }[]
  unmapped_stages: {
    stage: string
    moves: number
  }[]
  not_judged: number
  standing: {
    open_deals: number
    held_back: number
    deal_ids: string[]
    expected_before: Sum | null
    expected_after: Sum | null
  }
}

export type RetainedAccount = {
  account: AccountRef | null
  deal: NamedDeal | null
  was: Sum
  is: Sum
  change: 'expanded' | 'contracted' | 'churned' | 'unchanged' | 'added'
}

export type Retention = {
  from: string
  to: string
  accounts: number
  starting: Sum
  ending: Sum
  expanded: Sum
  contracted: Sum
  churned: Sum
  added: Sum
  gross: number | null
  net: number | null
  unconverted: number
}

export type Review = {
  id: string
  pipeline: PipelineRef
  definition: {
    id: string
    version: number
  }
  held_at: string
  held_by: PersonRef
  notes: string
  decisions: string[]
  next_on: string | null
}

export type ReviewMark = {
  deal_review_id: string
  deal_id: string
  reviewed_at: string | null
  reviewed_by: PersonRef | null
  decision: string | null
  decided_by: PersonRef | null
  tasks: DecidedTask[]
  version: number
}

export type ReviewState = {
  pipeline: PipelineRef
  owner: string
  last: Review | null
  due_on: string | null
  days_late: number | null
}

export type ReviewedDeal = {
  position: number
  deal: NamedDeal
  person: PersonRef | null
  reasons: AgendaReason[]
  from: AgendaState | null
  to: AgendaState | null
  next_step: string | null
  mark: ReviewMark
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

export type RightsLost = {
  field: string
  right: 'read' | 'write'
  roles: string[]
}

export type Routed = {
  from: string
  to: string
  deals: number
  matched: number
  sources: {
    pipeline: PipelineRef
    deals: number
    at_creation: number
    at_last: number
    won: number
    lost: number
    open: number
    deal_ids: string[]
  }[]
}

export type Routing = {
  version: number
  rules: RoutingRule[]
  fallback: RoutingFallback | null
  published_by: PersonRef | null
  published_at: string | null
  findings: RoutingFinding[]
  waiting: number
}

export type RoutingChange = {
  id: string
  version: number
  title: string
  reason: string
  state: 'open' | 'published' | 'rejected' | 'withdrawn'
  based_on: number
  created_by: PersonRef
  created_at: string
  decided_at: string | null
  approval_id: string | null
  may_vote: boolean
  why_not: string | null
  rules: RoutingRule[]
  fallback: RoutingFallback | null
  plan: RoutingPlan
}

export type RoutingDifference = {
  rule: string
  change: 'added' | 'removed' | 'changed' | 'moved'
  members: string[]
}

export type RoutingFallback = {
  pipeline: string
  stage?: string
  owner?: RoutingOwner
}

export type RoutingFallbackInput = {
  pipeline: string
  stage?: string | undefined
  owner?: RoutingOwnerInput | undefined
}

export type RoutingFinding = {
  kind: 'unreachable' | 'shadowed' | 'idle_pipeline' | 'absent_owner'
  rule: string | null
  by: string[]
  message: string
}

export type RoutingOwner = {
  by: 'person'
  person_id: string
} | {
  by: 'account_owner'
} | {
  by: 'round_robin'
  team_id?: string
  person_ids?: string[]
  capacity?: number
} | {
  by: 'team'
  team_id: string
}

export type RoutingOwnerInput = {
  by: 'person'
  person_id: string
} | {
  by: 'account_owner'
} | {
  by: 'round_robin'
  team_id?: string | undefined
  person_ids?: string[] | undefined
  capacity?: number | undefined
} | {
  by: 'team'
  team_id: string
}

export type RoutingPlan = {
  based_on: number
  diff: RoutingDifference[]
  findings: RoutingFinding[]
  replay: RoutingReplay
}

export type RoutingPolicy = {
  needed: number
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
  people: PersonRef[] | null
  valid_from: string | null
}

export type RoutingReplay = {
  since: string
  deals: number
  truncated: boolean
  elsewhere: number
  unrouted: number
  rules: {
    rule: string
    name: string
    deals: number
    would_hold: number
  }[]
  fallback: number
  flows: {
    from: string
    to: string | null
    deals: number
  }[]
  list: {
    deal_id: string
    key: string
    name: string
    from: string
    to: {
      pipeline: string
      rule: string | null
    } | null
  }[]
}

export type RoutingRule = {
  key: string
  name: string
  when: string
  pipeline: string
  stage?: string
  owner?: RoutingOwner
}

export type RoutingRuleInput = {
  key: string
  name: string
  when: string
  pipeline: string
  stage?: string | undefined
  owner?: RoutingOwnerInput | undefined
}

export type RoutingStep = {
  position: number
  rule: string
  name: string
  holds: boolean
  passed_over: 'decided_before' | 'takes_no_deals' | null
  because: string[]
}

export type RoutingTrace = {
  version: number
  decided_by: 'rule' | 'fallback' | 'nobody'
  position: number | null
  rule: string | null
  name: string | null
  pipeline: PipelineRef | null
  stage: string | null
  because: string[]
  rules: RoutingStep[]
}

export type RoutingVersion = {
  version: number
  rules: RoutingRule[]
  fallback: RoutingFallback | null
  change_id: string
  published_by: PersonRef
  published_at: string
}

export type RulePart = {
  depth: number
  op: 'all' | 'any' | 'not' | 'test'
  source: string
  holds: boolean
  because: string[]
  values: {
    path: string
    label: string
    value: string | null
  }[]
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

export type Share = {
  n: number
  rate: number | null
  low: number
  high: number
}

export type Stage = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
  help: string | null
  category: 'pipeline' | 'best_case' | 'commit' | 'omitted'
  expected_days: number | null
  maximum_days: number | null
  chance: number | null
  ways: string[]
  may_be_won: 'allowed' | 'reason' | 'forbidden'
  entry: Criterion[]
  exit: Criterion[]
}

export type StageChanceChange = {
  stage: string
  before: number | null
  after: number | null
}

export type StageImpact = {
  key: string
  name: string
  change: 'added' | 'renamed' | 'removed' | 'changed' | 'older'
  new_name: string | null
  open_deals: number
  to: string | null
}

export type StageRef = {
  key: string
  name: string
  phase: 'qualify' | 'evaluate' | 'propose' | 'negotiate'
}

export type Submission = {
  id: string
  pipeline: PipelineRef
  person: PersonRef
  period: string
  starts: string
  ends: string
  currency: string
  called: Called
  note: string | null
  due_at: string | null
  submitted_at: string
  locked: boolean
}

export type SubmissionDetail = {
  id: string
  pipeline: PipelineRef
  person: PersonRef
  period: string
  starts: string
  ends: string
  currency: string
  called: Called
  note: string | null
  due_at: string | null
  submitted_at: string
  locked: boolean
  computed_from: ComputedFrom
  since_last: SubmissionDifference | null
  against_model: Sum | null
}

export type SubmissionDifference = {
  before: {
    id: string
    submitted_at: string
  }
  called: Called
  closed: Sum
  likely: Sum | null
  deals: {
    deal_id: string
    change: 'added' | 'gone' | 'won' | 'called_up' | 'called_down' | 'amount' | 'date'
    before: {
      deal_id: string
      category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
      owner_id: string | null
      close_date: string | null
      worth: Sum | null
    } | null
    after: {
      deal_id: string
      category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | 'closed'
      owner_id: string | null
      close_date: string | null
      worth: Sum | null
    } | null
  }[]
}

export type SubmissionRecord = {
  key: string
  name: string
  periods: number
  reached: Share
  called: Sum
  won: Sum
  distance: Sum
  against_model: {
    periods: number
    nearer: Share
    won: Sum
    distance_called: Sum
    distance_model: Sum
  }
}

export type SubmissionRound = {
  pipeline: PipelineRef
  period: string
  opens_at: string | null
  due_at: string | null
  locks_at: string
  people: {
    person: PersonRef
    manager_id: string | null
    submission: Submission | null
    last: Submission | null
  }[]
}

export type Sum = {
  amount: string
  currency: string
}

export type SuspectedDeal = {
  deal: OverlapDeal
  reasons: (
    | 'same_account'
    | 'similar_account'
    | 'same_product'
    | 'product_unknown'
    | 'same_period'
    | 'period_unknown')[]
}

export type SuspectedSum = {
  count: number
  sum: Sum
  unconverted: Sum[]
}

export type Team = {
  id: string
  name: string
  active: boolean
  members: PersonRef[]
  created_at: string
}

export type TeamRef = {
  id: string
  name: string
}

export type TotalsOverPipelines = {
  count: number
  open: Sum
  by_revenue_kind: ByRevenueKind
  weighted: Sum | null
  unconverted: Sum[]
  suspected: SuspectedSum | null
}

export type TotalsReport = {
  as_of: string
  currency: string
  data: PipelineTotals[]
  total: TotalsOverPipelines
}

export type Transfer = {
  id: string
  deal_id: string
  deal_version: number
  kind: 'transferred' | 'reversed'
  from: TransferPlace
  to: TransferPlace
  stage_by: 'asked' | 'map' | 'key' | 'phase' | 'first' | null
  renamed: {
    from: string
    to: string
  }[]
  carried: string[]
  returned: string[]
  reason: string | null
  note: string | null
  reversal_of: string | null
  owed: Owed[]
  gates: Gate[]
  transferred_by: string
  transferred_at: string
}

export type TransferMap = {
  id: string
  from_pipeline: PipelineRef
  to_pipeline: PipelineRef
  stages: Record<string, string>
  fields: Record<string, string>
  valid_from: string
}

export type TransferPlace = {
  pipeline: PipelineRef
  stage: string
  stage_name: string
}

export type TransferPreview = {
  allowed: boolean
  from: TransferPlace
  to: TransferPlace
  stage_by: 'asked' | 'map' | 'key' | 'phase' | 'first'
  renamed: {
    from: string
    to: string
  }[]
  carried: string[]
  returned: string[]
  gates: Gate[]
  owed: Owed[]
  reasons: Reason[]
  code: string | null
  detail: string | null
}

export type UnionBoard = {
  as_of: string | null
  currency: string
  position: number
  count: number
  sum: Sum
  weighted: Sum | null
  unconverted: Sum[]
  suspected: SuspectedSum | null
  phases: BoardPhase[]
}

export type UpdatedPipeline = {
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
  categories: {
    commit: Criterion[]
    best_case: Criterion[]
    pipeline: Criterion[]
  }
  submissions: {
    cadence: 'weekly' | 'monthly' | 'quarterly'
    day: number
    at: string
    remind_hours: number
  } | null
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
  approval_id: string | null
}

export type Upkeep = {
  pipeline: PipelineRef
  lifecycle: 'draft' | 'active' | 'sunset' | 'archived'
  definition: {
    id: string
    version: number
  }
  owner: string
  reason_to_be_separate: string
  open_deals: number
  begun: number
  won: number
  lost: number
  owners: number
  stages: number
  criteria: number
  fields: number
  grants: number
  changed_at: string
  last_begun_at: string | null
  review_due_on: string | null
  review_days_late: number | null
  candidates: {
    what: 'merge' | 'sunset' | 'archive'
    with: string | null
    why: string
    difference: {
      estimate: number | null
      low: number
      high: number
    } | null
  }[]
}

export type UsageLoaded = {
  rows: number
  recorded: number
  unchanged: number
  refused: RefusedUsage[]
  refused_rows: number
}

export type UsageReading = {
  account_id: string
  metric: string
  value: number
  at: string
  recorded_at: string
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
  fiscal_weeks: FiscalWeeks | null
  fiscal_changes: FiscalChange[]
  figures_about_people: boolean
  today: string
  quarters: {
    period: string
    starts: string
  }[]
  clock_simulated: boolean
  embedded_database: boolean
}

export type WorkspaceSettings = {
  name: string
  time_zone: string
  currency: string
  fiscal_year_start_month: number
  fiscal_weeks: FiscalWeeks | null
  fiscal_changes: FiscalChange[]
  figures_about_people: boolean
}

export type Operations = {
  /** Say that another account is the same company: its deals, contacts and activities come to this one */
  'account_merges.create': {
    input: {
      account_id: string
      other_id: string
      take?: ('name' | 'domain' | 'country' | 'owner')[] | undefined
    }
    answer: AccountMerge
  }
  /** Accounts that went into others, the newest first */
  'account_merges.list': {
    input: {
      account_id?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: AccountMerge[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Part two accounts again within 30 days: what came along goes back, unless somebody moved it on since */
  'account_merges.reverse': {
    input: {
      merge_id: string
    }
    answer: AccountMerge
  }
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
  /** Say what a person’s forecast comes to, with the reason; what they and their deals say stays beside it */
  'adjustments.create': {
    input: {
      pipeline: string
      period: string
      person_id: string
      category: 'pipeline' | 'best_case' | 'commit'
      amount: MoneyInput | null
      reason: string
    }
    answer: Adjustment
  }
  /** What people said a forecast comes to, other than the deals say, with their reasons; the newest first */
  'adjustments.list': {
    input: {
      pipeline?: string | undefined
      period?: string | undefined
      person_id?: string | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Adjustment[]
    }
  }
  /** Who decides on changes of a pipeline, and how many must agree */
  'approval_policies.get': {
    input: {
      pipeline: string
      subject_kind?: 'change_request' | 'gate' | 'sunset' | 'archive' | undefined
      fields?: string | undefined
    }
    answer: ApprovalPolicy
  }
  /** Have changes of a pipeline decided on as usual again; what was asked before keeps its policy */
  'approval_policies.remove': {
    input: {
      pipeline: string
      subject_kind?: 'change_request' | 'gate' | 'sunset' | 'archive' | undefined
    }
    answer: ApprovalPolicy
  }
  /** Say who decides on changes of a pipeline from now on; what was asked before keeps its policy */
  'approval_policies.set': {
    input: {
      pipeline: string
      needed: number
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
      person_ids?: string[] | undefined
      subject_kind?: 'change_request' | 'gate' | 'sunset' | 'archive' | undefined
    }
    answer: ApprovalPolicy
  }
  /** Approve or reject; who decides says the policy, and nobody decides on their own request while others can */
  'approval_votes.create': {
    input: {
      approval_id: string
      vote: 'approve' | 'reject'
      reason?: string | undefined
    }
    answer: Approval
  }
  /** One question put to people, with every vote and its reason */
  'approvals.get': {
    input: {
      approval_id: string
      fields?: string | undefined
    }
    answer: Approval
  }
  /** What waits for a decision: mine to decide, or everything that I may see; newest first */
  'approvals.list': {
    input: {
      queue?: 'mine' | 'all' | undefined
      state?: 'open' | 'approved' | 'rejected' | 'cancelled' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Approval[]
      has_more: boolean
      next_cursor: string | null
    }
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
  /** Hold every method of forecasting against your own past: what each would have said, and what came */
  'backtests.create': {
    input: {
      pipelines?: string[] | undefined
      horizon_days?: number[] | undefined
      origins?: string[] | undefined
    }
    answer: Backtest
  }
  /** The scores of every method, per pipeline and in all, and which of them earned its place */
  'backtests.get': {
    input: {
      backtest_id: string
      fields?: string | undefined
    }
    answer: Backtest
  }
  /** Backtests, the newest first; those alone of whose pipelines you see all deals */
  'backtests.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: BacktestSummary[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** What every method would have said on each day, and what happened; `pooled` takes all as one pipeline */
  'backtests.origins': {
    input: {
      backtest_id: string
      horizon_days: number
      target?: 'open' | 'all' | undefined
      scope?: string | undefined
      fields?: string | undefined
    }
    answer: BacktestOrigins
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
  /** The deals behind the bars of a bridge, before and after; what moved the figure most comes first */
  'bridge_deals.list': {
    input: {
      from?: string | undefined
      to?: string | undefined
      period?: string | undefined
      pipeline?: string | undefined
      owner?: 'me' | string | undefined
      team?: string | undefined
      product?: string | undefined
      measure?: 'open' | 'expected' | undefined
      currency?: string | undefined
      bucket?: 
        | 'new'
        | 'transferred_in'
        | 'reopened'
        | 'pulled_in'
        | 'amount_up'
        | 'category_up'
        | 'moved_forward'
        | 'won'
        | 'moved_back'
        | 'category_down'
        | 'amount_down'
        | 'pushed_out'
        | 'transferred_out'
        | 'lost'
        | 'void'
        | 'model'
        | 'currency'
        | 'unchanged' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: BridgeDealPage
  }
  /** What moved the open value or the expected value between two moments, bar by bar */
  'bridges.get': {
    input: {
      from?: string | undefined
      to?: string | undefined
      period?: string | undefined
      pipeline?: string | undefined
      owner?: 'me' | string | undefined
      team?: string | undefined
      product?: string | undefined
      measure?: 'open' | 'expected' | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: Bridge
  }
  /** When people work, place by place: what time limits in business hours are counted by */
  'calendars.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Calendar[]
    }
  }
  /** Say when people work at a place, from now on; limits that run already keep their end */
  'calendars.set': {
    input: {
      calendar: string
      name: string
      time_zone: string
      hours: HoursInput
      regions?: string[] | undefined
    }
    answer: Calendar
  }
  /** Say something about a proposed change */
  'change_comments.create': {
    input: {
      change_request_id: string
      body: string
    }
    answer: ChangeRequest
  }
  /** What would a definition do, as a new pipeline or as the next version of one? Nothing is asked for yet */
  'change_plans.preview': {
    input: {
      definition: string | Record<string, unknown>
      stage_map?: Record<string, string> | undefined
      migrate?: 'all' | 'grandfather' | undefined
    }
    answer: ProposedPlan
  }
  /** Propose the next version of a pipeline; who decides says its approval policy */
  'change_requests.create': {
    input: {
      pipeline: string
      definition?: string | Record<string, unknown> | undefined
      stage_map?: Record<string, string> | undefined
      migrate?: 'all' | 'grandfather' | undefined
      effective_at?: string | null | undefined
      title?: string | undefined
      reason?: string | undefined
      plan?: string | undefined
    }
    answer: ChangeRequest
  }
  /** One proposed change, with its file, its approvals and what was said about it */
  'change_requests.get': {
    input: {
      change_request_id: string
      fields?: string | undefined
    }
    answer: ChangeRequest
  }
  /** What was proposed to change in pipelines, newest first, and what became of it */
  'change_requests.list': {
    input: {
      pipeline?: string | undefined
      state?: 'open' | 'approved' | 'published' | 'rejected' | 'withdrawn' | 'stale' | 'rolled_back' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: ChangeSummary[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** What a proposed change would do now: to stages and their deals, gates, figures, and what refers to it */
  'change_requests.plan': {
    input: {
      change_request_id: string
      fields?: string | undefined
    }
    answer: ChangePlan
  }
  /** Plan a change anew that is stale, on what is there now; whoever approved the old plan is asked again */
  'change_requests.replan': {
    input: {
      change_request_id: string
    }
    answer: ChangeRequest
  }
  /** Take a published change back: the version before it is published again, and deals go back to where they were */
  'change_requests.rollback': {
    input: {
      change_request_id: string
      reason?: string | undefined
      stage_map?: Record<string, string> | undefined
    }
    answer: ChangeRequest
  }
  /** Take back a proposed change that is not published */
  'change_requests.withdraw': {
    input: {
      change_request_id: string
      reason?: string | undefined
    }
    answer: ChangeRequest
  }
  /** Ask a buyer to confirm a criterion: by mail, or by a link to hand over. No account is needed */
  'confirmations.create': {
    input: {
      deal_id: string
      criterion: string
      contact_id?: string | undefined
      name?: string | undefined
      email?: string | undefined
      language?: 'en' | 'id' | undefined
      expires_in_days?: number | undefined
      send_mail?: boolean | undefined
    }
    answer: AskedConfirmation
  }
  /** What buyers of a deal were asked to confirm, and what they said; the newest first */
  'confirmations.list': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: {
      data: Confirmation[]
    }
  }
  /** Take back what a buyer was asked to confirm; their link ends at once */
  'confirmations.revoke': {
    input: {
      deal_id: string
      confirmation_id: string
    }
    answer: Confirmation
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
  /** One contract, with its lines, its term, and what goes on from it */
  'contracts.get': {
    input: {
      contract_id: string
      fields?: string | undefined
    }
    answer: Contract
  }
  /** What won recurring deals left behind, those that end first before the others: in force, up for renewal, renewed, churned */
  'contracts.list': {
    input: {
      state?: 'in_force' | 'up_for_renewal' | 'renewed' | 'churned' | 'withdrawn' | 'any' | undefined
      deal?: string | undefined
      account_id?: string | undefined
      pipeline?: string | undefined
      ends_from?: string | undefined
      ends_to?: string | undefined
      in_force_on?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Contract[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Say when the term of a contract really begins or ends; its value stays what its lines bring */
  'contracts.update': {
    input: {
      contract_id: string
      starts_on?: string | undefined
      ends_on?: string | undefined
      if_version?: number | undefined
    }
    answer: Contract
  }
  /** Who is credited with a deal: its money in shares, overlay apart, who brought it and who had a part in it */
  'credits.get': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: Credits
  }
  /** Say who is credited with a deal from now on; shares of its money add up to all of it */
  'credits.set': {
    input: {
      deal_id: string
      revenue?: {
        person_id: string
        share: number
      }[] | undefined
      overlay?: {
        person_id: string
        share: number
      }[] | undefined
      sourced?: {
        person_id: string
      } | {
        partner_account_id: string
      } | null | undefined
      influenced?: ({
        person_id: string
      } | {
        partner_account_id: string
      })[] | undefined
    }
    answer: Credits
  }
  /** When so many business hours have passed by a calendar, from now or from another moment on */
  'deadlines.get': {
    input: {
      calendar: string
      hours: number
      from?: string | undefined
      fields?: string | undefined
    }
    answer: Deadline
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
  /** Note what was decided on a deal in a review as a task, with who is to do it by when */
  'deal_review_tasks.create': {
    input: {
      deal_review_id: string
      deal_id: string
      subject: string
      owner?: string | undefined
      due_on: string
    }
    answer: ReviewMark
  }
  /** What a pipeline review would walk through now: deals that changed, are late or carry the risk, and why */
  'deal_reviews.agenda': {
    input: {
      pipeline: string
      person?: 'me' | string | undefined
      team?: string | undefined
      since?: string | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: Agenda
  }
  /** Begin a pipeline review with the agenda of now, or come to the one of the same deals that is under way */
  'deal_reviews.create': {
    input: {
      pipeline: string
      person?: 'me' | string | undefined
      team?: string | undefined
      since?: string | undefined
      currency?: string | undefined
    }
    answer: DealReviewDetail
  }
  /** End a review: it is kept as it is, and the next one of the same deals starts from here */
  'deal_reviews.end': {
    input: {
      deal_review_id: string
      note?: string | undefined
    }
    answer: DealReview
  }
  /** A pipeline review deal by deal: why it was talked about, what it was and is, and what was decided */
  'deal_reviews.get': {
    input: {
      deal_review_id: string
      fields?: string | undefined
    }
    answer: DealReviewDetail
  }
  /** Pipeline reviews that were held or are under way, the newest first */
  'deal_reviews.list': {
    input: {
      pipeline?: string | undefined
      state?: 'under_way' | 'ended' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: DealReview[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Say of a deal that it was talked about in a review, and what was decided; what is absent stays */
  'deal_reviews.mark': {
    input: {
      deal_review_id: string
      deal_id: string
      reviewed?: boolean | undefined
      decision?: string | null | undefined
      if_version?: number | undefined
    }
    answer: ReviewMark
  }
  /** Why a deal began in the pipeline where it did */
  'deal_routing.get': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: DealRouting
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
  /** Up to 1000 creations, edits, moves, and moves taken back in one request, under the same rules as each alone */
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
        reason?: string | undefined
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
        override?: GivenOverrideInput | undefined
        op: 'move'
      } | {
        op: 'reverse'
        deal_id: string
        move_id?: string | undefined
        transfer_id?: string | undefined
      })[]
    }
    answer: BulkAnswer
  }
  /** What a deal is called, what its stage suggests, and what its pipeline asks for each category */
  'deals.categories': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: DealCategories
  }
  /** How likely a deal is won, ever and by its close date, and on what that rests */
  'deals.chance': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: WinChance
  }
  /** Open a deal in the pipeline that is named, or else where the routing rules send it */
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
      ageing?: 'flagged' | 'slow' | 'stuck' | 'waiting' | undefined
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
      ageing?: 'flagged' | 'slow' | 'stuck' | 'waiting' | undefined
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
      reason?: string | undefined
    }
    answer: Deal
  }
  /** Faults in the design of a definition that is not published, held against the deals of the pipeline it names */
  'definition_findings.create': {
    input: {
      source: string
    }
    answer: DefinitionFindings
  }
  /** What is wrong with a definition while it is being written, each with its line and what would do */
  'definitions.check': {
    input: {
      source: string
      pipeline?: string | undefined
      stage_map?: Record<string, string> | undefined
      migrate?: 'all' | 'grandfather' | undefined
    }
    answer: DefinitionCheck
  }
  /** One version of a pipeline: as its file was written, and what deals that are in it go by */
  'definitions.get': {
    input: {
      definition_id: string
      fields?: string | undefined
    }
    answer: DefinitionVersion
  }
  /** The versions that a pipeline has had, newest first */
  'definitions.list': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: {
      data: DefinitionListed[]
    }
  }
  /** Throw away what was being written; what it was stays in the audit log */
  'drafts.discard': {
    input: {
      pipeline: string
    }
    answer: {
      discarded: true
    }
  }
  /** What is being written for a pipeline, by whom, and what is still wrong with it */
  'drafts.get': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: DefinitionDraft
  }
  /** Keep what is being written; a pipeline has one draft, and whoever saves over it must have seen it */
  'drafts.save': {
    input: {
      pipeline: string
      source: string
      stage_map?: Record<string, string> | undefined
      if_version?: number | undefined
    }
    answer: DefinitionDraft
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
  /** Which part of a rule holds on a deal, which does not, and why; of a criterion, or any rule at all */
  'explanations.create': {
    input: {
      deal_id: string
      criterion?: string | undefined
      rule?: string | undefined
    }
    answer: Explanation
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
  /** Fiscal years with their quarters and months; with start_month, as another calendar would cut them */
  'fiscal_years.list': {
    input: {
      year?: number | undefined
      count?: number | undefined
      start_month?: number | undefined
      pattern?: '4-4-5' | '4-5-4' | '5-4-4' | undefined
      year_ends?: 'last' | 'nearest' | undefined
      weekday?: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday' | undefined
      named_after?: 'start' | 'end' | undefined
      from_year?: number | undefined
      fields?: string | undefined
    }
    answer: {
      data: FiscalYear[]
    }
  }
  /** What people call for a period, person by person up the line of the date: beside the model and the quota */
  'forecast_grid.get': {
    input: {
      period?: string | undefined
      pipeline?: string | undefined
      rows?: 'hierarchy' | 'teams' | 'pipelines' | 'periods' | undefined
      said_by?: 'me' | string | undefined
      as_of?: string | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: ForecastGrid
  }
  /** By which method the chances of each pipeline are reckoned: the record’s, or the one that somebody chose */
  'forecast_methods.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: ForecastMethod[]
    }
  }
  /** Choose the method of a pipeline from now on, or leave it to the record; forecasts of before stay as they were */
  'forecast_methods.set': {
    input: {
      pipeline: string
      method: 
        | 'automatic'
        | 'model'
        | 'partial'
        | 'pooled'
        | 'per_pipeline'
        | 'horizon_share'
        | 'win_rate'
      reason: string
    }
    answer: ForecastMethod
  }
  /** How a period has gone so far and where it leads, week by week: won up to each, and low, likely and high ahead */
  'forecast_paths.get': {
    input: {
      period?: string | undefined
      pipeline?: string | undefined
      as_of?: string | undefined
      currency?: string | undefined
      fields?: string | undefined
    }
    answer: ForecastPath
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
  /** How good forecasts would have been by the last backtest, and which method earned its place where */
  'forecasts.record': {
    input: {
      fields?: string | undefined
    }
    answer: ForecastRecords
  }
  /** What became of the deals that came into a pipeline, stage by stage: as it was, or in the stages of today */
  'funnels.get': {
    input: {
      pipeline: string
      from?: string | undefined
      to?: string | undefined
      as_of?: string | undefined
      definition?: 'as_was' | 'restated' | undefined
      fields?: string | undefined
    }
    answer: Funnel
  }
  /** Ask for the approval that a gate of a deal wants; who decides says the criterion, or the pipeline */
  'gate_approvals.create': {
    input: {
      deal_id: string
      criterion: string
      note?: string | undefined
    }
    answer: GateApproval
  }
  /** Approvals that gates of deals ask for: those for me to decide, those I asked for, or all; newest first */
  'gate_approvals.list': {
    input: {
      queue?: 'mine' | 'asked' | 'all' | undefined
      state?: 'open' | 'approved' | 'rejected' | 'cancelled' | undefined
      deal_id?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: GateApprovalPage
  }
  /** Take back the question for an approval that nobody has decided yet */
  'gate_approvals.withdraw': {
    input: {
      deal_id: string
      gate_approval_id: string
    }
    answer: GateApproval
  }
  /** Exceptions: which gates were passed by override, why, by whom and until when; the newest first */
  'gate_overrides.list': {
    input: {
      pipeline?: string | undefined
      criterion?: string | undefined
      granted_by?: 'me' | string | undefined
      month?: string | undefined
      deal_id?: string | undefined
      standing?: 'in_force' | 'lapsed' | 'withdrawn' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: GateOverridePage
  }
  /** How often each criterion of each pipeline was passed by override, month by month */
  'gate_overrides.tally': {
    input: {
      pipeline?: string | undefined
      criterion?: string | undefined
      granted_by?: 'me' | string | undefined
      month?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: OverrideTally[]
    }
  }
  /** Propose a set of hand-off rules; those who decide on routing rules decide on it, and it is published then */
  'handoff_changes.create': {
    input: {
      rules: HandoffRuleInput[]
      title?: string | undefined
      reason: string
    }
    answer: HandoffChange
  }
  /** One proposed set of hand-off rules, with its plan and who decides */
  'handoff_changes.get': {
    input: {
      change_id: string
      fields?: string | undefined
    }
    answer: HandoffChange
  }
  /** Proposed sets of hand-off rules, the newest first */
  'handoff_changes.list': {
    input: {
      state?: 'open' | 'published' | 'rejected' | 'withdrawn' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: HandoffChange[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Take a proposed set of hand-off rules back */
  'handoff_changes.withdraw': {
    input: {
      change_id: string
    }
    answer: HandoffChange
  }
  /** The hand-off rules by which somebody may open a follow-on deal of this one */
  'handoff_options.list': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: {
      data: HandoffOption[]
    }
  }
  /** Every set of hand-off rules that was published, the newest first */
  'handoff_rule_versions.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: HandoffRuleVersion[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** The rules by which what happens in one pipeline opens a deal in another, and what is wrong with them */
  'handoff_rules.get': {
    input: {
      fields?: string | undefined
    }
    answer: HandoffRuleSet
  }
  /** What a set of hand-off rules would change, with its circles, dead ends, money counted twice and closed pipelines */
  'handoff_rules.preview': {
    input: {
      rules: HandoffRuleInput[]
    }
    answer: HandoffPlan
  }
  /** Accept a hand-off: say yes to the deal that it opened, or have it opened or moved now */
  'handoffs.accept': {
    input: {
      handoff_id: string
      name?: string | undefined
      amount?: MoneyInput | undefined
      close_date?: string | undefined
      owner?: 'me' | string | undefined
      next_step?: string | undefined
      fields?: GivenFieldsInput | undefined
      if_version?: number | undefined
    }
    answer: Handoff
  }
  /** Open a follow-on deal in a pipeline: a new deal, linked to this one, by a rule or as it is asked for */
  'handoffs.create': {
    input: {
      deal_id: string
      rule?: string | undefined
      to_pipeline?: string | undefined
      to_stage?: string | undefined
      link?: 'expands' | 'renews' | 'sourced_from' | undefined
      note?: string | undefined
      name?: string | undefined
      amount?: MoneyInput | undefined
      close_date?: string | undefined
      owner?: 'me' | string | undefined
      next_step?: string | undefined
      fields?: GivenFieldsInput | undefined
    }
    answer: Handoff
  }
  /** One hand-off: what it comes from, what it opened, and until when it is to be accepted */
  'handoffs.get': {
    input: {
      handoff_id: string
      fields?: string | undefined
    }
    answer: Handoff
  }
  /** Hand-offs between pipelines, the newest first; those that wait, unless another state is asked for */
  'handoffs.list': {
    input: {
      state?: 'proposed' | 'blocked' | 'waiting' | 'accepted' | 'rejected' | 'returned' | 'open' | 'any' | undefined
      deal?: string | undefined
      pipeline?: string | undefined
      account_id?: string | undefined
      mine?: 'true' | 'false' | undefined
      sent?: 'true' | 'false' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Handoff[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Reject a hand-off for good, with a reason; the deal that it opened ends as void, in no rate and no total */
  'handoffs.reject': {
    input: {
      handoff_id: string
      reason: string
      if_version?: number | undefined
    }
    answer: Handoff
  }
  /** Return a hand-off to where it came from, with a reason; the deal that it opened ends as void */
  'handoffs.return': {
    input: {
      handoff_id: string
      reason: string
      if_version?: number | undefined
    }
    answer: Handoff
  }
  /** Everybody with their manager and their teams, as of a moment */
  'hierarchy.get': {
    input: {
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: Hierarchy
  }
  /** Of the deals called commit, best case or pipeline for periods that are over, how many were won in them */
  'hit_rates.get': {
    input: {
      pipeline?: string | undefined
      kind?: 'week' | 'month' | 'quarter' | 'year' | undefined
      by?: 'pipeline' | 'team' | undefined
      periods?: number | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: HitRates
  }
  /** The same person by person, teams first, where the owner allows figures about people; who looked is recorded */
  'hit_rates.look': {
    input: {
      pipeline?: string | undefined
      kind?: 'week' | 'month' | 'quarter' | 'year' | undefined
      periods?: number | undefined
    }
    answer: PeopleLook
  }
  /** Add holidays of a region, day by day or as copied text; a day that is known already takes the new name */
  'holidays.create': {
    input: {
      region: string
      days?: NewHolidayInput[] | undefined
      text?: string | undefined
    }
    answer: AddedHolidays
  }
  /** Take a holiday of a region back: people work on that day after all */
  'holidays.delete': {
    input: {
      region: string
      day: string
    }
    answer: {
      region: string
      day: string
    }
  }
  /** Days on which regions do not work, as the workspace entered them; from today on unless a day is named */
  'holidays.list': {
    input: {
      region?: string | undefined
      from?: string | undefined
      to?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Holiday[]
      has_more: boolean
      next_cursor: string | null
    }
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
  /** Hand a deal in from a form or another system: it is routed and opened, or waits for a person; it is never lost */
  'incoming_deals.create': {
    input: {
      name: string
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
    answer: IncomingDeal
  }
  /** Say that a deal in the queue is none, and why; it stays to be read */
  'incoming_deals.dismiss': {
    input: {
      incoming_id: string
      reason: string
    }
    answer: IncomingDeal
  }
  /** Deals that were handed in; those that wait for a person, unless another state is asked for */
  'incoming_deals.list': {
    input: {
      state?: 'waiting' | 'opened' | 'dismissed' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: IncomingDeal[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Take a deal out of the queue and open it in a pipeline */
  'incoming_deals.place': {
    input: {
      incoming_id: string
      pipeline: string
      owner?: 'me' | string | undefined
      amount?: MoneyInput | undefined
      close_date?: string | undefined
      source?: string | undefined
      next_step?: string | undefined
      fields?: GivenFieldsInput | undefined
      reason?: string | undefined
    }
    answer: IncomingDeal
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
        | 'gates:override'
        | 'forecast:read'
        | 'forecast:submit'
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
  /** Split a pipeline or merge several: open deals are moved as a job, past ones count as history of the new one */
  'lineages.create': {
    input: {
      parts: {
        from: string
        to: string
        rule?: string | undefined
        stages?: Record<string, string> | undefined
        fields?: Record<string, string> | undefined
      }[]
      summary: string
      sunset?: boolean | undefined
      routing?: boolean | undefined
    }
    answer: Lineage
  }
  /** One split or merge of pipelines, and how far it has come */
  'lineages.get': {
    input: {
      lineage_id: string
      fields?: string | undefined
    }
    answer: Lineage
  }
  /** Every split and merge of pipelines, newest first */
  'lineages.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Lineage[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** What splitting or merging pipelines would do: which deals go where, whose history counts for which, and the forecast */
  'lineages.plan': {
    input: {
      parts: {
        from: string
        to: string
        rule?: string | undefined
        stages?: Record<string, string> | undefined
        fields?: Record<string, string> | undefined
      }[]
    }
    answer: LineagePlan
  }
  /** Go on with a split or merge, or with its undo, whose job was cancelled or failed */
  'lineages.resume': {
    input: {
      lineage_id: string
    }
    answer: Lineage
  }
  /** Undo a split or merge: deals that are still open stand again where they stood, and no past counts elsewhere */
  'lineages.undo': {
    input: {
      lineage_id: string
    }
    answer: Lineage
  }
  /** Say that a deal renews, expands, is part of, came from or blocks another one; circles are refused */
  'links.create': {
    input: {
      deal_id: string
      kind: 'renews' | 'expands' | 'part_of' | 'sourced_from' | 'blocks'
      other_id: string
    }
    answer: {
      data: Link[]
    }
  }
  /** Take a link of a deal away, from either of its ends; a co-sell ends where its overlap is undone */
  'links.delete': {
    input: {
      deal_id: string
      link_id: string
    }
    answer: {
      data: Link[]
    }
  }
  /** What a deal is to others: it renews, expands, is part of, came from, blocks, or is sold together with them */
  'links.list': {
    input: {
      deal_id: string
      fields?: string | undefined
    }
    answer: {
      data: Link[]
    }
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
        | 'gates:override'
        | 'forecast:read'
        | 'forecast:submit'
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
      override?: GivenOverrideInput | undefined
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
      override?: GivenOverrideInput | undefined
    }
    answer: MovePreview
  }
  /** What would be refused? The gate asked about many deals at once, without moving them */
  'moves.preview_many': {
    input: {
      deal_ids: string[]
      to_stage?: string | undefined
      outcome?: 'won' | 'lost' | undefined
      reason?: string | undefined
    }
    answer: {
      data: {
        allowed: boolean
        gates: Gate[]
        may_override: boolean
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
  /** What you are told of, and how */
  'notification_preferences.get': {
    input: {
      fields?: string | undefined
    }
    answer: NotificationPreferences
  }
  /** Say what you want to be told of, and how; kinds that are not named stay as they are */
  'notification_preferences.set': {
    input: {
      data?: {
        kind: 
          | 'review.due'
          | 'approval.requested'
          | 'approval.waiting'
          | 'gate.asked'
          | 'gate.waiting'
          | 'change.approved'
          | 'change.rejected'
          | 'change.published'
          | 'change.rolled_back'
          | 'change.stale'
          | 'migration.ended'
          | 'pilot.ended'
          | 'handoff.asked'
          | 'handoff.waiting'
          | 'handoff.overdue'
          | 'handoff.blocked'
          | 'handoff.returned'
          | 'handoff.rejected'
          | 'submission.due'
          | 'activity.due'
          | 'deal.assigned'
          | 'deal.joined'
        app: boolean
        mail: boolean
        chat: boolean
      }[] | undefined
      chat_url?: string | null | undefined
    }
    answer: NotificationPreferences
  }
  /** What you were told of, the newest first, and how much of it you have not read */
  'notifications.list': {
    input: {
      unread?: 'true' | 'false' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Notification[]
      has_more: boolean
      next_cursor: string | null
      unread: number
    }
  }
  /** Say that you have read everything that you were told of */
  'notifications.read_all': {
    input: Record<string, never>
    answer: {
      read: number
    }
  }
  /** Say that you have read a notification, or that you have not */
  'notifications.update': {
    input: {
      notification_id: string
      read: boolean
    }
    answer: Notification
  }
  /** Say that two deals may be the same; a pair that is known already is answered as it is */
  'overlaps.create': {
    input: {
      deal_id: string
      other_id: string
    }
    answer: Overlap
  }
  /** Two deals that may be the same, side by side */
  'overlaps.get': {
    input: {
      overlap_id: string
      fields?: string | undefined
    }
    answer: Overlap
  }
  /** Deals that may be the same, in pairs, the newest first */
  'overlaps.list': {
    input: {
      state?: 'open' | 'same_deal' | 'co_sell' | 'different' | 'any' | undefined
      deal?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Overlap[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** What a deal that is about to be opened may be a duplicate of: accounts like its own, and their open deals */
  'overlaps.preview': {
    input: {
      account_id?: string | undefined
      account_name?: string | undefined
      domain?: string | undefined
      pipeline?: string | undefined
      products?: string[] | undefined
      close_date?: string | undefined
    }
    answer: OverlapPreview
  }
  /** Say what two deals are: the same one, which merges them, a co-sell, of which one is counted, or different */
  'overlaps.resolve': {
    input: {
      overlap_id: string
      as: 'same_deal' | 'co_sell' | 'different'
      keep?: string | undefined
      take?: (
        | 'name'
        | 'account'
        | 'partner'
        | 'source'
        | 'amount'
        | 'close_date'
        | 'owner'
        | 'next_step')[] | undefined
      note?: string | undefined
      if_version?: number | undefined
    }
    answer: Overlap
  }
  /** Undo what two deals were said to be, within 30 days; the suspicion is open again */
  'overlaps.reverse': {
    input: {
      overlap_id: string
    }
    answer: Overlap
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
  /** End a pilot and keep what it tried: as a change request, or as a pipeline of its own where it is one */
  'pilots.adopt': {
    input: {
      pilot_id: string
      stage_map?: Record<string, string> | undefined
      migrate?: 'all' | 'grandfather' | undefined
      reason?: string | undefined
    }
    answer: Pilot
  }
  /** Try a draft, a definition or another pipeline on a share of the new deals of a pipeline, or on a team */
  'pilots.create': {
    input: {
      pipeline: string
      name?: string | undefined
      definition?: string | undefined
      pilot_pipeline?: string | undefined
      share?: number | undefined
      team_id?: string | undefined
      ends_on: string
      stop_rule?: {
        figure: 'won' | 'lost'
        worse_by: number
        least?: number | undefined
      } | undefined
    }
    answer: Pilot
  }
  /** A pilot and its comparison: how far the deals of each way came, with intervals, and what is not compared */
  'pilots.get': {
    input: {
      pilot_id: string
      fields?: string | undefined
    }
    answer: Pilot
  }
  /** Pipelines that are or were tried on a part of the new deals of another, newest first */
  'pilots.list': {
    input: {
      pipeline?: string | undefined
      state?: 'running' | 'ended' | 'stopped' | 'adopted' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: PilotSummary[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** End a pilot for what it was: new deals go the old way, and those that it has are brought to their end */
  'pilots.stop': {
    input: {
      pilot_id: string
      reason: string
    }
    answer: Pilot
  }
  /** Faults in the design of a pipeline, from its definition and from what its deals did */
  'pipeline_findings.list': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: PipelineFindings
  }
  /** All pipelines and what went between them: routes, hand-offs, transfers, splits and merges, as one picture */
  'pipeline_map.get': {
    input: {
      from?: string | undefined
      to?: string | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: PipelineMap
  }
  /** The deals and hand-offs that an edge of the pipeline map counts, the newest first, and those that wait there */
  'pipeline_map.passages': {
    input: {
      edge: string
      from?: string | undefined
      to?: string | undefined
      as_of?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Passage[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Note that a pipeline was reviewed: what was said and decided, and when to look at it again */
  'pipeline_reviews.create': {
    input: {
      pipeline: string
      notes: string
      decisions?: string[] | undefined
      next_on?: string | undefined
    }
    answer: Review
  }
  /** Every review of a pipeline that was held, the newest first */
  'pipeline_reviews.list': {
    input: {
      pipeline: string
      fields?: string | undefined
    }
    answer: {
      data: Review[]
    }
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
  /** Create a pipeline from its definition file, YAML or JSON; where it is there, this proposes a change of it */
  'pipelines.create': {
    input: {
      source: string
    }
    answer: CreatedPipeline
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
  /** Let a pipeline take no new deals (sunset), put it away (archived), or bring it back; others decide where a policy says so */
  'pipelines.update': {
    input: {
      pipeline: string
      lifecycle: 'active' | 'sunset' | 'archived'
    }
    answer: UpdatedPipeline
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
  /** Say what a pipeline, a team or a person is to win; what was agreed before stays readable as of then */
  'quotas.create': {
    input: {
      pipeline?: string | undefined
      team_id?: string | undefined
      person_id?: string | undefined
      period: string
      amount: MoneyInput | null
      valid_from?: string | undefined
    }
    answer: Quota
  }
  /** What pipelines, teams and people are to win in a period */
  'quotas.list': {
    input: {
      pipeline?: string | undefined
      team_id?: string | undefined
      person_id?: string | undefined
      period?: string | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Quota[]
    }
  }
  /** Set many quotas at once from a piece of a spreadsheet: all of them, or none where anything is wrong */
  'quotas.paste': {
    input: {
      text: string
      currency?: string | undefined
      dry_run?: boolean | undefined
    }
    answer: {
      set: number
      unchanged: number
      data: Quota[]
    }
  }
  /** Record the rates of a file of the ECB, one day or its history; what is known otherwise stays unless said */
  'rate_files.create': {
    input: {
      text: string
      currencies?: string[] | undefined
      replace?: boolean | undefined
      dry_run?: boolean | undefined
    }
    answer: LoadedRates
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
  /** Replay the moves of past months through a definition: what it would have stopped, and how many were won anyway */
  'rehearsals.create': {
    input: {
      pipeline?: string | undefined
      definition: string
      months?: number | undefined
      stage_map?: Record<string, string> | undefined
      rule?: string | undefined
    }
    answer: Rehearsal
  }
  /** What a rehearsal found, once its job is done */
  'rehearsals.get': {
    input: {
      rehearsal_id: string
      fields?: string | undefined
    }
    answer: Rehearsal
  }
  /** What retention is made of: account by account, what they brought in twelve months on both days */
  'retained_accounts.list': {
    input: {
      from: string
      to?: string | undefined
      change?: 'expanded' | 'contracted' | 'churned' | 'unchanged' | 'added' | 'not_added' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: RetainedAccount[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** What is left of the recurring revenue of a day on a later one: gross and net, by the contracts that you see */
  'retention.get': {
    input: {
      from: string
      to?: string | undefined
      fields?: string | undefined
    }
    answer: Retention
  }
  /** When each pipeline is to be reviewed, and the last review of it; those that are due first */
  'reviews.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: ReviewState[]
    }
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
  /** The rules that decide where new deals go, in order, and what is wrong with them */
  'routing.get': {
    input: {
      fields?: string | undefined
    }
    answer: Routing
  }
  /** What a set of rules would change: its diff, rules that nothing reaches, and past deals that would go elsewhere */
  'routing.preview': {
    input: {
      rules?: RoutingRuleInput[] | undefined
      fallback?: RoutingFallbackInput | null | undefined
      months?: number | undefined
    }
    answer: RoutingPlan
  }
  /** Where a deal would go, or would have gone, and what each rule says to it */
  'routing.trace': {
    input: {
      deal_id?: string | undefined
      deal?: {
        name?: string | undefined
        amount?: MoneyInput | undefined
        close_date?: string | undefined
        source?: string | undefined
        revenue_kind?: 'new' | 'expansion' | 'renewal' | undefined
        next_step?: string | undefined
        account_id?: string | undefined
        partner_account_id?: string | undefined
        fields?: GivenFieldsInput | undefined
      } | undefined
      rules?: RoutingRuleInput[] | undefined
      fallback?: RoutingFallbackInput | null | undefined
    }
    answer: RoutingTrace
  }
  /** Propose a set of routing rules; it is published once those who decide have approved */
  'routing_changes.create': {
    input: {
      rules: RoutingRuleInput[]
      fallback: RoutingFallbackInput | null
      title?: string | undefined
      reason: string
      months?: number | undefined
    }
    answer: RoutingChange
  }
  /** One proposed set of routing rules, with its plan and who decides */
  'routing_changes.get': {
    input: {
      change_id: string
      fields?: string | undefined
    }
    answer: RoutingChange
  }
  /** Proposed sets of routing rules, the newest first */
  'routing_changes.list': {
    input: {
      state?: 'open' | 'published' | 'rejected' | 'withdrawn' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: RoutingChange[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Take a proposed set of routing rules back */
  'routing_changes.withdraw': {
    input: {
      change_id: string
    }
    answer: RoutingChange
  }
  /** Who decides on routing rules, and how many must agree */
  'routing_policy.get': {
    input: {
      fields?: string | undefined
    }
    answer: RoutingPolicy
  }
  /** Have routing and hand-off rules decided on as usual again; what was asked before keeps its policy */
  'routing_policy.remove': {
    input: Record<string, never>
    answer: RoutingPolicy
  }
  /** Say who decides on routing rules from now on; what was asked before keeps its policy */
  'routing_policy.set': {
    input: {
      needed: number
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
      person_ids?: string[] | undefined
    }
    answer: RoutingPolicy
  }
  /** Every set of rules that was published, the newest first */
  'routing_versions.list': {
    input: {
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: RoutingVersion[]
      has_more: boolean
      next_cursor: string | null
    }
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
  /** Submit your forecast for a period and pipeline: what you and those who report to you call, and why */
  'submissions.create': {
    input: {
      pipeline: string
      period?: string | undefined
      called?: {
        commit?: MoneyInput | undefined
        best_case?: MoneyInput | undefined
        pipeline?: MoneyInput | undefined
      } | undefined
      note?: string | undefined
      due_at?: string | undefined
    }
    answer: SubmissionDetail
  }
  /** Until when forecasts are to be submitted, who has done so in this round and who has not */
  'submissions.due': {
    input: {
      pipeline?: string | undefined
      period?: string | undefined
      as_of?: string | undefined
      fields?: string | undefined
    }
    answer: {
      as_of: string
      data: SubmissionRound[]
    }
  }
  /** One submission with all that it was computed from, and what differs from the last one and from the model */
  'submissions.get': {
    input: {
      submission_id: string
      fields?: string | undefined
    }
    answer: SubmissionDetail
  }
  /** Forecasts as they were submitted, the newest first */
  'submissions.list': {
    input: {
      pipeline?: string | undefined
      period?: string | undefined
      person_id?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: Submission[]
      has_more: boolean
      next_cursor: string | null
    }
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
    answer: ChangedTeam
  }
  /** Where deals land that go from this pipeline to that one, as declared; 404 where nobody declared it */
  'transfer_maps.get': {
    input: {
      from_pipeline: string
      to_pipeline: string
      fields?: string | undefined
    }
    answer: TransferMap
  }
  /** Where deals land that go from one pipeline to another, for every pair that was mapped */
  'transfer_maps.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: TransferMap[]
    }
  }
  /** Say where deals land that go from one pipeline to another: stage for stage, field for field */
  'transfer_maps.set': {
    input: {
      from_pipeline: string
      to_pipeline: string
      stages?: Record<string, string> | undefined
      fields?: Record<string, string> | undefined
    }
    answer: TransferMap
  }
  /** Move up to 5000 deals to another pipeline as a job, each wholly or not at all; or say what would stop them */
  'transfers.bulk': {
    input: {
      deal_ids?: string[] | undefined
      filter?: {
        pipeline: string
        stage?: string | undefined
        owner?: 'me' | string | undefined
      } | undefined
      to_pipeline: string
      to_stage?: string | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
      dry_run?: boolean | undefined
    }
    answer: BulkTransfer
  }
  /** Move a deal to another pipeline: the same deal with its whole past, its money with it */
  'transfers.create': {
    input: {
      deal_id: string
      to_pipeline: string
      to_stage?: string | undefined
      deal_version?: number | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
      evidence?: GivenEvidenceInput[] | undefined
    }
    answer: Transfer
  }
  /** The deals of such a transfer: moved, refused and why, or still waiting */
  'transfers.deals': {
    input: {
      bulk_transfer_id: string
      state?: 'waiting' | 'moved' | 'refused' | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: BulkTransferDeal[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** How far a transfer of many deals has come */
  'transfers.get': {
    input: {
      bulk_transfer_id: string
      fields?: string | undefined
    }
    answer: BulkTransfer
  }
  /** Would this deal go to another pipeline, where would it land, and what does that ask for? Nothing changes */
  'transfers.preview': {
    input: {
      deal_id: string
      to_pipeline: string
      to_stage?: string | undefined
      deal_version?: number | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
      evidence?: GivenEvidenceInput[] | undefined
    }
    answer: TransferPreview
  }
  /** What would stop each of these deals on the way to another pipeline? Nothing changes */
  'transfers.preview_many': {
    input: {
      deal_ids: string[]
      to_pipeline: string
      to_stage?: string | undefined
      reason?: string | undefined
      note?: string | undefined
      fields?: GivenFieldsInput | undefined
    }
    answer: {
      data: {
        allowed: boolean
        from: TransferPlace
        to: TransferPlace
        stage_by: 'asked' | 'map' | 'key' | 'phase' | 'first'
        renamed: {
          from: string
          to: string
        }[]
        carried: string[]
        returned: string[]
        gates: Gate[]
        owed: Owed[]
        reasons: Reason[]
        code: string | null
        detail: string | null
        deal_id: string
        key: string
        name: string
      }[]
    }
  }
  /** Undo a transfer of your own while nothing came after it: the deal stands where it stood, as it was */
  'transfers.reverse': {
    input: {
      deal_id: string
      transfer_id: string
    }
    answer: Transfer
  }
  /** What each pipeline costs, how it is used, when its review is due, and which to merge or retire */
  'upkeep.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Upkeep[]
    }
  }
  /** Record what an account uses at a moment; a figure that comes to the value of a hand-off rule fires it */
  'usage.create': {
    input: {
      account_id: string
      metric: string
      value: number
      at: string
    }
    answer: UsageReading
  }
  /** What an account uses, reading by reading, the newest first */
  'usage.list': {
    input: {
      account_id: string
      metric?: string | undefined
      limit?: number | undefined
      cursor?: string | undefined
      fields?: string | undefined
    }
    answer: {
      data: UsageReading[]
      has_more: boolean
      next_cursor: string | null
    }
  }
  /** Record the usage of many accounts from a file (CSV): account_domain, metric, value, at; sent twice, once recorded */
  'usage_files.create': {
    input: {
      text: string
    }
    answer: UsageLoaded
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
        | 'incoming_deal.received'
        | 'incoming_deal.placed'
        | 'incoming_deal.dismissed'
        | 'deal.edited'
        | 'deal.moved'
        | 'deal.won'
        | 'deal.lost'
        | 'deal.reopened'
        | 'deal.reassigned'
        | 'deal.transferred'
        | 'deal.reversed'
        | 'deal.migrated'
        | 'deal.voided'
        | 'deal.merged'
        | 'deal.recounted'
        | 'deal.credited'
        | 'overlap.suspected'
        | 'overlap.withdrawn'
        | 'overlap.resolved'
        | 'overlap.reopened'
        | 'link.created'
        | 'link.deleted'
        | 'handoff.proposed'
        | 'handoff.opened'
        | 'handoff.blocked'
        | 'handoff.accepted'
        | 'handoff.rejected'
        | 'handoff.returned'
        | 'usage.recorded'
        | 'contract.opened'
        | 'contract.updated'
        | 'contract.withdrawn'
        | 'deal.imported'
        | 'deal.gate_overridden'
        | 'deal.evidence_given'
        | 'deal.approval_asked'
        | 'deal.confirmation_asked'
        | 'deal.confirmation_confirmed'
        | 'deal.confirmation_declined'
        | 'deal.confirmation_revoked'
        | 'deal.contact_added'
        | 'deal.contact_removed'
        | 'deal.member_added'
        | 'deal.member_removed'
        | 'account.created'
        | 'account.updated'
        | 'account.merged'
        | 'account.parted'
        | 'contact.created'
        | 'contact.updated'
        | 'activity.created'
        | 'activity.updated'
        | 'product.created'
        | 'product.updated'
        | 'rate.recorded'
        | 'rate_file.loaded'
        | 'quota.set'
        | 'adjustment.made'
        | 'forecast_method.set'
        | 'forecast_method.recorded'
        | 'submission.made'
        | 'deal_review.began'
        | 'deal_review.marked'
        | 'deal_review.task_added'
        | 'deal_review.ended'
        | 'pipeline.created'
        | 'definition.published'
        | 'change_request.opened'
        | 'change_request.planned'
        | 'change_request.commented'
        | 'change_request.approved'
        | 'change_request.published'
        | 'change_request.rejected'
        | 'change_request.withdrawn'
        | 'change_request.stale'
        | 'change_request.rolled_back'
        | 'approval.requested'
        | 'approval.voted'
        | 'approval.approved'
        | 'approval.rejected'
        | 'approval.cancelled'
        | 'approval_policy.removed'
        | 'approval_policy.set'
        | 'lineage.resumed'
        | 'lineage.begun'
        | 'lineage.done'
        | 'lineage.undoing'
        | 'lineage.undone'
        | 'pipeline.lifecycle_set'
        | 'pilot.started'
        | 'pilot.ended'
        | 'pilot.stopped'
        | 'pilot.adopted'
        | 'routing.proposed'
        | 'routing.published'
        | 'routing.rejected'
        | 'routing.withdrawn'
        | 'routing_policy.set'
        | 'routing_policy.removed'
        | 'handoff_rules.proposed'
        | 'handoff_rules.published'
        | 'handoff_rules.rejected'
        | 'handoff_rules.withdrawn'
        | 'pipeline.reviewed'
        | 'transfer_map.set'
        | 'field.declared'
        | 'field.updated'
        | 'workspace.updated'
        | 'person.created'
        | 'person.updated'
        | 'person.manager_set'
        | 'team.created'
        | 'team.updated'
        | 'team.members_set'
        | 'calendar.set'
        | 'holidays.added'
        | 'holidays.removed'
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
        | 'incoming_deal.received'
        | 'incoming_deal.placed'
        | 'incoming_deal.dismissed'
        | 'deal.edited'
        | 'deal.moved'
        | 'deal.won'
        | 'deal.lost'
        | 'deal.reopened'
        | 'deal.reassigned'
        | 'deal.transferred'
        | 'deal.reversed'
        | 'deal.migrated'
        | 'deal.voided'
        | 'deal.merged'
        | 'deal.recounted'
        | 'deal.credited'
        | 'overlap.suspected'
        | 'overlap.withdrawn'
        | 'overlap.resolved'
        | 'overlap.reopened'
        | 'link.created'
        | 'link.deleted'
        | 'handoff.proposed'
        | 'handoff.opened'
        | 'handoff.blocked'
        | 'handoff.accepted'
        | 'handoff.rejected'
        | 'handoff.returned'
        | 'usage.recorded'
        | 'contract.opened'
        | 'contract.updated'
        | 'contract.withdrawn'
        | 'deal.imported'
        | 'deal.gate_overridden'
        | 'deal.evidence_given'
        | 'deal.approval_asked'
        | 'deal.confirmation_asked'
        | 'deal.confirmation_confirmed'
        | 'deal.confirmation_declined'
        | 'deal.confirmation_revoked'
        | 'deal.contact_added'
        | 'deal.contact_removed'
        | 'deal.member_added'
        | 'deal.member_removed'
        | 'account.created'
        | 'account.updated'
        | 'account.merged'
        | 'account.parted'
        | 'contact.created'
        | 'contact.updated'
        | 'activity.created'
        | 'activity.updated'
        | 'product.created'
        | 'product.updated'
        | 'rate.recorded'
        | 'rate_file.loaded'
        | 'quota.set'
        | 'adjustment.made'
        | 'forecast_method.set'
        | 'forecast_method.recorded'
        | 'submission.made'
        | 'deal_review.began'
        | 'deal_review.marked'
        | 'deal_review.task_added'
        | 'deal_review.ended'
        | 'pipeline.created'
        | 'definition.published'
        | 'change_request.opened'
        | 'change_request.planned'
        | 'change_request.commented'
        | 'change_request.approved'
        | 'change_request.published'
        | 'change_request.rejected'
        | 'change_request.withdrawn'
        | 'change_request.stale'
        | 'change_request.rolled_back'
        | 'approval.requested'
        | 'approval.voted'
        | 'approval.approved'
        | 'approval.rejected'
        | 'approval.cancelled'
        | 'approval_policy.removed'
        | 'approval_policy.set'
        | 'lineage.resumed'
        | 'lineage.begun'
        | 'lineage.done'
        | 'lineage.undoing'
        | 'lineage.undone'
        | 'pipeline.lifecycle_set'
        | 'pilot.started'
        | 'pilot.ended'
        | 'pilot.stopped'
        | 'pilot.adopted'
        | 'routing.proposed'
        | 'routing.published'
        | 'routing.rejected'
        | 'routing.withdrawn'
        | 'routing_policy.set'
        | 'routing_policy.removed'
        | 'handoff_rules.proposed'
        | 'handoff_rules.published'
        | 'handoff_rules.rejected'
        | 'handoff_rules.withdrawn'
        | 'pipeline.reviewed'
        | 'transfer_map.set'
        | 'field.declared'
        | 'field.updated'
        | 'workspace.updated'
        | 'person.created'
        | 'person.updated'
        | 'person.manager_set'
        | 'team.created'
        | 'team.updated'
        | 'team.members_set'
        | 'calendar.set'
        | 'holidays.added'
        | 'holidays.removed'
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
      fiscal_weeks?: FiscalWeeksInput | null | undefined
      fiscal_changes?: FiscalChangeInput[] | undefined
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
  'account_merges.create': { method: 'POST', path: '/accounts/{account_id}/merges' },
  'account_merges.list': { method: 'GET', path: '/account-merges' },
  'account_merges.reverse': { method: 'POST', path: '/account-merges/{merge_id}/reversal' },
  'accounts.create': { method: 'POST', path: '/accounts' },
  'accounts.get': { method: 'GET', path: '/accounts/{account_id}' },
  'accounts.list': { method: 'GET', path: '/accounts' },
  'accounts.update': { method: 'PATCH', path: '/accounts/{account_id}' },
  'activities.create': { method: 'POST', path: '/activities' },
  'activities.list': { method: 'GET', path: '/activities' },
  'activities.update': { method: 'PATCH', path: '/activities/{activity_id}' },
  'adjustments.create': { method: 'POST', path: '/adjustments' },
  'adjustments.list': { method: 'GET', path: '/adjustments' },
  'approval_policies.get': { method: 'GET', path: '/pipelines/{pipeline}/approval-policy' },
  'approval_policies.remove': { method: 'POST', path: '/pipelines/{pipeline}/approval-policy/removal' },
  'approval_policies.set': { method: 'PUT', path: '/pipelines/{pipeline}/approval-policy' },
  'approval_votes.create': { method: 'POST', path: '/approvals/{approval_id}/votes' },
  'approvals.get': { method: 'GET', path: '/approvals/{approval_id}' },
  'approvals.list': { method: 'GET', path: '/approvals' },
  'audit_chain.verify': { method: 'GET', path: '/audit-chain' },
  'audit_events.list': { method: 'GET', path: '/audit-events' },
  'audit_heads.list': { method: 'GET', path: '/audit-heads' },
  'backtests.create': { method: 'POST', path: '/backtests' },
  'backtests.get': { method: 'GET', path: '/backtests/{backtest_id}' },
  'backtests.list': { method: 'GET', path: '/backtests' },
  'backtests.origins': { method: 'GET', path: '/backtests/{backtest_id}/origins' },
  'boards.get': { method: 'GET', path: '/boards/{pipeline}' },
  'boards.stage': { method: 'GET', path: '/boards/{pipeline}/stages/{stage}' },
  'boards.union': { method: 'GET', path: '/union-board' },
  'boards.union_phase': { method: 'GET', path: '/union-board/{phase}' },
  'bridge_deals.list': { method: 'GET', path: '/bridge/deals' },
  'bridges.get': { method: 'GET', path: '/bridge' },
  'calendars.list': { method: 'GET', path: '/calendars' },
  'calendars.set': { method: 'PUT', path: '/calendars/{calendar}' },
  'change_comments.create': { method: 'POST', path: '/change-requests/{change_request_id}/comments' },
  'change_plans.preview': { method: 'POST', path: '/change-plans' },
  'change_requests.create': { method: 'POST', path: '/change-requests' },
  'change_requests.get': { method: 'GET', path: '/change-requests/{change_request_id}' },
  'change_requests.list': { method: 'GET', path: '/change-requests' },
  'change_requests.plan': { method: 'GET', path: '/change-requests/{change_request_id}/plan' },
  'change_requests.replan': { method: 'POST', path: '/change-requests/{change_request_id}/plans' },
  'change_requests.rollback': { method: 'POST', path: '/change-requests/{change_request_id}/rollback' },
  'change_requests.withdraw': { method: 'POST', path: '/change-requests/{change_request_id}/withdrawal' },
  'confirmations.create': { method: 'POST', path: '/deals/{deal_id}/confirmations' },
  'confirmations.list': { method: 'GET', path: '/deals/{deal_id}/confirmations' },
  'confirmations.revoke': { method: 'POST', path: '/deals/{deal_id}/confirmations/{confirmation_id}/revocation' },
  'contacts.create': { method: 'POST', path: '/contacts' },
  'contacts.get': { method: 'GET', path: '/contacts/{contact_id}' },
  'contacts.list': { method: 'GET', path: '/contacts' },
  'contacts.update': { method: 'PATCH', path: '/contacts/{contact_id}' },
  'contracts.get': { method: 'GET', path: '/contracts/{contract_id}' },
  'contracts.list': { method: 'GET', path: '/contracts' },
  'contracts.update': { method: 'PATCH', path: '/contracts/{contract_id}' },
  'credits.get': { method: 'GET', path: '/deals/{deal_id}/credits' },
  'credits.set': { method: 'PUT', path: '/deals/{deal_id}/credits' },
  'deadlines.get': { method: 'GET', path: '/calendars/{calendar}/deadline' },
  'deal_contacts.create': { method: 'POST', path: '/deals/{deal_id}/contacts' },
  'deal_contacts.delete': { method: 'DELETE', path: '/deals/{deal_id}/contacts/{contact_id}' },
  'deal_review_tasks.create': { method: 'POST', path: '/deal-reviews/{deal_review_id}/deals/{deal_id}/tasks' },
  'deal_reviews.agenda': { method: 'GET', path: '/deal-reviews/agenda' },
  'deal_reviews.create': { method: 'POST', path: '/deal-reviews' },
  'deal_reviews.end': { method: 'POST', path: '/deal-reviews/{deal_review_id}/end' },
  'deal_reviews.get': { method: 'GET', path: '/deal-reviews/{deal_review_id}' },
  'deal_reviews.list': { method: 'GET', path: '/deal-reviews' },
  'deal_reviews.mark': { method: 'PATCH', path: '/deal-reviews/{deal_review_id}/deals/{deal_id}' },
  'deal_routing.get': { method: 'GET', path: '/deals/{deal_id}/routing' },
  'deal_team.create': { method: 'POST', path: '/deals/{deal_id}/team' },
  'deal_team.delete': { method: 'DELETE', path: '/deals/{deal_id}/team/{person_id}' },
  'deals.bulk': { method: 'POST', path: '/deals/bulk' },
  'deals.categories': { method: 'GET', path: '/deals/{deal_id}/categories' },
  'deals.chance': { method: 'GET', path: '/deals/{deal_id}/chance' },
  'deals.create': { method: 'POST', path: '/deals' },
  'deals.get': { method: 'GET', path: '/deals/{deal_id}' },
  'deals.history': { method: 'GET', path: '/deals/{deal_id}/history' },
  'deals.list': { method: 'GET', path: '/deals' },
  'deals.search': { method: 'POST', path: '/deals/search' },
  'deals.update': { method: 'PATCH', path: '/deals/{deal_id}' },
  'definition_findings.create': { method: 'POST', path: '/definitions/findings', document: true },
  'definitions.check': { method: 'POST', path: '/definitions/checks' },
  'definitions.get': { method: 'GET', path: '/definitions/{definition_id}' },
  'definitions.list': { method: 'GET', path: '/pipelines/{pipeline}/definitions' },
  'drafts.discard': { method: 'DELETE', path: '/pipelines/{pipeline}/draft' },
  'drafts.get': { method: 'GET', path: '/pipelines/{pipeline}/draft' },
  'drafts.save': { method: 'PUT', path: '/pipelines/{pipeline}/draft' },
  'event_types.list': { method: 'GET', path: '/event-types' },
  'evidence.create': { method: 'POST', path: '/deals/{deal_id}/evidence' },
  'explanations.create': { method: 'POST', path: '/deals/{deal_id}/explanations' },
  'fields.list': { method: 'GET', path: '/fields' },
  'fields.update': { method: 'PATCH', path: '/fields/{subject}/{key}' },
  'fiscal_years.list': { method: 'GET', path: '/fiscal-years' },
  'forecast_grid.get': { method: 'GET', path: '/forecast-grid' },
  'forecast_methods.list': { method: 'GET', path: '/forecast-methods' },
  'forecast_methods.set': { method: 'PUT', path: '/pipelines/{pipeline}/forecast-method' },
  'forecast_paths.get': { method: 'GET', path: '/forecasts/path' },
  'forecasts.get': { method: 'GET', path: '/forecasts' },
  'forecasts.record': { method: 'GET', path: '/forecasts/record' },
  'funnels.get': { method: 'GET', path: '/pipelines/{pipeline}/funnel' },
  'gate_approvals.create': { method: 'POST', path: '/deals/{deal_id}/approvals' },
  'gate_approvals.list': { method: 'GET', path: '/gate-approvals' },
  'gate_approvals.withdraw': { method: 'POST', path: '/deals/{deal_id}/approvals/{gate_approval_id}/withdrawal' },
  'gate_overrides.list': { method: 'GET', path: '/gate-overrides' },
  'gate_overrides.tally': { method: 'GET', path: '/gate-override-tally' },
  'handoff_changes.create': { method: 'POST', path: '/handoff-rules/changes' },
  'handoff_changes.get': { method: 'GET', path: '/handoff-rules/changes/{change_id}' },
  'handoff_changes.list': { method: 'GET', path: '/handoff-rules/changes' },
  'handoff_changes.withdraw': { method: 'POST', path: '/handoff-rules/changes/{change_id}/withdrawal' },
  'handoff_options.list': { method: 'GET', path: '/deals/{deal_id}/handoff-options' },
  'handoff_rule_versions.list': { method: 'GET', path: '/handoff-rules/versions' },
  'handoff_rules.get': { method: 'GET', path: '/handoff-rules' },
  'handoff_rules.preview': { method: 'POST', path: '/handoff-rules/preview' },
  'handoffs.accept': { method: 'POST', path: '/handoffs/{handoff_id}/acceptance' },
  'handoffs.create': { method: 'POST', path: '/deals/{deal_id}/handoffs' },
  'handoffs.get': { method: 'GET', path: '/handoffs/{handoff_id}' },
  'handoffs.list': { method: 'GET', path: '/handoffs' },
  'handoffs.reject': { method: 'POST', path: '/handoffs/{handoff_id}/rejection' },
  'handoffs.return': { method: 'POST', path: '/handoffs/{handoff_id}/return' },
  'hierarchy.get': { method: 'GET', path: '/hierarchy' },
  'hit_rates.get': { method: 'GET', path: '/hit-rates' },
  'hit_rates.look': { method: 'POST', path: '/hit-rates/looks' },
  'holidays.create': { method: 'POST', path: '/holidays' },
  'holidays.delete': { method: 'DELETE', path: '/holidays/{region}/{day}' },
  'holidays.list': { method: 'GET', path: '/holidays' },
  'imports.create': { method: 'POST', path: '/imports' },
  'imports.get': { method: 'GET', path: '/imports/{import_id}' },
  'incoming_deals.create': { method: 'POST', path: '/incoming-deals' },
  'incoming_deals.dismiss': { method: 'POST', path: '/incoming-deals/{incoming_id}/dismissal' },
  'incoming_deals.list': { method: 'GET', path: '/incoming-deals' },
  'incoming_deals.place': { method: 'POST', path: '/incoming-deals/{incoming_id}/placement' },
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
  'lineages.create': { method: 'POST', path: '/lineages' },
  'lineages.get': { method: 'GET', path: '/lineages/{lineage_id}' },
  'lineages.list': { method: 'GET', path: '/lineages' },
  'lineages.plan': { method: 'POST', path: '/lineage-plans' },
  'lineages.resume': { method: 'POST', path: '/lineages/{lineage_id}/resumption' },
  'lineages.undo': { method: 'POST', path: '/lineages/{lineage_id}/undo' },
  'links.create': { method: 'POST', path: '/deals/{deal_id}/links' },
  'links.delete': { method: 'DELETE', path: '/deals/{deal_id}/links/{link_id}' },
  'links.list': { method: 'GET', path: '/deals/{deal_id}/links' },
  'looks.get': { method: 'GET', path: '/looks/current' },
  'looks.set': { method: 'PUT', path: '/looks/current' },
  'managers.get': { method: 'GET', path: '/people/{person_id}/manager' },
  'managers.set': { method: 'PUT', path: '/people/{person_id}/manager' },
  'me.get': { method: 'GET', path: '/me' },
  'moves.create': { method: 'POST', path: '/deals/{deal_id}/moves' },
  'moves.preview': { method: 'POST', path: '/deals/{deal_id}/moves/preview' },
  'moves.preview_many': { method: 'POST', path: '/moves/preview' },
  'moves.reverse': { method: 'POST', path: '/deals/{deal_id}/moves/{move_id}/reversal' },
  'notification_preferences.get': { method: 'GET', path: '/notification-preferences' },
  'notification_preferences.set': { method: 'PUT', path: '/notification-preferences' },
  'notifications.list': { method: 'GET', path: '/notifications' },
  'notifications.read_all': { method: 'POST', path: '/notifications/readings' },
  'notifications.update': { method: 'PATCH', path: '/notifications/{notification_id}' },
  'overlaps.create': { method: 'POST', path: '/overlaps' },
  'overlaps.get': { method: 'GET', path: '/overlaps/{overlap_id}' },
  'overlaps.list': { method: 'GET', path: '/overlaps' },
  'overlaps.preview': { method: 'POST', path: '/overlaps/preview' },
  'overlaps.resolve': { method: 'POST', path: '/overlaps/{overlap_id}/resolutions' },
  'overlaps.reverse': { method: 'POST', path: '/overlaps/{overlap_id}/reversal' },
  'people.create': { method: 'POST', path: '/people' },
  'people.get': { method: 'GET', path: '/people/{person_id}' },
  'people.list': { method: 'GET', path: '/people' },
  'people.rights': { method: 'GET', path: '/people/{person_id}/rights' },
  'people.update': { method: 'PATCH', path: '/people/{person_id}' },
  'personal_data.erase': { method: 'POST', path: '/personal-data/erasures' },
  'personal_data.export': { method: 'POST', path: '/personal-data/exports' },
  'pilots.adopt': { method: 'POST', path: '/pilots/{pilot_id}/adoption' },
  'pilots.create': { method: 'POST', path: '/pilots' },
  'pilots.get': { method: 'GET', path: '/pilots/{pilot_id}' },
  'pilots.list': { method: 'GET', path: '/pilots' },
  'pilots.stop': { method: 'POST', path: '/pilots/{pilot_id}/stop' },
  'pipeline_findings.list': { method: 'GET', path: '/pipelines/{pipeline}/findings' },
  'pipeline_map.get': { method: 'GET', path: '/pipeline-map' },
  'pipeline_map.passages': { method: 'GET', path: '/pipeline-map/passages' },
  'pipeline_reviews.create': { method: 'POST', path: '/pipelines/{pipeline}/reviews' },
  'pipeline_reviews.list': { method: 'GET', path: '/pipelines/{pipeline}/reviews' },
  'pipeline_totals.get': { method: 'GET', path: '/pipeline-totals' },
  'pipelines.create': { method: 'POST', path: '/pipelines', document: true },
  'pipelines.get': { method: 'GET', path: '/pipelines/{pipeline}' },
  'pipelines.list': { method: 'GET', path: '/pipelines' },
  'pipelines.update': { method: 'PATCH', path: '/pipelines/{pipeline}' },
  'products.create': { method: 'POST', path: '/products' },
  'products.list': { method: 'GET', path: '/products' },
  'products.update': { method: 'PATCH', path: '/products/{product_id}' },
  'quotas.create': { method: 'POST', path: '/quotas' },
  'quotas.list': { method: 'GET', path: '/quotas' },
  'quotas.paste': { method: 'POST', path: '/quotas/paste' },
  'rate_files.create': { method: 'POST', path: '/rate-files' },
  'rates.create': { method: 'POST', path: '/rates' },
  'rates.list': { method: 'GET', path: '/rates' },
  'reconciliations.get': { method: 'GET', path: '/reconciliation' },
  'rehearsals.create': { method: 'POST', path: '/rehearsals' },
  'rehearsals.get': { method: 'GET', path: '/rehearsals/{rehearsal_id}' },
  'retained_accounts.list': { method: 'GET', path: '/retention/accounts' },
  'retention.get': { method: 'GET', path: '/retention' },
  'reviews.list': { method: 'GET', path: '/reviews' },
  'rights.get': { method: 'GET', path: '/pipelines/{pipeline}/rights' },
  'rights.set': { method: 'PUT', path: '/pipelines/{pipeline}/rights' },
  'routing.get': { method: 'GET', path: '/routing' },
  'routing.preview': { method: 'POST', path: '/routing/preview' },
  'routing.trace': { method: 'POST', path: '/routing/trace' },
  'routing_changes.create': { method: 'POST', path: '/routing/changes' },
  'routing_changes.get': { method: 'GET', path: '/routing/changes/{change_id}' },
  'routing_changes.list': { method: 'GET', path: '/routing/changes' },
  'routing_changes.withdraw': { method: 'POST', path: '/routing/changes/{change_id}/withdrawal' },
  'routing_policy.get': { method: 'GET', path: '/routing/approval-policy' },
  'routing_policy.remove': { method: 'POST', path: '/routing/approval-policy/removal' },
  'routing_policy.set': { method: 'PUT', path: '/routing/approval-policy' },
  'routing_versions.list': { method: 'GET', path: '/routing/versions' },
  'second_factor.get': { method: 'GET', path: '/second-factor' },
  'second_factor.reset': { method: 'DELETE', path: '/people/{person_id}/second-factor' },
  'sessions.end': { method: 'DELETE', path: '/sessions/{session_id}' },
  'sessions.end_of_person': { method: 'DELETE', path: '/people/{person_id}/sessions' },
  'sessions.end_others': { method: 'DELETE', path: '/sessions' },
  'sessions.list': { method: 'GET', path: '/sessions' },
  'set_up_links.create': { method: 'POST', path: '/people/{person_id}/set-up-links' },
  'submissions.create': { method: 'POST', path: '/submissions' },
  'submissions.due': { method: 'GET', path: '/submissions/due' },
  'submissions.get': { method: 'GET', path: '/submissions/{submission_id}' },
  'submissions.list': { method: 'GET', path: '/submissions' },
  'team_members.set': { method: 'PUT', path: '/teams/{team_id}/members' },
  'teams.create': { method: 'POST', path: '/teams' },
  'teams.list': { method: 'GET', path: '/teams' },
  'teams.update': { method: 'PATCH', path: '/teams/{team_id}' },
  'transfer_maps.get': { method: 'GET', path: '/transfer-maps/{from_pipeline}/{to_pipeline}' },
  'transfer_maps.list': { method: 'GET', path: '/transfer-maps' },
  'transfer_maps.set': { method: 'PUT', path: '/transfer-maps/{from_pipeline}/{to_pipeline}' },
  'transfers.bulk': { method: 'POST', path: '/transfers' },
  'transfers.create': { method: 'POST', path: '/deals/{deal_id}/transfers' },
  'transfers.deals': { method: 'GET', path: '/transfers/{bulk_transfer_id}/deals' },
  'transfers.get': { method: 'GET', path: '/transfers/{bulk_transfer_id}' },
  'transfers.preview': { method: 'POST', path: '/deals/{deal_id}/transfers/preview' },
  'transfers.preview_many': { method: 'POST', path: '/transfers/preview' },
  'transfers.reverse': { method: 'POST', path: '/deals/{deal_id}/transfers/{transfer_id}/reversal' },
  'upkeep.list': { method: 'GET', path: '/upkeep' },
  'usage.create': { method: 'POST', path: '/accounts/{account_id}/usage' },
  'usage.list': { method: 'GET', path: '/accounts/{account_id}/usage' },
  'usage_files.create': { method: 'POST', path: '/usage-files' },
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

