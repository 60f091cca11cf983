-- What a team or a person is to win in a period, in one pipeline or, where none is named, in all of them. Without an
-- amount it is taken back.
create table quota_share (
  workspace_id id not null,
  id id not null,
  pipeline_id id,
  team_id id,
  person_id id,
  period text not null,
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  valid_from timestamptz not null,
  primary key (workspace_id, id),
  check (num_nonnulls(team_id, person_id) = 1),
  check (num_nonnulls(amount_minor, currency) in (0, 2))
);
comment on table quota_share is 'append-only';
create index quota_share_period on quota_share (workspace_id, period, valid_from);

-- A quota of a pipeline is taken back the same way.
alter table quota alter column amount_minor drop not null;
alter table quota alter column currency drop not null;

alter table quota_share add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table quota_share add foreign key (workspace_id, team_id) references team (workspace_id, id);
alter table quota_share add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select, insert on quota_share to tributary_app;
