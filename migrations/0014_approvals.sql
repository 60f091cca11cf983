-- Who decides on what kind of subject in a pipeline, from a moment on; without a row, one person with the right to approve.
create table approval_policy (
  workspace_id id not null,
  pipeline_id id not null,
  subject_kind text not null,
  valid_from timestamptz not null,
  -- Null where it was taken back: from then on as if nobody had said.
  needed integer check (needed between 1 and 20),
  by_role text,
  by_people jsonb,
  set_by id not null,
  primary key (workspace_id, pipeline_id, subject_kind, valid_from),
  check (num_nonnulls(by_role, by_people) <= 1)
);
comment on table approval_policy is 'append-only';

-- A question put to people: may this be done? The policy stands in the row as it was when the question was asked.
create table approval (
  workspace_id id not null,
  id id not null,
  subject_kind text not null,
  subject_id id not null,
  pipeline_id id not null,
  deal_id id,
  title text not null,
  state text not null check (state in ('open', 'approved', 'rejected', 'cancelled')),
  needed integer not null,
  by_role text,
  by_people jsonb,
  -- A draft that no deal stands in may be approved by whoever wrote it.
  harmless boolean not null default false,
  self_approved boolean not null default false,
  requested_by id not null,
  requested_at timestamptz not null,
  due_at timestamptz,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index approval_open on approval (workspace_id, id) where state = 'open';
create index approval_subject on approval (workspace_id, subject_kind, subject_id);

create table approval_vote (
  workspace_id id not null,
  approval_id id not null,
  person_id id not null,
  vote text not null check (vote in ('approve', 'reject')),
  reason text,
  own boolean not null,
  voted_at timestamptz not null,
  primary key (workspace_id, approval_id, person_id)
);
comment on table approval_vote is 'append-only';

alter table approval_policy add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table approval_policy add foreign key (workspace_id, set_by) references person (workspace_id, id);
alter table approval add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table approval add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table approval add foreign key (workspace_id, requested_by) references person (workspace_id, id);
alter table approval_vote add foreign key (workspace_id, approval_id) references approval (workspace_id, id);
alter table approval_vote add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select, insert on approval_policy, approval_vote to tributary_app;
grant select, insert on approval to tributary_app;
grant update (state, self_approved, decided_at, version) on approval to tributary_app;
