-- A pipeline that was split, or several that were merged: where their deals went, and whose history their past counts as.
create table lineage (
  workspace_id id not null,
  id id not null,
  kind text not null check (kind in ('split', 'merge')),
  summary text not null,
  -- For each pair of pipelines: the rule by which deals go there, and in which stage each stage of the old one is read.
  parts jsonb not null,
  -- All of them, for those who may not know of one.
  pipeline_ids text[] not null,
  -- What the pipelines that were left were before, so that an undo brings that back.
  lifecycles jsonb not null,
  state text not null check (state in ('moving', 'done', 'undoing', 'undone')),
  job_id id not null,
  created_by id not null,
  created_at timestamptz not null,
  undone_by id,
  undone_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  check ((undone_at is null) = (state in ('moving', 'done')))
);

-- Every deal that a lineage is about: open ones are moved, of closed ones the past counts for the new pipeline.
create table lineage_deal (
  workspace_id id not null,
  lineage_id id not null,
  deal_id id not null,
  from_pipeline_id id not null,
  to_pipeline_id id not null,
  state text not null check (state in ('waiting', 'moved', 'past', 'stayed', 'back')),
  -- The version of the deal that the move led to.
  moved_version integer,
  -- When it was moved, or its past began to count elsewhere: what happens later is of where it happens.
  settled_at timestamptz not null,
  -- Why it stayed where it was.
  why text,
  primary key (workspace_id, lineage_id, deal_id)
);
create index lineage_deal_deal on lineage_deal (workspace_id, deal_id);
create index lineage_deal_waiting on lineage_deal (workspace_id, lineage_id, deal_id) where state in ('waiting', 'moved');

alter table lineage add foreign key (workspace_id, created_by) references person (workspace_id, id);
alter table lineage add foreign key (workspace_id, undone_by) references person (workspace_id, id);
alter table lineage add foreign key (workspace_id, job_id) references job (workspace_id, id);
alter table lineage_deal add foreign key (workspace_id, lineage_id) references lineage (workspace_id, id);
alter table lineage_deal add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table lineage_deal add foreign key (workspace_id, from_pipeline_id) references pipeline (workspace_id, id);
alter table lineage_deal add foreign key (workspace_id, to_pipeline_id) references pipeline (workspace_id, id);

grant select, insert on lineage, lineage_deal to tributary_app;
grant update (state, lifecycles, job_id, undone_by, undone_at, version) on lineage to tributary_app;
grant update (state, moved_version, settled_at, why) on lineage_deal to tributary_app;
