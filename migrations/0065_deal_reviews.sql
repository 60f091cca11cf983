-- A walk through the deals of a pipeline that changed, are late or carry the risk: of everybody, of one person with those
-- who report to them, or of a team. What deals were and became stands in the ledger; here stands why they were talked
-- about, and what was decided.
create table deal_review (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  person_id id,
  team_id id,
  -- Whose deals it is about: the person, the team, or `all`.
  scope text not null,
  period text not null,
  starts date not null,
  ends date not null,
  currency text not null,
  -- What deals are compared with, and how that moment was found.
  since timestamptz not null,
  since_from text not null check (since_from in ('asked', 'last_review', 'cadence')),
  began_by id not null,
  began_at timestamptz not null,
  ended_by id,
  ended_at timestamptz,
  note text,
  version integer not null,
  primary key (workspace_id, id),
  check (num_nonnulls(person_id, team_id) <= 1),
  check (num_nonnulls(ended_by, ended_at) in (0, 2))
);
-- Whoever begins one that is under way comes to it.
create unique index deal_review_under_way on deal_review (workspace_id, pipeline_id, scope) where ended_at is null;
create index deal_review_newest on deal_review (workspace_id, began_at desc, id desc);

-- A deal on the agenda of one, and what became of it there.
create table deal_review_deal (
  workspace_id id not null,
  deal_review_id id not null,
  deal_id id not null,
  position integer not null,
  -- Why it was on the agenda, as it was when the review began.
  reasons jsonb not null,
  -- The chance that it is won in the period, at both moments.
  chance_from double precision check (chance_from between 0 and 1),
  chance_to double precision check (chance_to between 0 and 1),
  reviewed_by id,
  reviewed_at timestamptz,
  decision text,
  decided_by id,
  version integer not null,
  primary key (workspace_id, deal_review_id, deal_id),
  check (num_nonnulls(reviewed_by, reviewed_at) in (0, 2)),
  check (num_nonnulls(decision, decided_by) in (0, 2))
);
create index deal_review_deal_deal on deal_review_deal (workspace_id, deal_id);

-- A decision that somebody is to carry out: a task of the deal.
create table deal_review_task (
  workspace_id id not null,
  deal_review_id id not null,
  deal_id id not null,
  activity_id id not null,
  primary key (workspace_id, deal_review_id, activity_id)
);
comment on table deal_review_task is 'append-only';
create index deal_review_task_activity on deal_review_task (workspace_id, activity_id);

alter table deal_review add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table deal_review add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table deal_review add foreign key (workspace_id, team_id) references team (workspace_id, id);
alter table deal_review add foreign key (workspace_id, began_by) references person (workspace_id, id);
alter table deal_review add foreign key (workspace_id, ended_by) references person (workspace_id, id);
alter table deal_review_deal add foreign key (workspace_id, deal_review_id) references deal_review (workspace_id, id);
alter table deal_review_deal add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table deal_review_deal add foreign key (workspace_id, reviewed_by) references person (workspace_id, id);
alter table deal_review_deal add foreign key (workspace_id, decided_by) references person (workspace_id, id);
alter table deal_review_task add foreign key (workspace_id, deal_review_id, deal_id)
  references deal_review_deal (workspace_id, deal_review_id, deal_id);
alter table deal_review_task add foreign key (workspace_id, activity_id) references activity (workspace_id, id);

grant select, insert, update on deal_review, deal_review_deal to tributary_app;
grant select, insert on deal_review_task to tributary_app;
