-- What a deal brought along from another pipeline that its own has no place for: by the field's key, the value and the
-- definition that it was given under, which says who may read it.
alter table deal add column carried jsonb not null default '{}';
alter table deal_ledger add column carried jsonb not null default '{}';

-- Where deals land that go from one pipeline to another. A newer map ends the one before; what was moved stays moved.
create table transfer_map (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  to_pipeline_id id not null,
  -- Stage of the one → stage of the other, and the same for fields.
  stages jsonb not null,
  fields jsonb not null,
  created_by id,
  valid_from timestamptz not null,
  valid_until timestamptz not null default 'infinity',
  primary key (workspace_id, id),
  check (pipeline_id <> to_pipeline_id)
);
comment on table transfer_map is 'append-only: but valid_until';
create unique index transfer_map_current on transfer_map (workspace_id, pipeline_id, to_pipeline_id)
  where valid_until = 'infinity';

-- Many deals that go to another pipeline together: what was asked, and what became of each.
create table bulk_transfer (
  workspace_id id not null,
  id id not null,
  to_pipeline_id id not null,
  request jsonb not null,
  dry_run boolean not null,
  deals integer not null,
  moved integer not null default 0,
  refused integer not null default 0,
  job_id id,
  created_by id,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create table bulk_transfer_deal (
  workspace_id id not null,
  bulk_transfer_id id not null,
  position integer not null,
  -- Not called deal_id: what was asked stays there to be done, whoever sees the deal meanwhile. It is shown with the deal.
  subject_id id not null,
  state text not null default 'waiting' check (state in ('waiting', 'moved', 'refused')),
  code text,
  message text,
  primary key (workspace_id, bulk_transfer_id, position)
);

create index bulk_transfer_waiting on bulk_transfer_deal (workspace_id, bulk_transfer_id, position)
  where state = 'waiting';

alter table transfer_map add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table transfer_map add foreign key (workspace_id, to_pipeline_id) references pipeline (workspace_id, id);
alter table bulk_transfer add foreign key (workspace_id, to_pipeline_id) references pipeline (workspace_id, id);
alter table bulk_transfer_deal add foreign key (workspace_id, bulk_transfer_id)
  references bulk_transfer (workspace_id, id);
alter table bulk_transfer_deal add foreign key (workspace_id, subject_id) references deal (workspace_id, id);

grant select, insert on transfer_map, bulk_transfer, bulk_transfer_deal to tributary_app;
grant update (valid_until) on transfer_map to tributary_app;
grant update (moved, refused, job_id) on bulk_transfer to tributary_app;
grant update (state, code, message) on bulk_transfer_deal to tributary_app;
