-- Whose deals are due next is asked in the order of the board's columns; the index on the bare date does not answer that.
create index deal_due on deal (workspace_id, owner_id, coalesce(close_date, 'infinity'::date), id) where outcome is null;
