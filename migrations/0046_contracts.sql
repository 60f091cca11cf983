-- What a won recurring deal leaves behind: its lines, the term that they hold for, and what they are worth.
create table contract (
  workspace_id id not null,
  id id not null,
  version integer not null default 1,
  deal_id id not null,
  account_id id,
  starts_on date not null,
  -- The last day of the term.
  ends_on date not null,
  currency text not null,
  -- What its recurring lines bring in twelve months, and over the whole term.
  annual_minor bigint not null,
  value_minor bigint not null,
  lines jsonb not null,
  -- The contract that this one goes on from.
  renews_id id,
  -- The win that it came from was taken back.
  withdrawn_at timestamptz,
  opened_at timestamptz not null,
  primary key (workspace_id, id),
  check (ends_on >= starts_on)
);
create unique index contract_of_deal on contract (workspace_id, deal_id);
create index contract_ends on contract (workspace_id, ends_on);
create index contract_renewed on contract (workspace_id, renews_id);

-- Deals that were won, or whose win was taken back: looked at by the server itself.
create table contract_due (
  workspace_id id not null,
  deal_id id not null,
  actor_id id,
  primary key (workspace_id, deal_id)
);

alter table contract add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table contract add foreign key (workspace_id, account_id) references account (workspace_id, id);
alter table contract add foreign key (workspace_id, renews_id) references contract (workspace_id, id);

grant select, insert on contract to tributary_app;
grant update (version, starts_on, ends_on, renews_id, withdrawn_at, currency, annual_minor, value_minor, lines, account_id)
  on contract to tributary_app;
grant select, delete on contract_due to tributary_app;
