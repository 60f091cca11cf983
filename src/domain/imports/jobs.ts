import { setTimeout as pause } from 'node:timers/promises'
import type { Actor, Context } from '../../platform/context.ts'
import type { JobHandler, Task } from '../../platform/jobs.ts'
import { notFound } from '../../platform/problem.ts'
import { inTransaction, rehearse } from '../../platform/transaction.ts'
import { accountKeyOf, ensureAccounts } from '../accounts/index.ts'
import { refreshStatistics } from '../forecast/index.ts'
import { type Arrival, openArrivals } from '../intake/index.ts'
import { addLines, readLinesOf } from '../line-items/index.ts'
import { linkRenewals } from '../links/index.ts'
import { decidePlan, followingLineages, type Plan, writePlans } from '../newer-exports/index.ts'
import { lockDeals } from '../ledger/index.ts'
import { addPerson, isKeyHeld, memberById, readPeople } from '../people/index.ts'
import { findProducts, type Product } from '../products/index.ts'
import { insertRoutings } from '../routing/index.ts'
import { linesOf, partSold } from './arriving-lines.ts'
import { arrivalOf, companiesOf, type Found } from './arrival-of-row.ts'
import { countsOf, type ImportCounts, takenOf, tallied } from './import.ts'
import { type Desk, digestOf, type Faulty, type Left, openDesk, placeLeft, readRenewed } from './operations.ts'
import { peopleIndex, personNamed } from './people-index.ts'
import { importerOf } from './importer.ts'
import { mayFill, partChanging, partOpening, refusedFields } from './permitted.ts'
import { quoted } from './read-cell.ts'
import { partRenewing, renewalsOf } from './renewing.ts'
import { isLeft, readRow } from './read-row.ts'
import type { Company, RowFault } from './row.ts'
import * as store from './store.ts'
import { duplicateOf, editedHere, type Read, refused, renewsUnknown, taken, type Verdict } from './verdict.ts'

const most = 500

/**
 * Takes over the staged rows of a file, batch by batch, each wholly or not at all; what a killed server left over is
 * taken over by the next. Works as the person who asked for it, with the rights that they have when a batch begins:
 * whoever loses one meanwhile, or the key they asked with, has taken over what was taken over, and no more.
 */
export const takeOverFile: JobHandler = async (task) => {
  const { database, workspace_id, actor_id, input, now } = task
  const acting = async () => {
    const person = actor_id === null ? undefined : await memberById(database, workspace_id, actor_id, now())
    const key = input['key'] as Actor['key']
    const revoked = key !== undefined && !(await isKeyHeld(database, workspace_id, key.id))
    return importerOf(person, key && { ...key, revoked }, now())
  }
  return takeOver({ ...task, acting, actor: await acting(), import_id: String(input['import_id']) })
}

export type Takeover = Pick<Task, 'database' | 'now' | 'progress' | 'cancelled'> & {
  actor: Actor
  import_id: string
  /** Who works and what they may, asked anew before each batch. */
  acting?(): Promise<Actor>
}

/** Takes over whatever is still staged; answers the counts, with `cancelled` where somebody asked to stop. */
export async function takeOver(takeover: Takeover): Promise<ImportCounts & { cancelled?: true }> {
  const { taken: start, rows } = await readOne(takeover)
  const many = (rows ?? 0) - start > 4 * most
  if (many) await store.analyze(takeover.database.owner, ['import_row'])
  let size = most
  let ahead = readBatch(takeover, start, size)
  for (let batches = 0; ; batches++) {
    const batch = await ahead
    if (batch.reads.length === 0) break
    // The embedded database never lets the event loop go: requests come in between two batches, or after the last one.
    await pause(5)
    const actor = (await takeover.acting?.()) ?? takeover.actor
    if (await takeover.cancelled()) return { ...(await countsSoFar(takeover)), cancelled: true }
    if (many && batches === 1) await store.analyze(takeover.database.owner, ['deal', 'account'])
    // The next rows are read while these are written.
    ahead = readBatch(takeover, batch.last, most)
    ahead.catch(() => {})
    const taken = await takeBatch({ ...takeover, actor }, batch)
    if (taken === batch.last) continue
    // What the database refuses is found by quartering, so that one row does not keep the others out.
    size = Math.max(1, size >> 2)
    ahead = readBatch(takeover, taken, size)
  }
  // The first plan or forecast may come before the database has looked at the ledger by itself; the embedded one never does.
  if (many) await store.analyze(takeover.database.owner, ['deal', 'deal_ledger'])
  return finish(takeover)
}

type Batch = {
  one: store.ImportRow
  desk: Desk
  /** The rows behind `after`, up to `last`. */
  after: number
  last: number
  reads: (Read | Faulty | Left)[]
  source_ids: string[]
}

