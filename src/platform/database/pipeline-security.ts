import { sql } from 'kysely'
import type { Actor } from '../context.ts'
import { sightOf } from '../rights.ts'
import type { Tx } from './tx.ts'

const id = /^[a-z]+_[0-9a-z]{26}$/
const pair = /^pip_[0-9a-z]{26} per_[0-9a-z]{26}$/

/**
 * Tells row-level security what somebody sees, as statements for the begin of their transaction: the role, and for whom
 * grants bind also by what, in literals, since a parameter would not reach Citus' workers; so their form is checked here.
 */
export function sightSettings(actor: Pick<Actor, 'id' | 'rights'>): string {
  const { all, bound, closed, owners, shut, idle } = sightOf(actor)
  const [sees, works] = [all ? '*' : 'some', idle.length === 0 ? '*' : 'some']
  if (!bound) return 'set local role tributary_app'
  const settings = `set local role tributary_bound; set local app.sees = '${sees}'; set local app.works = '${works}'`
  const deals = [...actor.rights.deals.keys()]
  const lists = [listed('closed', closed), listed('owners', owners, pair), listed('shut', shut), listed('idle', idle)]
  return [settings, listed('person', [actor.id]), listed('deals', deals), ...lists].join('')
}

/** Deals that somebody sees until the end of this transaction, whatever becomes of them in it. */
export async function keepInSight(tx: Tx, deals: ReadonlySet<string>): Promise<void> {
  await sql.raw(listed('deals', [...deals]).slice(2)).execute(tx)
}

/**
 * Reads beyond what somebody sees, for an answer that tells them no more than that there is something. Nothing else of
 * theirs may travel beside it.
 */
export async function beyondSight<T>(tx: Tx, actor: Pick<Actor, 'id' | 'rights'>, read: () => Promise<T>): Promise<T> {
  if (!sightOf(actor).bound) return read()
  await sql`set local role tributary_app`.execute(tx)
  try {
    return await read()
  } finally {
    // Where the database refused a statement it takes no more of them; where we threw, the rest is bound again.
    await sql`set local role tributary_bound`.execute(tx).catch(() => undefined)
  }
}

const listed = (name: string, values: readonly string[], form = id) =>
  `; set local app.${name} = '${values.map((value) => checked(value, form)).join(',')}'`

function checked(value: string, form: RegExp): string {
  if (!form.test(value)) throw new Error('malformed id')
  return value
}

// Asked once a statement, not once a row. What was never set hides everything.
const seesAll = `(select current_setting('app.sees', true) = '*')`
const seesSome = `(select current_setting('app.sees', true) = 'some')`
const worksAll = `(select current_setting('app.works', true) = '*')`
const worksSome = `(select current_setting('app.works', true) = 'some')`
const list = (name: string) => `((select string_to_array(current_setting('app.${name}', true), ','))::text[])`

const some = (what: string) => `${seesAll} or (${seesSome} and (${what}))`
const ofDeal = (table: string) =>
  `exists (select from deal d where d.workspace_id = ${table}.workspace_id and d.id = ${table}.deal_id)`
const seen = (table: string, column: string) =>
  `exists (select from deal d where d.workspace_id = ${table}.workspace_id and d.id = ${table}.${column})`
const bothSeen = (table: string) => `${seen(table, 'deal_id')} and ${seen(table, 'other_id')}`
const openHere = (column: string) => `${column} <> all ${list('shut')}`
const subject = (prefix: string, table: string) => `(subject not like '${prefix}\\_%' or exists (
  select from ${table} s where s.workspace_id = event.workspace_id and s.id = event.subject))`

type Policy = { for: 'all' | 'select' | 'insert' | 'update'; using?: string; check?: string }

const works: Pick<Policy, 'check'> = {
  check: `${worksAll} or (${worksSome} and (pipeline_id <> all ${list('idle')} or id = any ${list('deals')}))`,
}

