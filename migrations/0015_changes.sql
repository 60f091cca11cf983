-- What is being written for a pipeline: one text that all its writers share, and that says by its version who was first.
create table definition_draft (
  workspace_id id not null,
  pipeline_id id not null,
  version integer not null,
  based_on id not null,
  source text not null,
  stage_map jsonb not null default '{}',
  updated_by id not null,
  updated_at timestamptz not null,
  primary key (workspace_id, pipeline_id)
);

-- A proposed version of a pipeline, with what it would do as it was shown to those who decide.
create table change_request (
  workspace_id id not null,
  id id not null,
  number bigint not null,
  pipeline_id id not null,
  title text not null,
  reason text,
  state text not null check (state in
    ('open', 'approved', 'published', 'rejected', 'withdrawn', 'stale', 'rolled_back')),
  based_on id not null,
  source text not null,
  body jsonb not null,
  stage_map jsonb not null default '{}',
  migrate text not null check (migrate in ('all', 'grandfather')),
  effective_at timestamptz,
  plan jsonb not null,
  plan_token text not null,
  -- Once it is published: the version that it became, and the job that brings the deals along.
  definition_id id,
  job_id id,
  published_at timestamptz,
  -- Of a request that takes another one back.
  rollback_of id,
  version integer not null default 1,
  created_by id not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, number)
);
create index change_request_pipeline on change_request (workspace_id, pipeline_id, id);
create index change_request_due on change_request (workspace_id, effective_at) where state = 'approved';

create table change_comment (
  workspace_id id not null,
  id id not null,
  change_request_id id not null,
  person_id id not null,
  body text not null,
  commented_at timestamptz not null,
  primary key (workspace_id, id)
);
comment on table change_comment is 'append-only';
create index change_comment_request on change_comment (workspace_id, change_request_id, id);

-- Open deals by the version that they are in: what a migration still has to do.
create index deal_definition on deal (workspace_id, definition_id, id) where outcome is null;

alter table definition_draft add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table definition_draft add foreign key (workspace_id, based_on) references definition (workspace_id, id);
alter table definition_draft add foreign key (workspace_id, updated_by) references person (workspace_id, id);
alter table change_request add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table change_request add foreign key (workspace_id, based_on) references definition (workspace_id, id);
alter table change_request add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table change_request add foreign key (workspace_id, rollback_of) references change_request (workspace_id, id);
alter table change_request add foreign key (workspace_id, created_by) references person (workspace_id, id);
alter table change_comment add foreign key (workspace_id, change_request_id)
  references change_request (workspace_id, id);
alter table change_comment add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select, insert, update, delete on definition_draft to tributary_app;
grant select, insert on change_request, change_comment to tributary_app;
grant update (state, effective_at, based_on, plan, plan_token, definition_id, job_id, published_at, version)
  on change_request to tributary_app;
