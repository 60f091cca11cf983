-- Two deals that may be one: `deal_id` was opened later and is the suspected duplicate of `other_id`. A pair is kept for
-- ever, so that what somebody found to be different is not suspected again.
create table overlap (
  workspace_id id not null,
  id id not null,
  version integer not null default 1,
  deal_id id not null,
  other_id id not null,
  likeness double precision not null,
  reasons text[] not null,
  found_at timestamptz not null,
  -- Who says so; null where it was found. What a person says is not taken back by a search.
  named_by id,
  state text not null default 'open' check (state in ('open', 'same_deal', 'co_sell', 'different')),
  -- Of the same deal: the one that lives on; of a co-sell: the one that is counted.
  kept_id id,
  -- Versions that the resolution led to, and what the kept deal took over: what an undo goes by.
  gone_version integer,
  kept_version integer,
  taken text[] not null default '{}',
  note text,
  resolved_by id,
  resolved_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, deal_id, other_id),
  check ((state = 'open') = (resolved_at is null))
);
create index overlap_open on overlap (workspace_id, id) where state = 'open';
create index overlap_other on overlap (workspace_id, other_id);

-- Deals that are to be looked at: laid down by a follower, worked off by a tick.
-- Without a foreign key: that would have every note wait for whoever holds the deal, and they for each other.
create table overlap_due (
  workspace_id id not null,
  deal_id id not null,
  actor_id id,
  -- Whether something happened to it that may change which of a co-sell is counted.
  recount boolean not null default false,
  primary key (workspace_id, deal_id)
);

-- The newest open deals of an account, without reading the thousands that a large one may have.
create index deal_account_open on deal (workspace_id, account_id, id) where outcome is null;

alter table overlap add foreign key (workspace_id, deal_id) references deal (workspace_id, id);
alter table overlap add foreign key (workspace_id, other_id) references deal (workspace_id, id);
alter table overlap add foreign key (workspace_id, named_by) references person (workspace_id, id);
alter table overlap add foreign key (workspace_id, resolved_by) references person (workspace_id, id);

grant select, insert, update on overlap to tributary_app;
grant select on overlap_due to tributary_app;
