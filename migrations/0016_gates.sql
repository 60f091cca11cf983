-- A gate that was passed by a right, with reason and expiry; the criterion itself stands in the deal's `owed` until met.
create table gate_override (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  -- Where the deal stood then; it may have gone elsewhere since.
  pipeline_id id not null,
  definition_id id not null,
  -- The row of the ledger that it let through.
  move_id id not null,
  criterion text not null,
  label text not null,
  level text not null check (level in ('hard', 'soft')),
  -- Null where the deal was won by it.
  to_stage text,
  reason text not null,
  expires_on date not null,
  granted_by id not null,
  granted_at timestamptz not null,
  -- Undone together with the move.
  withdrawn_at timestamptz,
  primary key (workspace_id, id)
);
create index gate_override_newest on gate_override (workspace_id, granted_at desc, id desc);
create index gate_override_move on gate_override (workspace_id, move_id);

-- What a buyer is asked to confirm by a link of their own; only the SHA-256 of the link is kept, and no plain text of it
-- waits for a mail: the link is made when the mail is sent.
create table confirmation_request (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  criterion text not null,
  -- As the buyer reads it.
  asks text not null,
  language text not null check (language in ('en', 'id')),
  name text not null,
  email text,
  hash text,
  created_by id not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  answer text check (answer in ('confirmed', 'declined')),
  answered_at timestamptz,
  -- As they wrote it themselves.
  answered_by text,
  remark text,
  revoked_at timestamptz,
  -- When the mail is to be tried next; null where none is to go out.
  send_at timestamptz,
  send_attempts integer not null default 0,
  send_error text,
  sent_at timestamptz,
  primary key (workspace_id, id)
);
create index confirmation_request_deal on confirmation_request (workspace_id, deal_id, created_at);
create index confirmation_request_due on confirmation_request (workspace_id, send_at) where send_at is not null;
-- Looked up before a workspace is known, as invitations are.
create unique index confirmation_request_hash on confirmation_request (hash) where hash is not null;

alter table evidence drop constraint evidence_kind_check;
alter table evidence add constraint evidence_kind_check check (kind in ('link', 'meeting', 'confirmation', 'approval'));
-- The buyer's name, as they wrote it; and what it came from: a request to confirm, or an approval.
alter table evidence add column confirmed_by text;
alter table evidence add column source_id id;

alter table gate_override add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table gate_override add foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id);
alter table gate_override add foreign key (workspace_id, definition_id) references definition (workspace_id, id);
alter table gate_override add foreign key (workspace_id, granted_by) references person (workspace_id, id);
alter table confirmation_request add foreign key (workspace_id, deal_id) references deal (workspace_id, id)
  on delete cascade;
alter table confirmation_request add foreign key (workspace_id, created_by) references person (workspace_id, id);

grant select, insert on gate_override to tributary_app;
grant update (withdrawn_at) on gate_override to tributary_app;
grant select, insert on confirmation_request to tributary_app;
grant update (revoked_at, send_at) on confirmation_request to tributary_app;