/** Tables that are seen by a rule of their own. */
const own: Record<string, Record<string, Policy>> = {
  deal: {
    rights: {
      for: 'all',
      using: some(`pipeline_id <> all ${list('closed')} or (pipeline_id || ' ' || owner_id) = any ${list('owners')}
        or id = any ${list('deals')}`),
    },
    rights_insert: { for: 'insert', ...works },
    rights_update: { for: 'update', using: 'true', ...works },
  },
  pipeline: { rights: { for: 'select', using: some(openHere('id')) } },
  // Totals over all deals of a pipeline are for those who see them all; a change of one deal adds to them all the same.
  board_total: { rights: { for: 'all', using: some(`pipeline_id <> all ${list('closed')}`) } },
  board_delta: {
    rights: { for: 'select', using: some(`pipeline_id <> all ${list('closed')}`) },
    rights_insert: { for: 'insert', check: some(openHere('pipeline_id')) },
  },
  // Of a pipeline as a whole, or of one deal in it.
  approval: {
    rights: { for: 'all', using: some(`${openHere('pipeline_id')} and (deal_id is null or ${ofDeal('approval')})`) },
  },
  notification: {
    rights: {
      for: 'all',
      using: some(`(deal_id is null or ${ofDeal('notification')})
        and (pipeline_id is null or ${openHere('pipeline_id')})`),
    },
  },
  // One of a pipeline that does not exist yet is nobody's secret; what it found is asked for by its reader's sight.
  rehearsal: { rights: { for: 'all', using: some(`pipeline_id is null or ${openHere('pipeline_id')}`) } },
  // What somebody is to win in all pipelines together is of none.
  quota_share: { rights: { for: 'all', using: some(`pipeline_id is null or ${openHere('pipeline_id')}`) } },
  // Of a pair nobody learns from the one deal that there is the other.
  overlap: { rights: { for: 'all', using: some(bothSeen('overlap')) } },
  deal_link: { rights: { for: 'all', using: some(bothSeen('deal_link')) } },
  // Who receives a hand-off sees it, also where the deal that it comes from is not for them; the answer leaves that out.
  handoff: {
    rights: {
      for: 'all',
      using: some(`${openHere('pipeline_id')} and (to_deal_id is null or ${seen('handoff', 'to_deal_id')})`),
    },
  },
  // A way between two pipelines is there for those who know both of its ends.
  transfer_map: { rights: { for: 'all', using: some(`${openHere('pipeline_id')} and ${openHere('to_pipeline_id')}`) } },
  lineage: { rights: { for: 'all', using: some(`not pipeline_ids && ${list('shut')}`) } },
  // Sums over all deals of these pipelines.
  backtest: { rights: { for: 'all', using: some(`not pipeline_ids && ${list('closed')}`) } },
  bulk_transfer: { rights: { for: 'all', using: some(openHere('to_pipeline_id')) } },
  // What waits stands in no pipeline; what was placed is told of as its deal.
  incoming_deal: {
    rights: { for: 'all', using: some(`placed_deal_id is null or ${seen('incoming_deal', 'placed_deal_id')}`) },
  },
  // A file may hold deals of any pipeline.
  import: { rights: { for: 'all', using: some(`created_by = current_setting('app.person', true)`) } },
  import_row: {
    rights: {
      for: 'all',
      using: some(
        `exists (select from import i where i.workspace_id = import_row.workspace_id and i.id = import_row.import_id)`,
      ),
    },
  },
  event: {
    rights: {
      for: 'select',
      using: some(
        [subject('deal', 'deal'), subject('act', 'activity'), subject('pip', 'pipeline'), subject('imp', 'import')]
          .concat(subject('quo', 'quota'), subject('ovl', 'overlap'), subject('link', 'deal_link'))
          .join(' and '),
      ),
    },
    // Apart from the one above, which databases have that were made before there were these.
    rights_ways: {
      for: 'select',
      using: some([subject('tmap', 'transfer_map'), subject('xfer', 'bulk_transfer')].join(' and ')),
    },
    rights_contracts: { for: 'select', using: some(subject('ctr', 'contract')) },
    // Of a hand-off is told to whoever sees both of its ends.
    rights_handoffs: {
      for: 'select',
      using: some(`subject not like 'hof\\_%' or exists (select from handoff s where s.workspace_id = event.workspace_id
        and s.id = event.subject and (s.deal_id is null or ${seen('s', 'deal_id')}))`),
    },
    // Rules between pipelines name every one of them: for those alone whom nothing keeps from any.
    rights_routed: {
      for: 'select',
      using: some(`${subject('inc', 'incoming_deal')} and subject not like 'rch\\_%' and subject not like 'hch\\_%'`),
    },
    // A quota of a team or a person, and what people call, is told to those whom nothing keeps from any pipeline.
    rights_calls: {
      for: 'select',
      using: some(`subject not like 'sub\\_%' and subject not like 'adj\\_%'`),
    },
    // A review tells of every deal on its agenda.
    rights_deal_reviews: { for: 'select', using: some(`subject not like 'drv\\_%'`) },
    rights_lineages: { for: 'select', using: some(subject('lng', 'lineage')) },
    rights_backtests: { for: 'select', using: some(subject('bkt', 'backtest')) },
    rights_asked: {
      for: 'select',
      using: some(
        [subject('chg', 'change_request'), subject('apr', 'approval'), subject('plt', 'pilot')]
          .concat(subject('rhs', 'rehearsal'), subject('cfm', 'confirmation_request'), subject('ntf', 'notification'))
          .join(' and '),
      ),
    },
  },
}

type Table = { table: string; has_deal: boolean; has_pipeline: boolean; policies: string[]; outdated: string[] }

/** Puts what people may see in pipelines on every table that hangs on one or on a deal, from the catalogue. */
export async function securePipelines(owner: Tx): Promise<void> {
  for (const { table, has_deal, has_pipeline, policies, outdated } of await tablesOf(owner)) {
    const wanted = own[table] ?? defaultFor(table, has_deal, has_pipeline)
    for (const [name, { for: command, using, check }] of Object.entries(wanted)) {
      if (policies.includes(name)) continue
      if (outdated.includes(name)) await sql.raw(`drop policy ${name} on ${table}`).execute(owner)
      const parts = [using && `using (${using})`, check && `with check (${check})`].filter(Boolean).join(' ')
      await sql
        .raw(`create policy ${name} on ${table} as restrictive for ${command} to tributary_bound ${parts}`)
        .execute(owner)
    }
  }
}

function defaultFor(table: string, has_deal: boolean, has_pipeline: boolean): Record<string, Policy> {
  if (has_deal) return { rights: { for: 'all', using: some(`deal_id is null or ${ofDeal(table)}`) } }
  return has_pipeline ? { rights: { for: 'all', using: some(openHere('pipeline_id')) } } : {}
}

async function tablesOf(owner: Tx): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as table,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'deal_id' and not a.attisdropped) as has_deal,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'pipeline_id' and not a.attisdropped) as has_pipeline,
      array(select p.polname::text from pg_policy p
        where p.polrelid = c.oid and 'tributary_bound'::regrole = any(p.polroles)) as policies,
      array(select p.polname::text from pg_policy p
        where p.polrelid = c.oid and not 'tributary_bound'::regrole = any(p.polroles)) as outdated
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
    order by c.relname`.execute(owner)
  return rows.filter(({ table, has_deal, has_pipeline }) => has_deal || has_pipeline || own[table])
}
