-- Who may do what in a pipeline, from when to when. A pipeline without a grant in force is open to everyone by their
-- role; one with grants is open to those alone. Changing rights closes rows and adds others.
create table pipeline_grant (
  workspace_id id not null,
  id id not null,
  pipeline_id id not null,
  role text,
  team_id id,
  person_id id,
  rights text[] not null,
  deals text not null check (deals in ('own', 'team', 'all')),
  valid_from timestamptz not null,
  valid_until timestamptz not null default 'infinity',
  primary key (workspace_id, id),
  check (num_nonnulls(role, team_id, person_id) = 1)
);
comment on table pipeline_grant is 'append-only: but valid_until';
create index pipeline_grant_current on pipeline_grant (workspace_id, pipeline_id) where valid_until = 'infinity';
-- On whose team somebody is, asked with every request of a person with grants.
create index deal_member_person on deal_member (workspace_id, person_id, deal_id);

alter table pipeline_grant add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table pipeline_grant add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table pipeline_grant add foreign key (workspace_id, team_id) references team (workspace_id, id);

grant select, insert on pipeline_grant to tributary_app;
grant update (valid_until) on pipeline_grant to tributary_app;
-- Who asks is looked up with what they may, in one trip.
grant select on pipeline_grant, team_member to tributary_auth;
grant select (workspace_id, deal_id, person_id) on deal_member to tributary_auth;
grant select (workspace_id, id, pipeline_id) on deal to tributary_auth;
