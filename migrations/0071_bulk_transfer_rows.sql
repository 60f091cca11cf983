-- The row of the ledger by which a deal went with many others: what takes it back names it.
alter table bulk_transfer_deal add column transfer_id id;
grant update (transfer_id) on bulk_transfer_deal to tributary_app;
