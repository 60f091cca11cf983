-- Human keys (D-1042): one counter a workspace; bulk takes blocks.
create table deal_counter (
  workspace_id id primary key,
  next bigint not null
);

-- The current state of a deal: derived from the last row of its ledger, kept for reading.
create table deal (
  workspace_id id not null,
  id id not null,
  number bigint not null,
  version integer not null,
  name text not null,
  account_id id,
  partner_account_id id,
  source text,
  pipeline_id id not null,
  definition_id id not null,
  stage text not null,
  entered_stage_at timestamptz not null,
  outcome text check (outcome in ('won', 'lost', 'transferred', 'void')),
  outcome_reason text,
  closed_at timestamptz,
  amount_minor bigint,
  currency text not null,
  close_date date,
  category text not null check (category in ('commit', 'best_case', 'pipeline', 'omitted', 'closed')),
  owner_id id,
  fields jsonb not null default '{}',
  owed jsonb not null default '[]',
  revenue_kind text not null check (revenue_kind in ('new', 'expansion', 'renewal')),
  amount_measure text not null check (amount_measure in ('total_contract_value', 'annual', 'first_year', 'one_time')),
  frozen_rate numeric,
  counted boolean not null default true,
  next_step text,
  wait_until date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The statistic, refreshed by a job; apart from the ledger since it is computed, never said by anybody.
  probability double precision,
  weighted_minor bigint,
  probability_computed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, number)
);
create index deal_board on deal (workspace_id, pipeline_id, stage, coalesce(close_date, 'infinity'::date), id)
  where outcome is null;
create index deal_owner on deal (workspace_id, owner_id, close_date) where outcome is null;
create index deal_account on deal (workspace_id, account_id);
create index deal_list on deal (workspace_id, pipeline_id, id);

-- Truth: what a deal was, one row a change, the whole state after it. Only `until` ever changes.
create table deal_ledger (
  workspace_id id not null,
  deal_id id not null,
  version integer not null,
  id id not null,
  kind text not null check (kind in
    ('created', 'edited', 'moved', 'won', 'lost', 'reopened', 'transferred', 'voided', 'reversed')),
  name text not null,
  account_id id,
  partner_account_id id,
  source text,
  pipeline_id id not null,
  definition_id id not null,
  stage text not null,
  entered_stage_at timestamptz not null,
  outcome text,
  outcome_reason text,
  closed_at timestamptz,
  amount_minor bigint,
  currency text not null,
  close_date date,
  category text not null,
  owner_id id,
  fields jsonb not null,
  owed jsonb not null,
  revenue_kind text not null,
  amount_measure text not null,
  frozen_rate numeric,
  counted boolean not null,
  next_step text,
  wait_until date,
  reason text,
  administrative boolean not null default false,
  reversal_of id,
  event_id id not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  until timestamptz not null default 'infinity',
  primary key (workspace_id, deal_id, version),
  unique (workspace_id, id)
);
comment on table deal_ledger is 'append-only: but until';
create index deal_ledger_as_of on deal_ledger (workspace_id, pipeline_id, until)
  include (deal_id, occurred_at, stage, outcome);
create index deal_ledger_reversal on deal_ledger (workspace_id, reversal_of) where reversal_of is not null;
create index deal_ledger_recorded on deal_ledger (workspace_id, recorded_at);

-- Changes of a board's column totals, folded into `board_total` by a tick; a read adds the two. One amount fits a
-- bigint, but a sum of some does not: nobody's typing may keep a board from adding up.
create table board_delta (
  workspace_id id not null,
  id bigint generated always as identity,
  pipeline_id id not null,
  stage text not null,
  currency text not null,
  deals bigint not null,
  amount_minor numeric not null,
  weighted_minor numeric not null,
  primary key (workspace_id, id)
);
create table board_total (
  workspace_id id not null,
  pipeline_id id not null,
  stage text not null,
  currency text not null,
  deals bigint not null,
  amount_minor numeric not null,
  weighted_minor numeric not null,
  primary key (workspace_id, pipeline_id, stage, currency)
);

-- What a pipeline's history says of a stage; computed by a job, stored here so that a move can use it at once.
create table stage_statistic (
  workspace_id id not null,
  pipeline_id id not null,
  stage text not null,
  chance double precision,
  n_closed integer not null,
  usual_days double precision,
  slow_days double precision,
  very_slow_days double precision,
  n_stays integer not null,
  computed_at timestamptz not null,
  primary key (workspace_id, pipeline_id, stage)
);

create table deal_contact (
  workspace_id id not null,
  deal_id id not null,
  contact_id id not null,
  role text not null,
  primary key (workspace_id, deal_id, contact_id, role)
);

create table deal_member (
  workspace_id id not null,
  deal_id id not null,
  person_id id not null,
  role text not null,
  primary key (workspace_id, deal_id, person_id)
);

create table line_item (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  product_id id not null,
  kind text not null check (kind in ('one_time', 'recurring')),
  quantity integer not null check (quantity > 0),
  unit_price_minor bigint not null,
  period text check (period in ('month', 'quarter', 'year')),
  term integer check (term > 0),
  position integer not null,
  primary key (workspace_id, id),
  check ((kind = 'recurring') = (period is not null and term is not null))
);
create index line_item_deal on line_item (workspace_id, deal_id, position);

create table evidence (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  criterion text not null,
  kind text not null check (kind in ('link', 'meeting')),
  url text,
  held_on date,
  note text,
  given_by id,
  given_at timestamptz not null,
  primary key (workspace_id, id)
);
create index evidence_deal on evidence (workspace_id, deal_id);

create table activity (
  workspace_id id not null,
  id id not null,
  kind text not null check (kind in ('task', 'call', 'meeting', 'note')),
  subject text not null,
  body text,
  deal_id id,
  account_id id,
  owner_id id,
  due_on date,
  done_at timestamptz,
  held_at timestamptz,
  criterion text,
  version integer not null default 1,
  created_by id,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
-- What was held is done as well; a note is never open.
create index activity_newest on activity (workspace_id, created_at, id);
create index activity_deal on activity (workspace_id, deal_id, created_at, id);
create index activity_account on activity (workspace_id, account_id, created_at, id);
create index activity_open on activity (workspace_id, owner_id, due_on, id) where done_at is null and kind <> 'note';
create index activity_planned on activity (workspace_id, deal_id, due_on, id) where done_at is null and kind <> 'note';

alter table deal add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table deal add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table deal add foreign key (workspace_id, account_id) references account (workspace_id, id);
alter table deal add foreign key (workspace_id, partner_account_id) references account (workspace_id, id);
alter table deal add foreign key (workspace_id, owner_id) references person (workspace_id, id);
alter table deal_ledger add foreign key (workspace_id, deal_id) references deal (workspace_id, id)
  deferrable initially deferred;
alter table deal_contact add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table deal_contact add foreign key (workspace_id, contact_id) references contact (workspace_id, id);
alter table deal_member add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table deal_member add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table line_item add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table line_item add foreign key (workspace_id, product_id) references product (workspace_id, id);
alter table evidence add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table activity add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table activity add foreign key (workspace_id, account_id) references account (workspace_id, id);
alter table activity add foreign key (workspace_id, owner_id) references person (workspace_id, id);

grant select, insert, update on deal_counter, deal, activity to tributary_app;
grant select, insert on deal_ledger, board_delta, evidence to tributary_app;
grant update (until) on deal_ledger to tributary_app;
grant select on board_total, stage_statistic to tributary_app;
grant select, insert, update, delete on deal_contact, deal_member, line_item to tributary_app;
