-- By what an account is found again, however it is spelt: derived from its name and domain, and written with them.
-- Fuzzy search goes through equality on a B-tree, since nothing else is used under row-level security.
create table match_key (
  workspace_id id not null,
  kind text not null,
  key text collate "C" not null,
  subject_id id not null,
  primary key (workspace_id, kind, key, subject_id)
);
create index match_key_subject on match_key (workspace_id, subject_id);

-- False until the keys of an account stand in `match_key`; a tick writes those of accounts from before.
alter table account add column keyed boolean not null default false;
create index account_unkeyed on account (workspace_id, id) where not keyed;

alter table match_key add foreign key (workspace_id, subject_id) references account (workspace_id, id);

grant select, insert, delete on match_key to tributary_app;