/** Reads the next rows and what each of them says. */
async function readBatch({ database, actor, import_id, now }: Takeover, after: number, size: number): Promise<Batch> {
  const asked = { actor, effect: 'read', name: 'imports.read', now: now() } as const
  return inTransaction(database, asked, async (context) => {
    const { tx, workspace_id } = context
    const one = await existing(context, import_id)
    const rows = await store.readStaged(tx, workspace_id, import_id, { after, limit: size })
    const source_ids = rows.flatMap(({ source_id }) => source_id ?? [])
    const firsts = await store.readFirstRows(tx, workspace_id, import_id, source_ids)
    const desk = await openDesk(context, one)
    const reads = rows.map(({ row, cells, source_id }) => {
      const first = source_id === null ? row : (firsts.get(source_id) ?? row)
      if (first < row) return { row, fault: duplicateOf(first, desk.setup.sources.deal.id?.column ?? null) }
      if (isLeft(desk.setup, cells)) return { row, cells }
      const read = readRow(desk.setup, cells)
      return 'fault' in read ? { row, fault: read.fault } : { row, said: read.row, digest: digestOf(read.row) }
    })
    return { one, desk, after, last: rows.at(-1)?.row ?? after, reads, source_ids }
  })
}

/** Writes one batch; answers the last row taken over, which is not the batch's where the database refused it. */
async function takeBatch(takeover: Takeover, batch: Batch): Promise<number> {
  const { database, actor, import_id, now } = takeover
  const asked = { actor, effect: 'write', name: 'imports.take', now: now() } as const
  try {
    const rehearsed = batch.one.dry_run ? await rehearse(database, asked, (context) => takeRows(context, batch)) : null
    return await inTransaction(database, asked, async (context) => {
      await store.commitLazily(context.tx)
      const one = await store.lockImport(context.tx, context.workspace_id, import_id)
      if (!one) throw notFound('import')
      // Another server took these rows over meanwhile: go on where it is.
      if (one.taken !== batch.after) return passed(context, one)
      return settle(context, one, rehearsed ?? (await takeRows(context, batch)), takeover)
    })
  } catch (error) {
    if (!/^2[23]/.test((error as { code?: string }).code ?? '')) throw error
    return batch.reads.length > 1 ? batch.after : refuseOnly(takeover, batch)
  }
}

function passed(context: Context, { taken }: store.ImportRow): number {
  context.unchanged()
  return taken
}

/** Notes what became of the rows of a batch, with the counts and how far the job has come. */
async function settle(context: Context, one: store.ImportRow, verdicts: Verdict[], { progress }: Takeover) {
  const { tx, workspace_id, record } = context
  const counts = tallied(one.counts, verdicts)
  const done = takenOf(counts)
  const taken = verdicts.reduce((last, { row }) => Math.max(last, row), one.taken)
  await store.refuseRows(tx, workspace_id, one.id, verdicts)
  await store.updateImport(tx, workspace_id, one.id, { taken, counts })
  await progress(done, one.rows ?? done, tx)
  const data = { dry_run: one.dry_run, before: { counts: one.counts }, after: { counts } }
  record({ type: 'import.advanced', subject: one.id, version: done, data })
  return taken
}

/** A single row that the database does not take, whatever it is about it. */
async function refuseOnly(takeover: Takeover, { last }: Batch): Promise<number> {
  const asked = { actor: takeover.actor, effect: 'write', name: 'imports.refuse', now: takeover.now() } as const
  return inTransaction(takeover.database, asked, async (context) => {
    const one = await existing(context, takeover.import_id)
    const message = 'The database does not take a value of this row.'
    return settle(context, one, [{ row: last, state: 'refused', code: 'not_stored', message }], takeover)
  })
}

const mostCleared = 5_000

/** Clears the staging, says that the import is through, and lets the statistics know what it brought. */
async function finish(takeover: Takeover): Promise<ImportCounts> {
  const { database, actor, import_id, now } = takeover
  const counts = await countsSoFar(takeover)
  const asked = { actor, effect: 'write', name: 'imports.finish', now: now() } as const
  const clear = async ({ tx, workspace_id, record }: Context) => {
    const more = await store.clearTaken(tx, workspace_id, import_id, mostCleared)
    const type = more ? 'import.cleared' : 'import.completed'
    record({ type, subject: import_id, version: counts.rows, data: { after: { counts, cleared: !more } } })
    return more
  }
  while (await inTransaction(database, asked, clear)) continue
  if (counts.created + counts.updated > 0 && !(await readOne(takeover)).dry_run)
    await refreshStatistics(database, actor.workspace_id, now())
  return counts
}

