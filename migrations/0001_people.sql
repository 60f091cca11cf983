-- Ids are text that sorts by bytes, the same on every installation: `deal_01k…`, a prefix and a UUIDv7.
create domain id as text collate "C";

create table workspace (
  id id primary key,
  slug text not null unique,
  name text not null,
  time_zone text not null default 'UTC',
  created_at timestamptz not null
);

-- What changes a number over time is a dated row, never an update.
create table workspace_setting (
  workspace_id id not null,
  key text not null,
  valid_from timestamptz not null,
  value jsonb not null,
  primary key (workspace_id, key, valid_from)
);

create table person (
  workspace_id id not null,
  id id not null,
  email text not null,
  name text not null,
  role text not null check (role in (
    'owner', 'revops', 'manager', 'rep', 'channel_manager', 'partner', 'executive', 'viewer', 'integration'
  )),
  sign_in_id text,
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index person_email on person (workspace_id, lower(email));
create index person_sign_in on person (sign_in_id) where sign_in_id is not null;

-- Looked up before a workspace is known, so globally unique by hash; only its SHA-256 is kept.
create table api_key (
  id id primary key,
  workspace_id id not null,
  person_id id not null,
  name text not null,
  prefix text not null,
  hash text not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- The sign-in library's own tables; nothing of a workspace is in them.
create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create table auth_session (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_session_user on auth_session (user_id);
create table auth_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth_user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_account_user on auth_account (user_id);
create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verification_identifier on auth_verification (identifier);

-- One row an installation and key, read by its owner alone.
create table installation (
  key text primary key,
  value text not null
);

-- A link that lets a person choose a password: single use, expiring, only its SHA-256 is kept.
create table set_up_link (
  hash text primary key,
  workspace_id id not null,
  person_id id not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- A row of no workspace of ours: a request that can see it proves that row-level security is off.
create table row_security_probe (
  workspace_id id not null,
  id id not null,
  primary key (workspace_id, id)
);
insert into row_security_probe (workspace_id, id) values ('wsp_probe', 'probe');

grant usage on schema public to tributary_app, tributary_auth;
grant select on workspace, person, api_key, row_security_probe to tributary_app;
grant update (name, time_zone) on workspace to tributary_app;
grant select, insert on workspace_setting to tributary_app;
grant insert, update on person, api_key to tributary_app;
grant select, insert, update, delete on auth_user, auth_session, auth_account, auth_verification to tributary_auth;
grant select on person, workspace, api_key to tributary_auth;
-- Whoever administers a workspace hands out links, each for a person of that workspace; a request never reads them.
grant insert on set_up_link to tributary_app;
