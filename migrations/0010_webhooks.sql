create table webhook_endpoint (
  workspace_id id not null,
  id id not null,
  url text not null,
  description text not null,
  -- ["*"] for all of them.
  event_types jsonb not null,
  -- With whose rights it hears: without the right to configure webhooks they hear nothing more.
  owner_id id not null,
  enabled boolean not null,
  disabled_reason text check (disabled_reason in ('by_person', 'gone', 'failing', 'right_lost')),
  -- Since when no attempt has succeeded.
  failing_since timestamptz,
  version integer not null,
  created_at timestamptz not null,
  -- Where the event of its creation stands in the order of all: it hears what comes behind.
  from_position bigint,
  -- First attempts go out one after the other: the server that sends them, for as long as it shows that it lives.
  lane_holder text,
  lane_until timestamptz,
  primary key (workspace_id, id)
);

-- Requests write secrets and cannot read them; only the sender does, which signs. The newest holds, and the one before
-- it for a day after the newest was made.
create table webhook_secret (
  workspace_id id not null,
  endpoint_id id not null,
  version integer not null,
  secret text not null,
  created_at timestamptz not null,
  primary key (workspace_id, endpoint_id, version)
);
comment on table webhook_secret is 'append-only';

-- What is sent is read from the event at each attempt, so that nothing erased there lives on here.
create table webhook_delivery (
  workspace_id id not null,
  id id not null,
  endpoint_id id not null,
  event_id id not null,
  position bigint not null,
  state text not null check (state in ('pending', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  -- How many waits of the schedule are behind it.
  step integer not null default 0,
  -- Null once it has ended.
  next_attempt_at timestamptz,
  leased_until timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, endpoint_id, event_id)
);
create index webhook_delivery_log on webhook_delivery (workspace_id, endpoint_id, position desc);
create index webhook_delivery_first on webhook_delivery (workspace_id, endpoint_id, position)
  where attempts = 0 and next_attempt_at is not null;
create index webhook_delivery_due on webhook_delivery (workspace_id, endpoint_id, next_attempt_at)
  where attempts > 0 and next_attempt_at is not null;

create table webhook_attempt (
  workspace_id id not null,
  delivery_id id not null,
  number integer not null,
  url text not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- Null where nobody answered; then `error` says why.
  status integer,
  error text,
  body text not null,
  primary key (workspace_id, delivery_id, number)
);

alter table webhook_endpoint add foreign key (workspace_id, owner_id) references person (workspace_id, id);
alter table webhook_secret add foreign key (workspace_id, endpoint_id)
  references webhook_endpoint (workspace_id, id) on delete cascade;
alter table webhook_delivery add foreign key (workspace_id, endpoint_id)
  references webhook_endpoint (workspace_id, id) on delete cascade;
alter table webhook_delivery add foreign key (workspace_id, event_id) references event (workspace_id, id);
alter table webhook_attempt add foreign key (workspace_id, delivery_id)
  references webhook_delivery (workspace_id, id) on delete cascade;

grant select, insert, delete on webhook_endpoint to tributary_app;
grant update (url, description, event_types, owner_id, enabled, disabled_reason, failing_since, version)
  on webhook_endpoint to tributary_app;
grant insert on webhook_secret to tributary_app;
grant select on webhook_delivery, webhook_attempt to tributary_app;
grant update (state, step, next_attempt_at, leased_until) on webhook_delivery to tributary_app;