async function countsSoFar(takeover: Takeover): Promise<ImportCounts> {
  const { rows, counts } = await readOne(takeover)
  return countsOf(rows ?? takenOf(counts), counts)
}

async function readOne({ database, actor, import_id, now }: Takeover): Promise<store.ImportRow> {
  const asked = { actor, effect: 'read', name: 'imports.read', now: now() } as const
  return inTransaction(database, asked, (context) => existing(context, import_id))
}

async function existing({ tx, workspace_id }: Context, import_id: string): Promise<store.ImportRow> {
  const one = await store.readImport(tx, workspace_id, import_id)
  if (!one) throw notFound('import')
  return one
}

/** Takes the rows of a batch over: refuses, recognises, opens or updates a deal for each. */
async function takeRows(context: Context, { one, desk: known, reads, source_ids }: Batch): Promise<Verdict[]> {
  const { tx, workspace_id } = context
  await store.lockSource(tx, workspace_id, one.source)
  // The batch before this one may have added people since.
  const desk = { ...known, people: peopleIndex(await readPeople(tx, workspace_id)) }
  const links = await store.readLinks(tx, workspace_id, one.source, source_ids)
  const placed = await placeLeft(context, desk, reads, links)
  const renewed = await readRenewed(context, one, placed)
  const verdicts: Verdict[] = []
  const news: Read[] = []
  const changed: (Read & { link: store.Link })[] = []
  for (const read of placed) {
    if ('fault' in read) {
      verdicts.push(refused(read.row, read.fault))
      continue
    }
    const link = links.get(read.said.source_id)
    if (!link) news.push(read)
    else if (link.digest !== read.digest) changed.push({ ...read, link })
    else verdicts.push(taken('unchanged', read))
  }
  return [
    ...verdicts,
    ...(await openNew(context, desk, news, renewed)),
    ...(await updateKnown(context, desk, changed, renewed)),
  ]
}

type Resolved = Read & { arrival: Arrival }

/** Finds whom and what the rows name, and creates what is missing; a row whose owner nobody is, is refused. */
async function resolve(context: Context, desk: Desk, reads: readonly Read[]) {
  const refusals: Verdict[] = []
  const owned: (Read & { owner_id: string | null })[] = []
  for (const read of reads) {
    if (!mayFill(context.actor, read.said, desk.pipelines.get(read.said.pipeline)?.definition)) {
      refusals.push(refusedFields(read))
      continue
    }
    const owner = await ownerOf(context, desk, read.said.owner)
    if (typeof owner === 'object' && owner !== null) refusals.push(refused(read.row, owner))
    else owned.push({ ...read, owner_id: owner ?? read.routed?.owner_id ?? null })
  }
  const { sold, refusals: unsold } = partSold(owned, await productsOf(context, desk, owned), desk.setup.sources)
  const accounts = await ensureAccounts(context, companiesOf(sold.map(({ said }) => said)))
  const idOf = (company: Company | null) =>
    company === null ? null : (accounts.get(accountKeyOf(company))?.id ?? null)
  const resolved = sold.map((read): Resolved => {
    const pipeline = desk.pipelines.get(read.said.pipeline) as Found['pipeline']
    const ids = { account_id: idOf(read.said.account), partner_account_id: idOf(read.said.partner) }
    const { home, rates } = desk
    const found = {
      pipeline,
      ...ids,
      owner_id: read.owner_id,
      home,
      rates,
      amounts_known: desk.setup.mapping.amounts.known,
      now: context.now,
    }
    const lines = linesOf(read, () => context.newId('lin'))
    return { ...read, arrival: { ...arrivalOf(read.said, found), lines } }
  })
  return { resolved, refusals: [...refusals, ...unsold] }
}

/** The products that rows with a term name; whoever may not configure what is sold adds none. */
async function productsOf(context: Context, { setup }: Desk, reads: readonly Read[]): Promise<Map<string, Product>> {
  const create = setup.mapping.products.create && context.actor.access.has('pipelines:configure')
  const words = reads.flatMap(({ said }) => said.recurring?.product ?? [])
  return findProducts(context, words, { create })
}

async function ownerOf(
  context: Context,
  { people, setup }: Desk,
  text: string | null,
): Promise<string | null | RowFault> {
  if (text === null) return null
  const found = people.find(text)
  const column = setup.sources.deal.owner?.column ?? null
  if (found === null)
    return { code: 'owner_ambiguous', column, message: `Several people here are called ${quoted(text)}.` }
  if (found !== undefined) return found
  if (!setup.mapping.people.create)
    return {
      code: 'owner_unknown',
      column,
      message: `Nobody here is ${quoted(text)}; add them, or let the mapping do so.`,
    }
  const named = personNamed(text, (email) => people.find(email) !== undefined)
  const person = await addPerson(context, { ...named, role: 'rep' })
  people.add({ ...person, name: text })
  return person.id
}

