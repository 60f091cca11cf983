-- What must hold after whatever happened to a workspace. Each query answers the rows that break its sentence.
-- Read by test/invariants.ts: one sentence after `invariant:`, then one query up to its semicolon.

-- invariant: a deal's stage belongs to the definition that the deal names
select d.id, d.stage from deal d
join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id
where not exists (select from jsonb_array_elements(f.body -> 'stages') s where s ->> 'key' = d.stage);

-- invariant: a ledger row's stage belongs to the definition that the row names
select l.id, l.stage from deal_ledger l
join definition f on f.workspace_id = l.workspace_id and f.id = l.definition_id
where not exists (select from jsonb_array_elements(f.body -> 'stages') s where s ->> 'key' = l.stage);

-- invariant: a deal's definition is one of its own pipeline
select d.id from deal d
left join definition f on f.workspace_id = d.workspace_id and f.id = d.definition_id and f.pipeline_id = d.pipeline_id
where f.id is null;

-- invariant: a ledger row's definition is one of the row's pipeline
select l.id from deal_ledger l
left join definition f on f.workspace_id = l.workspace_id and f.id = l.definition_id and f.pipeline_id = l.pipeline_id
where f.id is null;

-- invariant: a pipeline's current definition is one of its own, and its newest
select p.id from pipeline p
left join definition f on f.workspace_id = p.workspace_id and f.id = p.definition_id and f.pipeline_id = p.id
where f.id is null or f.version <> (
  select max(version) from definition n where n.workspace_id = p.workspace_id and n.pipeline_id = p.id);

-- invariant: definitions of a pipeline are numbered from 1 without gaps
select workspace_id, pipeline_id from definition group by workspace_id, pipeline_id
having min(version) <> 1 or max(version) <> count(*);

-- invariant: a deal has exactly one ledger row that still holds
select d.id, count(l.id) from deal d
left join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.id and l.until = 'infinity'
group by d.workspace_id, d.id having count(l.id) <> 1;

-- invariant: versions of a deal's ledger run from 1 without gaps
select deal_id from deal_ledger group by workspace_id, deal_id having min(version) <> 1 or max(version) <> count(*);

-- invariant: a deal's version is that of its last ledger row
select d.id from deal d
where d.version <> (
  select max(version) from deal_ledger l where l.workspace_id = d.workspace_id and l.deal_id = d.id);

-- invariant: replaying the ledger gives the current deal, column by column
select d.id from deal d
join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.id and l.version = d.version
where row(d.name, d.account_id, d.partner_account_id, d.source, d.pipeline_id, d.definition_id, d.stage,
    d.entered_stage_at, d.outcome, d.outcome_reason, d.closed_at, d.amount_minor, d.currency, d.close_date, d.category,
    d.owner_id, d.fields, d.owed, d.carried, d.revenue_kind, d.amount_measure, d.frozen_rate, d.counted, d.next_step,
    d.wait_until)
  is distinct from row(l.name, l.account_id, l.partner_account_id, l.source, l.pipeline_id, l.definition_id, l.stage,
    l.entered_stage_at, l.outcome, l.outcome_reason, l.closed_at, l.amount_minor, l.currency, l.close_date, l.category,
    l.owner_id, l.fields, l.owed, l.carried, l.revenue_kind, l.amount_measure, l.frozen_rate, l.counted, l.next_step,
    l.wait_until);

-- invariant: a ledger row holds until the next one occurs
select l.id from deal_ledger l
join deal_ledger n on n.workspace_id = l.workspace_id and n.deal_id = l.deal_id and n.version = l.version + 1
where l.until <> n.occurred_at;

-- invariant: the last ledger row of a deal still holds
select d.id from deal d
join deal_ledger l on l.workspace_id = d.workspace_id and l.deal_id = d.id and l.version = d.version
where l.until <> 'infinity';

-- invariant: no ledger row ends before it begins
select id from deal_ledger where until < occurred_at;

-- invariant: nothing is recorded before it occurs
select id from deal_ledger where recorded_at < occurred_at;

-- invariant: a deal did not enter its stage after the row that says so occurred
select id from deal_ledger where entered_stage_at > occurred_at;

-- invariant: the first ledger row of a deal says that it was created, and no later one does
select id from deal_ledger where (version = 1) <> (kind = 'created');

-- invariant: every ledger row names an event that is there, and happened in the same request
select l.id from deal_ledger l
left join event e on e.workspace_id = l.workspace_id and e.id = l.event_id
where e.id is null or e.recorded_at <> l.recorded_at;

-- invariant: every event is either sealed or waits for its seal, never both and never neither
select e.id from event e
where (select count(*) from event_seal s where s.workspace_id = e.workspace_id and s.event_id = e.id)
  + (select count(*) from outbox o where o.workspace_id = e.workspace_id and o.event_id = e.id) <> 1;

-- invariant: every seal and every waiting row belongs to an event
select event_id from event_seal s
where not exists (select from event e where e.workspace_id = s.workspace_id and e.id = s.event_id)
union all
select event_id from outbox o
where not exists (select from event e where e.workspace_id = o.workspace_id and e.id = o.event_id);

-- invariant: positions of a workspace run from 1 without gaps
select workspace_id from event_seal group by workspace_id having min(position) <> 1 or max(position) <> count(*);

