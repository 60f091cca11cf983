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
  const answer = await read()
  await sql`set local role tributary_bound`.execute(tx)
  return answer
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
const seen = (column: string) =>
  `exists (select from deal d where d.workspace_id = overlap.workspace_id and d.id = overlap.${column})`
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
  // Of a pair nobody learns from the one deal that there is the other.
  overlap: { rights: { for: 'all', using: some(`${seen('deal_id')} and ${seen('other_id')}`) } },
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
          .concat(subject('quo', 'quota'))
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
