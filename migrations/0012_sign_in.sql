-- Whoever has a second factor on is asked for a code after the password.
alter table auth_user add column two_factor_enabled boolean not null default false;

-- Secret and backup codes are encrypted with the installation's own secret; one row a person, not in force until verified.
create table auth_two_factor (
  id text primary key,
  user_id text not null unique references auth_user (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);

grant select, insert, update, delete on auth_two_factor to tributary_auth;

-- Requests see whose sessions there are, and end them; never a token, a secret or a code. A workspace reaches the
-- sign-ins of its own people alone, since `person` itself is bound to the workspace.
alter table auth_session enable row level security;
create policy sign_in on auth_session to tributary_auth using (true) with check (true);
create policy workspace on auth_session to tributary_app
  using (exists (select from person p where p.sign_in_id = auth_session.user_id));
grant select (id, user_id, created_at, expires_at, ip_address, user_agent), delete on auth_session to tributary_app;

alter table auth_two_factor enable row level security;
create policy sign_in on auth_two_factor to tributary_auth using (true) with check (true);
create policy workspace on auth_two_factor to tributary_app
  using (exists (select from person p where p.sign_in_id = auth_two_factor.user_id));
grant select (user_id, verified), delete on auth_two_factor to tributary_app;

alter table auth_user enable row level security;
create policy sign_in on auth_user to tributary_auth using (true) with check (true);
create policy workspace on auth_user to tributary_app
  using (exists (select from person p where p.sign_in_id = auth_user.id));
grant select (id), update (two_factor_enabled) on auth_user to tributary_app;
