-- Heads of the audit chain that were handed outside (a file, the log), so that a tail that is cut off is missed.
create table audit_head (
  workspace_id id not null,
  position bigint not null,
  hash text not null,
  exported_at timestamptz not null,
  primary key (workspace_id, position)
);
comment on table audit_head is 'append-only';

-- Names the event that proves what an erasure of personal data left of this one; its salt is gone, its digest stays.
alter table event add column erased_by id;

-- Sessions of a workspace's people, without what would let anybody take one over. A view, since sign-in is of no
-- workspace: it shows what belongs to people of the workspace that a request is in, and nothing else.
create view person_session with (security_barrier) as
  select p.workspace_id, p.id as person_id, s.created_at, s.expires_at, s.ip_address, s.user_agent
  from auth_session s
  join person p on p.sign_in_id = s.user_id
  where p.workspace_id = nullif(current_setting('app.workspace', true), '');

grant select on audit_head, person_session to tributary_app;
