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
  created_at: string
  expires_at: string | null
  revoked_at: string | null
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

export type NewApiKey = {
  id: string
  name: string
  person: PersonRef
  prefix: string
  created_at: string
  expires_at: string | null
  revoked_at: string | null
  secret: string
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
  today: string
  clock_simulated: boolean
  embedded_database: boolean
}

export type WorkspaceSettings = {
  name: string
  time_zone: string
  currency: string
  fiscal_year_start_month: number
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
  /** Make an API key for a person; its secret is shown this once */
  'keys.create': {
    input: {
      name: string
      person_id?: string | undefined
      expires_at?: string | undefined
    }
    answer: NewApiKey
  }
  /** API keys: what they start with, whose they are, until when they hold */
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
  /** The people of this workspace */
  'people.list': {
    input: {
      fields?: string | undefined
    }
    answer: {
      data: Person[]
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
  /** Make a link by which a person chooses their password; it works once, and is shown this once */
  'set_up_links.create': {
    input: {
      person_id: string
    }
    answer: SetUpLink
  }
  /** Name, time zone, currency of totals and first month of the fiscal year, from now on */
  'workspace.update': {
    input: {
      name?: string | undefined
      time_zone?: string | undefined
      currency?: string | undefined
      fiscal_year_start_month?: number | undefined
    }
    answer: WorkspaceSettings
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
  'deals.update': { method: 'PATCH', path: '/deals/{deal_id}' },
  'definitions.get': { method: 'GET', path: '/definitions/{definition_id}' },
  'evidence.create': { method: 'POST', path: '/deals/{deal_id}/evidence' },
  'fields.list': { method: 'GET', path: '/fields' },
  'fields.update': { method: 'PATCH', path: '/fields/{subject}/{key}' },
  'forecasts.get': { method: 'GET', path: '/forecasts' },
  'imports.create': { method: 'POST', path: '/imports' },
  'imports.get': { method: 'GET', path: '/imports/{import_id}' },
  'jobs.cancellation': { method: 'POST', path: '/jobs/{job_id}/cancellation' },
  'jobs.get': { method: 'GET', path: '/jobs/{job_id}' },
  'keys.create': { method: 'POST', path: '/keys' },
  'keys.list': { method: 'GET', path: '/keys' },
  'keys.revoke': { method: 'POST', path: '/keys/{key_id}/revocation' },
  'line_items.set': { method: 'PUT', path: '/deals/{deal_id}/line-items' },
  'looks.get': { method: 'GET', path: '/looks/current' },
  'looks.set': { method: 'PUT', path: '/looks/current' },
  'me.get': { method: 'GET', path: '/me' },
  'moves.create': { method: 'POST', path: '/deals/{deal_id}/moves' },
  'moves.preview': { method: 'POST', path: '/deals/{deal_id}/moves/preview' },
  'moves.preview_many': { method: 'POST', path: '/moves/preview' },
  'moves.reverse': { method: 'POST', path: '/deals/{deal_id}/moves/{move_id}/reversal' },
  'people.create': { method: 'POST', path: '/people' },
  'people.list': { method: 'GET', path: '/people' },
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
  'set_up_links.create': { method: 'POST', path: '/people/{person_id}/set-up-links' },
  'workspace.update': { method: 'PATCH', path: '/workspace' },
} as const

