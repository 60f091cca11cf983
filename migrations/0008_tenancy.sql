create table team (
  workspace_id id not null,
  id id not null,
  name text not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);

-- Who was in a team from when until when, so that the figures of an older moment are those of the team of its time.
create table team_member (
  workspace_id id not null,
  team_id id not null,
  person_id id not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null default 'infinity',
  primary key (workspace_id, team_id, person_id, valid_from)
);
create index team_member_person on team_member (workspace_id, person_id, valid_until);

-- Whom a person reports to from a moment on; null for nobody. What held before stays readable as of then.
create table person_manager (
  workspace_id id not null,
  person_id id not null,
  valid_from timestamptz not null,
  manager_id id,
  primary key (workspace_id, person_id, valid_from)
);

-- An invitation is bound to one person and the address it went to; only the SHA-256 of its link is kept. The link is
-- made when the mail is sent, so no plain text of it waits anywhere.
create table invitation (
  workspace_id id not null,
  id id not null,
  person_id id not null,
  email text not null,
  hash text,
  created_by id not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  -- When the mail is to be tried next; null where none is to go out.
  send_at timestamptz,
  send_attempts integer not null default 0,
  send_error text,
  sent_at timestamptz,
  primary key (workspace_id, id)
);
create index invitation_person on invitation (workspace_id, person_id);
create index invitation_due on invitation (workspace_id, send_at) where send_at is not null;
-- Looked up before a workspace is known, as set-up links are.
create unique index invitation_hash on invitation (hash) where hash is not null;

-- What a key may do at most; null for everything its person may.
alter table api_key add column scopes jsonb;

alter table team_member add foreign key (workspace_id, team_id) references team (workspace_id, id);
alter table team_member add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table person_manager add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table person_manager add foreign key (workspace_id, manager_id) references person (workspace_id, id);
alter table invitation add foreign key (workspace_id, person_id) references person (workspace_id, id);

grant select, insert, update on team, team_member, person_manager, invitation to tributary_app;
grant delete on team_member to tributary_app;
-- A request may found a workspace: row-level security lets it write that one only, which it must have entered before.
grant insert on workspace to tributary_app;
