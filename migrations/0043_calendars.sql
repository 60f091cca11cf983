-- When people work: what a time limit in business hours is counted by.
create table calendar (
  workspace_id id not null,
  id id not null,
  key text not null,
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index calendar_key on calendar (workspace_id, key);

-- The hours of a calendar from a moment on; a limit that was counted before keeps its moment.
create table calendar_hours (
  workspace_id id not null,
  calendar_id id not null,
  valid_from timestamptz not null,
  time_zone text not null,
  -- For each day of the week the hours that are worked.
  hours jsonb not null,
  -- Whose holidays are none of them worked.
  regions jsonb not null,
  set_by id not null,
  primary key (workspace_id, calendar_id, valid_from)
);
comment on table calendar_hours is 'append-only';

-- A day on which a region does not work, from when it was known; a row without a name takes it back.
create table holiday (
  workspace_id id not null,
  region text not null,
  day date not null,
  valid_from timestamptz not null,
  name text,
  set_by id not null,
  primary key (workspace_id, region, day, valid_from)
);
comment on table holiday is 'append-only';

alter table calendar_hours add foreign key (workspace_id, calendar_id) references calendar (workspace_id, id);
alter table calendar_hours add foreign key (workspace_id, set_by) references person (workspace_id, id);
alter table holiday add foreign key (workspace_id, set_by) references person (workspace_id, id);

grant select, insert on calendar, calendar_hours, holiday to tributary_app;
grant update (name, version) on calendar to tributary_app;
