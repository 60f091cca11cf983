-- What a deal is to another one: `deal_id` renews, expands, is part of, is sourced from or blocks `other_id`.
create table deal_link (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  kind text not null check (kind in ('renews', 'expands', 'part_of', 'sourced_from', 'blocks')),
  other_id id not null,
  created_by id not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, deal_id, kind, other_id),
  check (deal_id <> other_id)
);
create index deal_link_other on deal_link (workspace_id, other_id);

alter table deal_link add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table deal_link add foreign key (workspace_id, other_id) references deal (workspace_id, id);
alter table deal_link add foreign key (workspace_id, created_by) references person (workspace_id, id);

grant select, insert, delete on deal_link to tributary_app;