async function openNew(
  context: Context,
  desk: Desk,
  reads: readonly Read[],
  renewed: ReadonlyMap<string, string | null>,
): Promise<Verdict[]> {
  if (reads.length === 0) return []
  const { resolved: all, refusals } = await resolve(context, desk, reads)
  const { permitted, refusals: notTheirs } = partOpening(context.actor, all)
  const { standing: resolved, refusals: ahead } = partRenewing(
    permitted,
    renewed,
    desk.setup.sources.deal.renews?.column ?? null,
  )
  refusals.push(...notTheirs, ...ahead)
  const opened = await openArrivals(
    context,
    resolved.map(({ arrival }) => arrival),
  )
  const links = resolved.map(({ said, digest }, i) => {
    const { id: deal_id = '', version: deal_version = 1 } = opened[i] ?? {}
    return { source_id: said.source_id, deal_id, digest, deal_version }
  })
  await store.insertLinks(context.tx, context.workspace_id, desk.source, links)
  await addLines(context, new Map(links.map(({ deal_id }, i) => [deal_id, resolved[i]?.arrival.lines ?? []])))
  await linkRenewals(context, renewalsOf(resolved, links, renewed))
  const ways = resolved.flatMap(({ routed }, i) =>
    routed ? [{ deal_id: opened[i]?.id ?? '', decided_at: context.now, ...routed.kept }] : [],
  )
  await insertRoutings(context.tx, context.workspace_id, ways)
  return [...refusals, ...resolved.map((read) => taken('created', read))]
}

/** Rows whose deals are here already and that say something else than they did. */
async function updateKnown(
  context: Context,
  desk: Desk,
  reads: readonly (Read & { link: store.Link })[],
  renewed: ReadonlyMap<string, string | null>,
): Promise<Verdict[]> {
  if (reads.length === 0) return []
  const { tx, workspace_id, now } = context
  const ids = reads.map(({ link }) => link.deal_id)
  const deals = new Map((await lockDeals(tx, workspace_id, ids)).map((deal) => [deal.id, deal]))
  await context.keepInSight([...deals.keys()])
  const lasts = await store.readLastMoments(tx, workspace_id, ids)
  const { permitted, refusals: notTheirs } = partChanging(context.actor, reads, deals)
  const since = permitted.filter(({ link }) => deals.get(link.deal_id)?.version !== link.deal_version)
  const changed = await store.readEdited(
    tx,
    workspace_id,
    since.map(({ link }) => link),
  )
  const untouched = permitted.filter(({ link }) => deals.has(link.deal_id) && !changed.has(link.deal_id))
  const edited = permitted.filter((read) => !untouched.includes(read))
  const { resolved, refusals } = await resolve(context, desk, untouched)
  const verdicts = [...refusals, ...notTheirs, ...edited.map(({ row }) => refused(row, editedHere))]
  const follow = await followingLineages(context, resolved.length > 0)
  const lines = await readLinesOf(tx, workspace_id, ids)
  const plans: (Plan & { read: Resolved; link: store.Link })[] = []
  for (const read of resolved) {
    const link = reads.find(({ row }) => row === read.row)?.link
    const deal = deals.get(link?.deal_id ?? '')
    if (!link || !deal) continue
    const { renews } = read.said
    const column = renews === null ? null : (desk.setup.sources.deal.renews?.column ?? null)
    const renewed_id = renews === null ? null : renewed.get(renews)
    if (renewed_id === undefined) {
      verdicts.push(refused(read.row, renewsUnknown(renews ?? '', column)))
      continue
    }
    const known = { last_at: lasts.get(deal.id) ?? now, now, lines: lines.get(deal.id) ?? [], renewed_id }
    const plan = await decidePlan(context, deal, follow(read.arrival, deal), known)
    if (plan.ok) plans.push({ read, link, ...plan.value })
    else
      verdicts.push(
        refused(read.row, { ...plan.refusal, column: plan.refusal.code.startsWith('link') ? column : null }),
      )
  }
  await writePlans(context, plans)
  await store.updateLinks(
    tx,
    workspace_id,
    desk.source,
    plans.map(({ read, link, deal, steps }) => {
      const deal_version = steps.at(-1)?.state.version ?? deal.version
      return { ...link, digest: read.digest, deal_version }
    }),
  )
  const settled = plans.map(({ read, steps }) => taken(steps.length === 0 ? 'unchanged' : 'updated', read))
  return [...verdicts, ...settled]
}
