-- Who did what, through which channel, before and after. The digest is over salt and payload, so that erasing a
-- person can remove both and the chain of seals still holds.
create table event (
  workspace_id id not null,
  id id not null,
  type text not null,
  subject id not null,
  version integer not null,
  actor_id id,
  channel text not null check (channel in ('screen', 'api', 'cli', 'mcp', 'import', 'system')),
  request_id text,
  data jsonb not null,
  salt text not null,
  digest text not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, id)
);
create index event_subject on event (workspace_id, subject, recorded_at);

-- Undistributed: written with the event, emptied by the sequencer that gives every event its position.
create table outbox (
  id bigint generated always as identity primary key,
  workspace_id id not null,
  event_id id not null
);
create index outbox_workspace on outbox (workspace_id, id);

create table event_seal (
  workspace_id id not null,
  position bigint not null,
  event_id id not null,
  hash text not null,
  primary key (workspace_id, position),
  unique (workspace_id, event_id)
);

-- How far each reader of sealed events has come.
create table follower (
  workspace_id id not null,
  name text not null,
  position bigint not null,
  primary key (workspace_id, name)
);

create table idempotency_key (
  workspace_id id not null,
  actor_id id not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  body jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, actor_id, key)
);

create table job (
  workspace_id id not null,
  id id not null,
  kind text not null,
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  input jsonb not null,
  done integer not null default 0,
  total integer,
  result jsonb,
  error text,
  actor_id id,
  cancel_requested boolean not null default false,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);

-- What a person has already looked at, for "changes since you looked".
create table look (
  workspace_id id not null,
  person_id id not null,
  position bigint not null,
  looked_at timestamptz not null,
  primary key (workspace_id, person_id)
);

grant select, insert on event, idempotency_key to tributary_app;
grant insert on outbox to tributary_app;
grant select on event_seal to tributary_app;
grant select, insert, update on job, look to tributary_app;
