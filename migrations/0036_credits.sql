-- Who is credited with a deal, from when on. Revenue shares add up to the whole; overlay shares are apart from it; sourced
-- and influenced have no share, so that nobody adds them up.
create table deal_credit (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  kind text not null check (kind in ('revenue', 'overlay', 'sourced', 'influenced')),
  person_id id,
  partner_account_id id,
  -- In hundredths of a per cent.
  share integer check (share between 1 and 10000),
  -- The event that said so.
  event_id id not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null default 'infinity',
  primary key (workspace_id, id),
  check ((share is not null) = (kind in ('revenue', 'overlay'))),
  check ((person_id is null) <> (partner_account_id is null))
);
comment on table deal_credit is 'append-only: but valid_until';
create index deal_credit_current on deal_credit (workspace_id, deal_id) where valid_until = 'infinity';

alter table deal_credit add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table deal_credit add foreign key (workspace_id, person_id) references person (workspace_id, id);
alter table deal_credit add foreign key (workspace_id, partner_account_id) references account (workspace_id, id);

grant select, insert on deal_credit to tributary_app;
grant update (valid_until) on deal_credit to tributary_app;
