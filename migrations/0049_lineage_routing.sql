-- The routing rules that a split or merge proposed, so that new deals go where it says; after an undo, those that take it back.
alter table lineage add column routing_change_id id;
alter table lineage add foreign key (workspace_id, routing_change_id) references routing_change (workspace_id, id);
grant update (routing_change_id) on lineage to tributary_app;
