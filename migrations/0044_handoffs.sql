-- What opens a deal in one pipeline because of what happened in another: a set of rules, published whole and never changed.
create table handoff_version (
  workspace_id id not null,
  number integer not null,
  rules jsonb not null,
  change_id id not null,
  published_by id not null,
  published_at timestamptz not null,
  primary key (workspace_id, number)
);
comment on table handoff_version is 'append-only';

create table handoff_change (
  workspace_id id not null,
  id id not null,
  title text not null,
  reason text not null,
  rules jsonb not null,
  -- The version that it was written on; 0 where there was none.
  based_on integer not null,
  -- What would have changed when it was asked for, and what was wrong with it.
  plan jsonb not null,
  state text not null check (state in ('open', 'published', 'rejected', 'withdrawn')),
  created_by id not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);

-- One hand-off: a rule fires once for an occasion, whoever asks and however often.
create table handoff (
  workspace_id id not null,
  id id not null,
  version integer not null default 1,
  -- Null for a follow-on deal that somebody opened without a rule.
  rule text,
  rule_version integer,
  rule_name text,
  trigger text not null check (trigger in ('stage', 'won', 'manual', 'term_end', 'usage')),
  -- What it fired for; its own id where a person asked for it.
  occasion text not null,
  kind text not null check (kind in ('handoff', 'transfer')),
  link text check (link in ('expands', 'renews', 'sourced_from')),
  state text not null check (state in ('proposed', 'blocked', 'waiting', 'accepted', 'rejected', 'returned')),
  -- The deal that it comes from; null where an account without one crossed a threshold.
  deal_id id,
  account_id id,
  -- The pipeline that it leads to, and the deal that it opened there.
  pipeline_id id not null,
  to_deal_id id,
  -- How the rule stood when it fired.
  terms jsonb not null,
  because text not null,
  -- Why no deal could be opened.
  blocked_by text,
  due_at timestamptz,
  remind_at timestamptz,
  created_by id,
  created_at timestamptz not null,
  decided_by id,
  decided_at timestamptz,
  reason text,
  primary key (workspace_id, id)
);
create unique index handoff_once on handoff (workspace_id, rule, occasion);
create index handoff_of_deal on handoff (workspace_id, deal_id);
create index handoff_opened on handoff (workspace_id, to_deal_id);
create index handoff_waits on handoff (workspace_id, remind_at) where state in ('proposed', 'blocked', 'waiting');

-- What happened to deals and accounts, and may fire a rule; emptied by the server itself.
create table handoff_due (
  workspace_id id not null,
  event_id id not null,
  deal_id id,
  -- The deal as that event left it.
  deal_version integer,
  account_id id,
  metric text,
  actor_id id,
  happened_at timestamptz not null,
  primary key (workspace_id, event_id)
);

alter table deal_routing drop constraint deal_routing_decided_by_check;
alter table deal_routing add constraint deal_routing_decided_by_check
  check (decided_by in ('rule', 'fallback', 'person', 'handoff'));

alter table handoff_version add foreign key (workspace_id, change_id) references handoff_change (workspace_id, id);
alter table handoff_version add foreign key (workspace_id, published_by) references person (workspace_id, id);
alter table handoff_change add foreign key (workspace_id, created_by) references person (workspace_id, id);
alter table handoff add foreign key (workspace_id, rule_version) references handoff_version (workspace_id, number);
alter table handoff add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table handoff add foreign key (workspace_id, to_deal_id) references deal (workspace_id, id);
alter table handoff add foreign key (workspace_id, account_id) references account (workspace_id, id);
alter table handoff add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table handoff add foreign key (workspace_id, created_by) references person (workspace_id, id);
alter table handoff add foreign key (workspace_id, decided_by) references person (workspace_id, id);

grant select, insert on handoff_version, handoff_change, handoff to tributary_app;
grant select, delete on handoff_due to tributary_app;
grant update (state, decided_at, version) on handoff_change to tributary_app;
grant update (version, state, to_deal_id, blocked_by, due_at, remind_at, decided_by, decided_at, reason)
  on handoff to tributary_app;
