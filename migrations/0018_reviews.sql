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

alter table review add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table review add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table review add foreign key (workspace_id, held_by) references person (workspace_id, id);

grant select, insert on review to tributary_app;
