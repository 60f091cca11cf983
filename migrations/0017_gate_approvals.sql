-- An approval that a gate of a deal asks for; the question, its policy and its votes stand in `approval`.
create table gate_approval (
  workspace_id id not null,
  id id not null,
  deal_id id not null,
  criterion text not null,
  approval_id id not null,
  note text,
  asked_by id not null,
  asked_at timestamptz not null,
  primary key (workspace_id, id)
);
create index gate_approval_deal on gate_approval (workspace_id, deal_id, asked_at);

alter table gate_approval add foreign key (workspace_id, deal_id) references deal (workspace_id, id) on delete cascade;
alter table gate_approval add foreign key (workspace_id, approval_id) references approval (workspace_id, id);
alter table gate_approval add foreign key (workspace_id, asked_by) references person (workspace_id, id);

grant select, insert on gate_approval to tributary_app;
