-- What decides where new deals go: a set of ordered rules, each published whole and never changed.
create table routing_version (
  workspace_id id not null,
  number integer not null,
  rules jsonb not null,
  -- Where a deal goes that no rule takes; null for the queue of unrouted deals.
  fallback jsonb,
  change_id id not null,
  published_by id not null,
  published_at timestamptz not null,
  primary key (workspace_id, number)
);
comment on table routing_version is 'append-only';

create table routing_change (
  workspace_id id not null,
  id id not null,
  title text not null,
  reason text not null,
  rules jsonb not null,
  fallback jsonb,
  -- The version that it was written on; 0 where there was none.
  based_on integer not null,
  -- What it would have changed when it was asked for.
  plan jsonb not null,
  state text not null check (state in ('open', 'published', 'rejected', 'withdrawn')),
  created_by id not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);

-- Who decides on changes of the rules, from a moment on; without a row, one of those who configure pipelines.
create table routing_policy (
  workspace_id id not null,
  valid_from timestamptz not null,
  needed integer not null check (needed between 1 and 20),
  by_role text,
  by_people jsonb,
  set_by id not null,
  primary key (workspace_id, valid_from),
  check (num_nonnulls(by_role, by_people) <= 1)
);
comment on table routing_policy is 'append-only';

-- Whose turn was last among those who take deals of a rule by turns; locked while a deal is given.
create table routing_turn (
  workspace_id id not null,
  rule text not null,
  last_person_id id,
  given bigint not null default 0,
  primary key (workspace_id, rule)
);

-- Why a deal is where it began. A deal without a row was put there by whoever opened it.
create table deal_routing (
  workspace_id id not null,
  deal_id id not null,
  decided_by text not null check (decided_by in ('rule', 'fallback', 'person')),
  routing_version integer,
  position integer,
  rule text,
  rule_name text,
  because jsonb not null,
  person_id id,
  decided_at timestamptz not null,
  primary key (workspace_id, deal_id)
);
comment on table deal_routing is 'append-only';

-- Deals that came in from outside; those that no rule takes wait here for a person.
create table incoming_deal (
  workspace_id id not null,
  id id not null,
  given jsonb not null,
  state text not null check (state in ('waiting', 'opened', 'dismissed')),
  -- Why no rule took it.
  because text,
  placed_deal_id id,
  received_by id not null,
  received_at timestamptz not null,
  decided_by id,
  decided_at timestamptz,
  reason text,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index incoming_deal_waiting on incoming_deal (workspace_id, id) where state = 'waiting';

alter table routing_version add foreign key (workspace_id, change_id) references routing_change (workspace_id, id);
alter table routing_version add foreign key (workspace_id, published_by) references person (workspace_id, id);
alter table routing_change add foreign key (workspace_id, created_by) references person (workspace_id, id);
alter table routing_policy add foreign key (workspace_id, set_by) references person (workspace_id, id);
alter table routing_turn add foreign key (workspace_id, last_person_id) references person (workspace_id, id);
alter table deal_routing add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table deal_routing add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table incoming_deal add foreign key (workspace_id, placed_deal_id) references deal (workspace_id, id);
alter table incoming_deal add foreign key (workspace_id, received_by) references person (workspace_id, id);
alter table incoming_deal add foreign key (workspace_id, decided_by) references person (workspace_id, id);

grant select, insert on routing_version, routing_policy, deal_routing to tributary_app;
grant select, insert on routing_change, routing_turn, incoming_deal to tributary_app;
grant update (state, decided_at, version) on routing_change to tributary_app;
grant update (last_person_id, given) on routing_turn to tributary_app;
grant update (state, placed_deal_id, decided_by, decided_at, reason, version) on incoming_deal to tributary_app;
