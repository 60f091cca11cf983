-- What stood open at a moment, and what moved between two: without the last row of every deal that was ever closed,
-- which holds for ever and would be read each time.
create index deal_ledger_open on deal_ledger (workspace_id, pipeline_id, until) include (deal_id, occurred_at)
  where outcome is null;
