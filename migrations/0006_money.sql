-- Units of `currency` for one euro, from a day on; every pair is crossed through the euro, as the ECB publishes.
create table rate (
  workspace_id id not null,
  currency text not null,
  valid_from date not null,
  per_euro numeric not null check (per_euro > 0),
  source text not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, currency, valid_from, recorded_at)
);

create table quota (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  period text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  valid_from timestamptz not null,
  primary key (workspace_id, id)
);
create index quota_period on quota (workspace_id, period, pipeline_id, valid_from);
alter table quota add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);

grant select, insert on rate, quota to tributary_app;
