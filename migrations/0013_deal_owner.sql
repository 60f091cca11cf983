-- Whose deals are due next is asked in the order of the board's columns; an index on the bare date does not answer that.
drop index deal_owner;
create index deal_owner on deal (workspace_id, owner_id, coalesce(close_date, 'infinity'::date), id) where outcome is null;
