-- By which method the chances of a pipeline's open deals are reckoned, from a moment on: what backtests found, and beside
-- it what a person said, which goes before. Without a row, the model.
create table forecast_method (
  workspace_id id not null,
  pipeline_id id not null,
  chosen_by text not null check (chosen_by in ('record', 'person')),
  valid_from timestamptz not null,
  -- Null where a person leaves it to the record again.
  method text,
  reason text,
  set_by id,
  -- Of the record: the backtest, and by how much it was nearer to what came than the model (−0.2: by a fifth).
  backtest_id id,
  horizon_days integer,
  windows integer,
  against_model double precision,
  primary key (workspace_id, pipeline_id, chosen_by, valid_from),
  check (chosen_by <> 'person' or (reason is not null and set_by is not null)),
  check (chosen_by <> 'record' or (method is not null and backtest_id is not null))
);
comment on table forecast_method is 'append-only';

alter table forecast_method add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table forecast_method add foreign key (workspace_id, set_by) references person (workspace_id, id);
alter table forecast_method add foreign key (workspace_id, backtest_id) references backtest (workspace_id, id);

grant select, insert on forecast_method to tributary_app;
