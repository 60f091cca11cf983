-- One company that stood there twice: the account that lives on, and the one that went into it with all that hung on it.
alter table account add column merged_into id;

create table account_merge (
  workspace_id id not null,
  id id not null,
  kept_id id not null,
  gone_id id not null,
  -- What came along, and what the kept account said before and after: what an undo goes by.
  deal_ids text[] not null,
  partner_deal_ids text[] not null,
  contact_ids text[] not null,
  activity_ids text[] not null,
  kept_before jsonb not null,
  kept_after jsonb not null,
  gone_domain text,
  merged_by id not null,
  merged_at timestamptz not null,
  undone_at timestamptz,
  primary key (workspace_id, id)
);
create index account_merge_kept on account_merge (workspace_id, kept_id, id);
create index account_merge_gone on account_merge (workspace_id, gone_id, id);
create index deal_partner_account on deal (workspace_id, partner_account_id) where partner_account_id is not null;

alter table account add foreign key (workspace_id, merged_into) references account (workspace_id, id);
alter table account_merge add foreign key (workspace_id, kept_id) references account (workspace_id, id);
alter table account_merge add foreign key (workspace_id, gone_id) references account (workspace_id, id);
alter table account_merge add foreign key (workspace_id, merged_by) references person (workspace_id, id);

grant select, insert on account_merge to tributary_app;
grant update (undone_at) on account_merge to tributary_app;
