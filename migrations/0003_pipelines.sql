-- The workspace's library: a field is defined once, typed; a pipeline chooses which it uses.
create table field (
  workspace_id id not null,
  key text not null,
  subject text not null check (subject in ('deal', 'account', 'contact')),
  label text not null,
  type text not null,
  options jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (workspace_id, subject, key)
);

create table pipeline (
  workspace_id id not null,
  id id not null,
  key text not null,
  name text not null,
  lifecycle text not null check (lifecycle in ('draft', 'active', 'sunset', 'archived')),
  definition_id id not null,
  position integer not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

-- One immutable, numbered version of a pipeline; `source` is the file as it was written.
create table definition (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  version integer not null,
  body jsonb not null,
  source text not null,
  published_at timestamptz not null,
  published_by id,
  primary key (workspace_id, id),
  unique (workspace_id, pipeline_id, version)
);
comment on table definition is 'append-only';

alter table definition add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id)
  deferrable initially deferred;
alter table pipeline add foreign key (workspace_id, definition_id) references definition (workspace_id, id)
  deferrable initially deferred;

grant select, insert, update on field, pipeline to tributary_app;
grant select, insert on definition to tributary_app;