-- invariant: the chain of seals verifies
select s.position from event_seal s
join event e on e.workspace_id = s.workspace_id and e.id = s.event_id
left join event_seal p on p.workspace_id = s.workspace_id and p.position = s.position - 1
where s.hash <> encode(sha256(convert_to(coalesce(p.hash, '') || ':' || s.position || ':' || e.digest, 'UTF8')), 'hex');

-- invariant: no follower has read beyond the last seal
select f.name from follower f
where f.position > coalesce((select max(position) from event_seal s where s.workspace_id = f.workspace_id), 0);

-- invariant: totals of a board and their pending changes add up to a recount of its open deals
select pipeline_id, stage, currency from (
  select workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor from board_total
  union all
  select workspace_id, pipeline_id, stage, currency, deals, amount_minor, weighted_minor from board_delta
  union all
  select workspace_id, pipeline_id, stage, currency, -1,
    case when counted then -coalesce(amount_minor, 0) else 0 end,
    case when counted then -coalesce(weighted_minor, 0) else 0 end
  from deal where outcome is null) part
group by workspace_id, pipeline_id, stage, currency
having sum(deals) <> 0 or sum(amount_minor) <> 0 or sum(weighted_minor) <> 0;

-- invariant: a deal has an outcome exactly when it has a moment of closing
select id from deal where (outcome is null) <> (closed_at is null)
union all
select id from deal_ledger where (outcome is null) <> (closed_at is null);

-- invariant: only a closed deal is in the category closed, and a won one is
select id from deal where (category = 'closed' and outcome is null) or (outcome = 'won' and category <> 'closed');

-- invariant: a won row in a foreign currency has frozen its rate where there was one
select l.id from deal_ledger l
cross join lateral (
  select value #>> '{}' as currency from workspace_setting s
  where s.workspace_id = l.workspace_id and s.key = 'currency' and s.valid_from <= l.occurred_at
  order by s.valid_from desc limit 1) home
where l.outcome = 'won' and l.amount_minor is not null and l.currency <> home.currency and l.frozen_rate is null
  and not exists (
    select from unnest(array[l.currency, home.currency]) needed(currency)
    where needed.currency <> 'EUR' and not exists (
      select from rate r where r.workspace_id = l.workspace_id and r.currency = needed.currency
        and r.valid_from <= (l.closed_at at time zone 'UTC')::date and r.recorded_at <= l.recorded_at));

-- invariant: a frozen rate is positive, and only a won row has one
select id from deal_ledger where frozen_rate <= 0 or (frozen_rate is not null and outcome is distinct from 'won');

-- invariant: a reversal names an earlier row of its own deal, and no row is reversed twice
select l.id from deal_ledger l
left join deal_ledger r on r.workspace_id = l.workspace_id and r.id = l.reversal_of and r.deal_id = l.deal_id
  and r.version < l.version
where l.reversal_of is not null and r.id is null
union all
select reversal_of from deal_ledger where reversal_of is not null
group by workspace_id, reversal_of having count(*) > 1;

-- invariant: deal numbers are below the workspace's counter
select d.id from deal d
where d.number >= coalesce((select next from deal_counter c where c.workspace_id = d.workspace_id), 0);

-- invariant: an open deal's weighted amount is its amount times its chance, and a closed one has none
select id from deal
where case when outcome is null and amount_minor is not null and probability is not null
  then weighted_minor is null or abs(weighted_minor - amount_minor * probability) > 1 + abs(amount_minor) * 1e-9
  else weighted_minor is not null end;

-- invariant: a chance lies between 0 and 1
select id from deal where probability < 0 or probability > 1;

-- invariant: line items, evidence and activities belong to a deal that is there
select i.id from line_item i left join deal d on d.workspace_id = i.workspace_id and d.id = i.deal_id where d.id is null
union all
select v.id from evidence v left join deal d on d.workspace_id = v.workspace_id and d.id = v.deal_id where d.id is null
union all
select a.id from activity a left join deal d on d.workspace_id = a.workspace_id and d.id = a.deal_id
where a.deal_id is not null and d.id is null;

-- invariant: whoever owns, acts or holds a key is a person of the same workspace
select k.id from api_key k left join person p on p.workspace_id = k.workspace_id and p.id = k.person_id
where p.id is null
union all
select e.id from event e left join person p on p.workspace_id = e.workspace_id and p.id = e.actor_id
where e.actor_id is not null and p.id is null;

-- invariant: every workspace has an active owner
select w.id from workspace w where w.id <> 'wsp_probe' and not exists (
  select from person p where p.workspace_id = w.id and p.role = 'owner' and p.active);

-- invariant: a job has ended exactly when it says when
select id from job where (status in ('done', 'failed', 'cancelled')) <> (finished_at is not null);

-- invariant: a finished import has no row left in staging unless it was cancelled or rehearsed
select i.id from import i
join job j on j.workspace_id = i.workspace_id and j.id = i.job_id and j.status = 'done'
where not i.dry_run and exists (
  select from import_row r where r.workspace_id = i.workspace_id and r.import_id = i.id and r.state = 'staged');

-- invariant: a refused row of an import says why, and no other row does
select import_id, row from import_row where (state = 'refused') <> (code is not null and message is not null);

-- invariant: an imported row points to a deal that is there
select l.source_id from import_link l
left join deal d on d.workspace_id = l.workspace_id and d.id = l.deal_id
where d.id is null or l.deal_version > d.version;
