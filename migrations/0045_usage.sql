-- What accounts use, reading by reading: a figure of one metric at one moment. What was read is never changed.
create table usage_reading (
  workspace_id id not null,
  account_id id not null,
  metric text not null,
  at timestamptz not null,
  value double precision not null,
  recorded_by id not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, account_id, metric, at)
);
comment on table usage_reading is 'append-only';

alter table usage_reading add foreign key (workspace_id, account_id) references account (workspace_id, id);
alter table usage_reading add foreign key (workspace_id, recorded_by) references person (workspace_id, id);

grant select, insert on usage_reading to tributary_app;
