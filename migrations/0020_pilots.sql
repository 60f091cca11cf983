-- A pipeline tried on a part of the deals that would go another way.
create table pilot (
  workspace_id id not null,
  id id not null,
  name text not null,
  -- The way as it is, and the pipeline that is tried beside it.
  pipeline_id id not null,
  pilot_pipeline_id id not null,
  -- Whether what is tried would be the next version of the pipeline, or stays a pipeline of its own.
  next_version boolean not null,
  share double precision check (share > 0 and share < 1),
  team_id id,
  ends_on date not null,
  -- Ends it early: where the pilot does worse in a figure by more than this.
  stop_figure text check (stop_figure in ('won', 'lost')),
  stop_worse_by double precision,
  stop_least integer,
  state text not null check (state in ('running', 'ended', 'stopped', 'adopted')),
  started_by id not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  change_request_id id,
  version integer not null default 1,
  primary key (workspace_id, id),
  check (num_nonnulls(share, team_id) = 1),
  check (num_nonnulls(stop_figure, stop_worse_by, stop_least) in (0, 3))
);
-- Two pilots of one pipeline would each be compared with what the other left over.
create unique index pilot_running on pilot (workspace_id, pipeline_id) where state = 'running';

-- Which way a deal was sent when it began. It stays there for the comparison, whatever becomes of the deal.
create table pilot_deal (
  workspace_id id not null,
  deal_id id not null,
  pilot_id id not null,
  arm text not null check (arm in ('pilot', 'rest')),
  assigned_at timestamptz not null,
  primary key (workspace_id, deal_id)
);
comment on table pilot_deal is 'append-only';
create index pilot_deal_pilot on pilot_deal (workspace_id, pilot_id, deal_id);

alter table pilot add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table pilot add foreign key (workspace_id, pilot_pipeline_id) references pipeline (workspace_id, id);
alter table pilot add foreign key (workspace_id, team_id) references team (workspace_id, id);
alter table pilot add foreign key (workspace_id, started_by) references person (workspace_id, id);
alter table pilot add foreign key (workspace_id, change_request_id) references change_request (workspace_id, id);
alter table pilot_deal add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table pilot_deal add foreign key (workspace_id, pilot_id) references pilot (workspace_id, id);

grant select, insert on pilot, pilot_deal to tributary_app;
grant update (state, ended_at, ended_why, change_request_id, version) on pilot to tributary_app;
