-- A policy of routing and hand-off rules can be taken back: from then on they are decided on as usual again.
alter table routing_policy alter column needed drop not null;
alter table routing_policy add check (needed is not null or num_nonnulls(by_role, by_people) = 0);
