-- Every method of forecasting held against the workspace's own past. What it found are sums, so it is no job's result.
create table backtest (
  workspace_id id not null,
  id id not null,
  -- The pipelines whose deals were looked at: whoever reads the result sees all of these.
  pipeline_ids text[] not null,
  -- Days ahead, one or several.
  horizons jsonb not null,
  -- Days as of which to forecast; null where the starts of months are taken.
  origins jsonb,
  job_id id not null,
  created_by id not null,
  created_at timestamptz not null,
  -- Scores and what follows from them; what was said at each origin stands beside it, since it is long.
  result jsonb,
  said jsonb,
  finished_at timestamptz,
  primary key (workspace_id, id),
  check (num_nonnulls(result, said, finished_at) in (0, 3))
);
create index backtest_newest on backtest (workspace_id, created_at desc, id desc);

alter table backtest add foreign key (workspace_id, job_id) references job (workspace_id, id);
alter table backtest add foreign key (workspace_id, created_by) references person (workspace_id, id);

grant select, insert on backtest to tributary_app;
grant update (result, said, finished_at) on backtest to tributary_app;
