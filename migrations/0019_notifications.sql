-- What somebody was told, once for each occasion: `key` names it, so that what falls due is told of one time.
create table notification (
  workspace_id id not null,
  id id not null,
  person_id id not null,
  kind text not null,
  key text not null,
  -- What it is about, where that is a deal or a pipeline: it is shown as long as that may be seen.
  deal_id id,
  pipeline_id id,
  -- Names and days that its sentence is made of.
  pieces jsonb not null,
  link text not null,
  -- False where the person wants to hear of it elsewhere only.
  in_app boolean not null,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, person_id, kind, key)
);
create index notification_newest on notification (workspace_id, person_id, id) where in_app;
create index notification_unread on notification (workspace_id, person_id) where in_app and read_at is null;

create table notification_delivery (
  workspace_id id not null,
  notification_id id not null,
  channel text not null check (channel in ('mail', 'chat')),
  state text not null check (state in ('pending', 'sent', 'failed', 'dropped')),
  attempts integer not null default 0,
  -- Null once it has ended.
  next_attempt_at timestamptz,
  error text,
  sent_at timestamptz,
  primary key (workspace_id, notification_id, channel)
);
create index notification_delivery_due on notification_delivery (workspace_id, next_attempt_at)
  where next_attempt_at is not null;

-- How somebody wants to hear of a kind; without a row, as the kind says.
create table notification_preference (
  workspace_id id not null,
  person_id id not null,
  kind text not null,
  app boolean not null,
  mail boolean not null,
  chat boolean not null,
  primary key (workspace_id, person_id, kind)
);

-- Whoever knows the address may post there: it is no more than written, and sent to; `shown` is what answers hold.
create table notification_address (
  workspace_id id not null,
  person_id id not null,
  secret text not null,
  shown text not null,
  primary key (workspace_id, person_id)
);

alter table notification add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table notification add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table notification add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table notification_delivery add foreign key (workspace_id, notification_id)
  references notification (workspace_id, id) on delete cascade;
alter table notification_preference add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table notification_address add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select on notification to tributary_app;
grant update (read_at) on notification to tributary_app;
grant select, insert, delete on notification_preference to tributary_app;
grant select, insert, delete on notification_address to tributary_app;
