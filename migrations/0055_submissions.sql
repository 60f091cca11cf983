-- A person's forecast for a period and pipeline, as they submitted it. It never changes: it keeps the days of the period,
-- the line of people, the categories and the deals that it was computed from, whatever becomes of those.
create table submission (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  definition_id id not null,
  person_id id not null,
  period text not null,
  starts date not null,
  ends date not null,
  currency text not null,
  -- What is called in the end: closed, and called at least so firmly.
  commit_minor bigint not null,
  best_case_minor bigint not null,
  pipeline_minor bigint not null,
  note text,
  -- The deadline that it was submitted for; null where the pipeline had none.
  due_at timestamptz,
  submitted_at timestamptz not null,
  computed_from jsonb not null,
  primary key (workspace_id, id)
);
comment on table submission is 'append-only';
create index submission_period on submission (workspace_id, pipeline_id, period, person_id, submitted_at);
create index submission_newest on submission (workspace_id, submitted_at desc, id desc);

alter table submission add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table submission add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table submission add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select, insert on submission to tributary_app;
