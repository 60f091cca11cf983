-- Exposure counts that are kept: what a fit reads of all stays that are over, so that one more day of a million deals is
-- one more day. Everything here is made from the ledger, by a tick, and can be made from it again.

-- How far the counts of a workspace are, and what they rest on.
create table exposure_head (
  workspace_id id primary key,
  -- The last sealed event that is counted.
  position bigint not null,
  -- Deals up to this id are counted; null once all are.
  built_to text,
  -- How pasts are read: which stages count as which others, and whose past counts for another pipeline.
  reading text not null,
  -- No stay that is counted began or ended later.
  latest timestamptz not null,
  -- Grows with every step; a cell bears the step that changed it last. Counts of the same `began` are changed, never begun
  -- anew: whoever knows those of one step needs only what came after it.
  step bigint not null,
  began bigint not null
);

-- Of stays that are over: time at risk and ends, per stage, calendar slice and amount that the deal came with (rounded,
-- in minor units of its own currency; 0 for none). Age bins are lists, between the edges of every pace.
create table exposure_count (
  workspace_id id not null,
  pipeline_id id not null,
  stage text not null,
  slice integer not null,
  currency text not null,
  amount_minor bigint not null,
  -- Milliseconds at risk, and ends by where they led; json, since it is only ever read as a whole.
  counts json not null,
  step bigint not null,
  primary key (workspace_id, pipeline_id, stage, slice, currency, amount_minor)
);
create index exposure_count_step on exposure_count (workspace_id, step);

-- How many deals of a pipeline came with which amount, the open ones included: bands of size are cut from these.
create table exposure_size (
  workspace_id id not null,
  pipeline_id id not null,
  currency text not null,
  amount_minor bigint not null,
  deals integer not null,
  primary key (workspace_id, pipeline_id, currency, amount_minor)
);

-- Stays that are not over, whose time at risk grows by itself.
create table exposure_open (
  workspace_id id not null,
  deal_id id not null,
  pipeline_id id not null,
  stage text not null,
  -- Days since 1970, as the statistics read them.
  entered double precision not null,
  age_at_entry double precision,
  currency text not null,
  amount_minor bigint,
  primary key (workspace_id, deal_id)
);

grant select on exposure_head, exposure_count, exposure_size, exposure_open to tributary_app;
