-- What somebody says a person's forecast of a period comes to, other than their deals say: an entry with a reason, never
-- an edit. Without an amount it takes back what the same author said before.
create table adjustment (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  period text not null,
  -- Whose forecast it is about, with everybody who reports to them.
  person_id id not null,
  category text not null check (category in ('commit', 'best_case', 'pipeline')),
  -- All that is closed or called at least so firmly.
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  reason text not null,
  author_id id not null,
  -- How far the author stood above them when it was said: 0 for themselves, 1 for their manager, 100 above everybody.
  level integer not null check (level >= 0),
  created_at timestamptz not null,
  primary key (workspace_id, id),
  check (num_nonnulls(amount_minor, currency) in (0, 2))
);
comment on table adjustment is 'append-only';
create index adjustment_period on adjustment (workspace_id, pipeline_id, period, created_at);

alter table adjustment add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table adjustment add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table adjustment add foreign key (workspace_id, author_id) references person (workspace_id, id);

grant select, insert on adjustment to tributary_app;
