-- `name_key` is the name as names are compared; the application writes it, since lower() differs between collations.
create table account (
  workspace_id id not null,
  id id not null,
  name text not null,
  name_key text collate "C" not null,
  domain text,
  kind text not null default 'customer' check (kind in ('customer', 'partner')),
  country text,
  owner_id id,
  fields jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index account_domain on account (workspace_id, domain) where domain is not null;
create index account_name on account (workspace_id, name_key, id);

create table contact (
  workspace_id id not null,
  id id not null,
  account_id id,
  name text not null,
  name_key text collate "C" not null,
  email text,
  phone text,
  title text,
  fields jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index contact_account on contact (workspace_id, account_id, name_key, id);
create index contact_name on contact (workspace_id, name_key, id);
create index contact_email on contact (workspace_id, email);

create table product (
  workspace_id id not null,
  id id not null,
  key text not null,
  name text not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

alter table account add foreign key (workspace_id, owner_id) references person (workspace_id, id);
alter table contact add foreign key (workspace_id, account_id) references account (workspace_id, id);

grant select, insert, update on account, contact, product to tributary_app;
