create table import (
  workspace_id id not null,
  id id not null,
  source text not null,
  file_name text not null,
  mapping jsonb not null,
  dry_run boolean not null,
  -- Which sending of the file the staged rows belong to: a newer one replaces an older that broke off.
  upload integer not null default 0,
  header jsonb,
  file jsonb,
  rows integer,
  -- Rows up to this one were taken over.
  taken integer not null default 0,
  counts jsonb not null,
  job_id id,
  created_by id,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);

-- Staging: a file is first laid down row by row, then taken over in batches; what is left over resumes. A refused row
-- stays, for the file of refused rows; the others go once the import is through.
create table import_row (
  workspace_id id not null,
  import_id id not null,
  row integer not null,
  cells jsonb not null,
  source_id text collate "C",
  state text not null default 'staged' check (state in ('staged', 'refused')),
  "column" text,
  code text,
  message text,
  primary key (workspace_id, import_id, row)
);
create index import_row_source on import_row (workspace_id, import_id, source_id, row);
create index import_row_refused on import_row (workspace_id, import_id, row) where state = 'refused';

-- Which deal a row of which source became, and what the row said then: the same file twice changes nothing.
create table import_link (
  workspace_id id not null,
  source text not null,
  source_id text collate "C" not null,
  deal_id id not null,
  digest text not null,
  deal_version integer not null,
  primary key (workspace_id, source, source_id)
);

alter table import_row add foreign key (workspace_id, import_id) references import (workspace_id, id) on delete cascade;
alter table import_link add foreign key (workspace_id, deal_id) references deal (workspace_id, id);

grant select, insert, update on import, import_row, import_link to tributary_app;
grant delete on import_row to tributary_app;
