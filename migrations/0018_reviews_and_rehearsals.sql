-- A review of a pipeline as it was held: of which version, what was said and decided, and when the next one is.
create table review (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  definition_id id not null,
  held_at timestamptz not null,
  held_by id not null,
  notes text not null,
  decisions jsonb not null,
  -- Null where the charter's rhythm says it.
  next_on date,
  primary key (workspace_id, id)
);
comment on table review is 'append-only';
create index review_newest on review (workspace_id, pipeline_id, held_at desc);

-- Past deals replayed through a definition that is not published. What it found names deals, so it is no job's result.
create table rehearsal (
  workspace_id id not null,
  id id not null,
  -- Null where the definition would be a new pipeline.
  pipeline_id id,
  -- The pipelines whose deals were looked at: whoever reads the result sees all of these.
  looks_at jsonb not null,
  source text not null,
  months integer not null,
  stage_map jsonb not null,
  rule text,
  job_id id not null,
  created_by id not null,
  created_at timestamptz not null,
  result jsonb,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index rehearsal_newest on rehearsal (workspace_id, created_at desc);

alter table review add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table review add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table review add foreign key (workspace_id, held_by) references person (workspace_id, id);
alter table rehearsal add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table rehearsal add foreign key (workspace_id, created_by) references person (workspace_id, id);

grant select, insert on review, rehearsal to tributary_app;
grant update (result, finished_at) on rehearsal to tributary_app;
