-- Says when the rates of a workspace last changed, by a text that is new with every change and written in the same
-- transaction: who keeps rates from one reading to the next reads this, and not twenty-five years of rates.
create table rate_stamp (
  workspace_id id not null,
  stamp text not null,
  primary key (workspace_id)
);
grant select, insert, update on rate_stamp to tributary_app;
