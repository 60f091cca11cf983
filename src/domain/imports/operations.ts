import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database/open.ts'
import { operation } from '../../platform/operation.ts'
import { type FieldError, notFound, Problem } from '../../platform/problem.ts'
import { settingsAt } from '../../platform/settings.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { Id } from '../../values/id.ts'
import type { Instant } from '../../values/instant.ts'
import { moneyOf } from '../../values/money.ts'
import { remedyForName } from '../../values/nearest-name.ts'
import { foldedText } from '../../values/text.ts'
import { accountKeyOf, knownAccounts } from '../accounts/index.ts'
import { readLibrary } from '../fields/index.ts'
import { type Job, queueJob, readJob } from '../jobs/index.ts'
import { readDeals } from '../ledger/index.ts'
import { readPeople } from '../people/index.ts'
import { readPipelines } from '../pipelines/index.ts'
import { type Rates, readRates } from '../rates/index.ts'
import { readCurrent, type Routed, routeDeals } from '../routing/index.ts'
import { companiesOf, type Found } from './arrival-of-row.ts'
import { columnsIn, type Source, sourcesOf } from './columns.ts'
import { countsOf, Import, type Import as ImportShape, NewImport, noTally, takenOf, tallied } from './import.ts'
import { columnsOf, type Mapping } from './mapping.ts'
import { type PeopleIndex, peopleIndex } from './people-index.ts'
import { type CsvRow, openCsv } from './read-csv.ts'
import { readMapping } from './read-mapping.ts'
import { readLeft, readRow } from './read-row.ts'
import type { Setup } from './reading.ts'
import { refusedHeader, refusedLine } from './refused-csv.ts'
import type { Company, Row, RowFault, UnplacedRow } from './row.ts'
import * as store from './store.ts'
import { notPermitted, type Read, routedOutOfSight, unrouted, type Verdict } from './verdict.ts'

export const createImport = operation({
  name: 'imports.create',
  http: 'POST /imports',
  access: 'imports:work',
  effect: 'write',
  cost: 5,
  summary: 'Say how the rows of a file become deals; the file itself is sent next, to /imports/{import_id}/file',
  input: NewImport,
  output: Import,
  async run(context, { mapping: text, file_name, dry_run }) {
    const { tx, workspace_id, actor, newId, now, record } = context
    const pipelines = await readPipelines(tx, workspace_id)
    const known = { library: await readLibrary(tx, workspace_id), routed: await isRouted(tx, workspace_id) }
    const read = readMapping(text, { pipelines, ...known })
    if (!read.ok) throw new Problem('invalid', read.refusal.message, read.refusal.code, read.refusal.details)
    const mapping = read.value
    const id = newId('imp')
    const row = { id, source: mapping.source, file_name, mapping, dry_run, counts: noTally }
    await store.insertImport(tx, workspace_id, { ...row, created_by: actor.id, created_at: now })
    const after = { source: mapping.source, file_name, dry_run }
    record({ type: 'import.created', subject: id, version: 1, data: { after } })
    return shown(context, id)
  },
})

export const getImport = operation({
  name: 'imports.get',
  http: 'GET /imports/{import_id}',
  access: 'imports:work',
  effect: 'read',
  summary: 'How far an import has come, and what became of its rows',
  input: z.strictObject({ import_id: Id('imp') }),
  output: Import,
  run: (context, { import_id }) => shown(context, import_id),
})

async function shown({ tx, workspace_id }: Context, import_id: string): Promise<ImportShape> {
  const row = await store.readImport(tx, workspace_id, import_id)
  if (!row) throw notFound('import')
  const job = row.job_id === null ? null : ((await readJob(tx, workspace_id, row.job_id))?.job ?? null)
  const { id, source, file_name, dry_run, counts, header, file, created_at } = row
  return {
    id,
    source,
    file_name,
    dry_run,
    state: job?.status ?? 'awaiting_file',
    counts: countsOf(row.rows ?? takenOf(counts), counts),
    file: file && { ...file, columns: header ?? [] },
    job,
    created_at,
  }
}

/** Who sends something that is no ordinary request, and when. */
export type Sender = { database: Database; actor: Actor; now(): Instant; request_id?: string | undefined }

/**
 * Lays a file down row by row while it arrives and queues the job that takes its rows over. A file that broke off may
 * be sent again from its start, and so may one whose job failed or was cancelled. Throws 409 once a job is under way,
 * 400 on what is no CSV or lacks a column of the mapping. Answers the job.
 */
export async function receiveFile(sender: Sender, import_id: string, bytes: AsyncIterable<Uint8Array>): Promise<Job> {
  const upload = await layDown(sender, import_id, bytes)
  return write(sender, 'imports.queue', async (context) => {
    await requireUpload(context, import_id, upload)
    const job = await queueJob(context, 'import', { import_id })
    await store.updateImport(context.tx, context.workspace_id, import_id, { job_id: job.id })
    return job
  })
}

/** Lays a file down in staging, in place of what was there; answers which sending of the file it was. */
export async function layDown(sender: Sender, import_id: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const { mapping, upload } = await write(sender, 'imports.receive', (context) => beginUpload(context, import_id))
  const expected = columnsOf(mapping).map(({ column }) => column)
  const csv = await openCsv(bytes, { expected, delimiter: mapping.format.delimiter })
  refuseMissing(mapping, csv.header)
  const { id } = sourcesOf(mapping, columnsIn(csv.header)).deal
  let rows = 0
  for await (const batch of batches(csv.rows)) {
    const laid = batch.map((row) => newRow(row, csv.header.length, id))
    rows += laid.length
    await write(sender, 'imports.stage', async (context) => {
      const { tx, workspace_id, record } = context
      const { counts } = await requireUpload(context, import_id, upload)
      await store.insertStaged(tx, workspace_id, import_id, laid)
      const refused = laid
        .filter(({ state }) => state === 'refused')
        .map(({ row }): Verdict => ({ row, state: 'refused' }))
      await store.updateImport(tx, workspace_id, import_id, { rows, counts: tallied(counts, refused) })
      record({ type: 'import.staged', subject: import_id, version: rows, data: { after: { rows } } })
    })
  }
  if (rows === 0) throw new Problem('invalid', 'This file has a header and no rows.', 'csv-empty')
  await write(sender, 'imports.arrive', async (context) => {
    await requireUpload(context, import_id, upload)
    const file = { encoding: csv.encoding(), delimiter: csv.delimiter }
    await store.updateImport(context.tx, context.workspace_id, import_id, { header: csv.header, file, rows })
    context.record({ type: 'import.arrived', subject: import_id, version: rows, data: { after: { rows, ...file } } })
  })
  return upload
}

const write = <T>({ database, actor, now, request_id }: Sender, name: string, work: (context: Context) => Promise<T>) =>
  inTransaction(database, { actor, effect: 'write', name, now: now(), request_id }, work)

async function beginUpload({ tx, workspace_id, record }: Context, import_id: string) {
  const row = await store.lockImport(tx, workspace_id, import_id)
  if (!row) throw notFound('import')
  const job = row.job_id === null ? undefined : (await readJob(tx, workspace_id, row.job_id))?.job
  if (job && !['failed', 'cancelled'].includes(job.status))
    throw new Problem('conflict', `The file of this import is there and its job is ${job.status}.`, 'import-started')
  const upload = row.upload + 1
  await store.deleteStaged(tx, workspace_id, import_id)
  await store.updateImport(tx, workspace_id, import_id, { upload, rows: 0, taken: 0, counts: noTally, job_id: null })
  record({
    type: 'import.upload_begun',
    subject: import_id,
    version: upload,
    data: { before: { upload: row.upload }, after: { upload } },
  })
  return { mapping: row.mapping, upload }
}

/** Somebody may have begun to send the file once more; the newest sending counts. */
async function requireUpload({ tx, workspace_id }: Context, import_id: string, upload: number) {
  const row = await store.lockImport(tx, workspace_id, import_id)
  if (row?.upload === upload) return row
  throw new Problem('conflict', 'This file is being sent once more; that sending counts.', 'upload-superseded')
}

/** Every column that the mapping names and the file lacks, or has twice, so that nobody knows which is meant. */
function refuseMissing(mapping: Mapping, header: readonly string[]): void {
  const names = header.map(foldedText)
  const errors = columnsOf(mapping).flatMap(({ path, column }): FieldError[] => {
    const pointer = `/mapping/${path.join('/')}`
    if (!names.includes(foldedText(column)))
      return [
        { pointer, code: 'column', detail: `The file has no column ${column}. ${remedyForName(column, [...header])}` },
      ]
    if (!names.includes(foldedText(`${column} (2)`))) return []
    const detail = `The file has two columns ${column}; rename the one that is not meant.`
    return [{ pointer, code: 'column-twice', detail }]
  })
  if (errors.length === 0) return
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  throw new Problem('invalid', `${errors[0]?.detail}${more}`, 'csv-columns', { errors })
}

const mostRows = 500
const mostCharacters = 2_000_000

async function* batches(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow[]> {
  let batch: CsvRow[] = []
  let characters = 0
  for await (const row of rows) {
    batch.push(row)
    characters += lengthOf(row)
    if (batch.length < mostRows && characters < mostCharacters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}

const lengthOf = ({ cells }: CsvRow) => cells.reduce((sum, cell) => sum + cell.length, 0)

const mostInRow = 64_000

/** A row that could not be kept, or not be told apart into columns, is refused at once. */
function newRow({ row, cells }: CsvRow, width: number, id: Source | undefined): store.NewRow {
  const fault = faultIn(cells, width)
  const kept = cells.map((cell) => cell.replaceAll('\0', '\u{fffd}').toWellFormed())
  const source_id = id?.read(kept) ?? null
  if (fault === undefined) return { row, cells: kept, source_id, state: 'staged', code: null, message: null }
  return { row, cells: kept, source_id: null, state: 'refused', ...fault }
}

function faultIn(cells: readonly string[], width: number): { code: string; message: string } | undefined {
  if (cells.length > width)
    return { code: 'too_many_cells', message: `This row has ${cells.length} cells; the header names ${width}.` }
  if (cells.length < width)
    return { code: 'too_few_cells', message: `This row has ${cells.length} cells; the header names ${width}.` }
  if (cells.reduce((sum, { length }) => sum + length, 0) > mostInRow)
    return { code: 'row_too_long', message: `This row has more than ${mostInRow} characters.` }
  if (cells.some((cell) => cell.includes('\0')))
    return { code: 'character', message: 'This row holds a character (NUL) that no text has.' }
  return undefined
}

const refusedPage = 100

/** The refused rows of an import as CSV, a piece at a time; each page in a transaction of its own. */
export async function refusedRows(sender: Sender, import_id: string): Promise<AsyncGenerator<string>> {
  const { database, actor, now } = sender
  const read = <T>(work: (context: Context) => Promise<T>) =>
    inTransaction(database, { actor, effect: 'read', name: 'imports.refused', now: now() }, work)
  const row = await read(({ tx, workspace_id }) => store.readImport(tx, workspace_id, import_id))
  if (!row) throw notFound('import')
  const header = row.header ?? []
  return (async function* () {
    yield refusedHeader(header)
    for (let after = 0; ; ) {
      const rows = await read(({ tx, workspace_id }) =>
        store.readRefused(tx, workspace_id, import_id, after, refusedPage),
      )
      if (rows.length === 0) return
      yield rows.map((one) => refusedLine(header, one)).join('')
      after = rows.at(-1)?.row ?? after
    }
  })()
}

/** What is read once for all rows of a batch. */
export type Desk = {
  setup: Setup
  source: string
  pipelines: Map<string, Found['pipeline']>
  people: PeopleIndex
  home: string
  rates: Rates
}

export async function openDesk(
  { tx, workspace_id, now }: Context,
  { mapping, header, source }: store.ImportRow,
): Promise<Desk> {
  const pipelines = await readPipelines(tx, workspace_id)
  const people = peopleIndex(await readPeople(tx, workspace_id))
  const library = await readLibrary(tx, workspace_id)
  const routed = await isRouted(tx, workspace_id)
  const sources = sourcesOf(mapping, columnsIn(header ?? []))
  return {
    setup: { mapping, sources, pipelines, library, routed, personOf: people.find, now },
    source,
    pipelines: new Map(pipelines.map(({ key, id, lifecycle, ...rest }) => [key, { id, lifecycle, ...rest }])),
    people,
    home: (await settingsAt(tx, workspace_id, now)).currency,
    rates: await readRates(tx, workspace_id),
  }
}

const isRouted = async (tx: Context['tx'], workspace_id: string) => (await readCurrent(tx, workspace_id)) !== undefined

export const digestOf = (row: Row): string =>
  createHash('sha256')
    .update(JSON.stringify(plain(row)))
    .digest('hex')

/** What a row may say and does not is left out: a file from before it could say so is still the same file. */
const plain = ({ recurring, renews, amount_minor, ...row }: Row) => ({
  ...row,
  amount_minor: amount_minor === null ? null : String(amount_minor),
  ...(recurring && {
    recurring: {
      ...recurring,
      unit_price_minor: String(recurring.unit_price_minor),
      rounding_minor: String(recurring.rounding_minor),
    },
  }),
  ...(renews !== null && { renews }),
})

export type Faulty = { row: number; fault: RowFault }
/** A row of which nothing says the pipeline, as it stands in the file. */
export type Left = { row: number; cells: readonly string[] }

/**
 * Finds out where rows go that leave it to the rules: a row whose deal is here already goes where that stands, each
 * other one where the rules send it, in the order of the file. All others come back as they are.
 */
export async function placeLeft(
  context: Context,
  desk: Desk,
  reads: readonly (Read | Faulty | Left)[],
  links: ReadonlyMap<string, store.Link>,
): Promise<(Read | Faulty)[]> {
  const left = reads.filter((read) => 'cells' in read)
  if (left.length === 0) return reads as (Read | Faulty)[]
  const { setup } = desk
  const said = new Map(left.map(({ row, cells }) => [row, readLeft(setup, cells)]))
  const linkOf = (row: UnplacedRow) => links.get(row.source_id)
  const rows = left.flatMap(({ row }) => {
    const read = said.get(row)
    return read && 'left' in read ? [{ row, left: read.left }] : []
  })
  const news = rows.filter((one) => !linkOf(one.left))
  const known = rows.flatMap((one) => linkOf(one.left)?.deal_id ?? [])
  const places = await store.readPlaces(context.tx, context.workspace_id, known)
  const routed = await sendByRules(
    context,
    desk,
    news.map((one) => one.left),
  )
  const ways = new Map(news.map(({ row }, i) => [row, routed[i]]))
  const column = setup.sources.deal.pipeline?.column ?? null
  return reads.map((read) => {
    if (!('cells' in read)) return read
    const { row, cells } = read
    const unplaced = said.get(row)
    if (!unplaced || 'fault' in unplaced) return { row, fault: unplaced?.fault ?? notPermitted }
    const link = linkOf(unplaced.left)
    const sent = ways.get(row)
    const way = sent?.pipeline === undefined ? undefined : sent
    const place = link ? places.get(link.deal_id) : way
    if (!place) return { row, fault: link ? notPermitted : unrouted(column) }
    if (!desk.pipelines.has(place.pipeline)) return { row, fault: routedOutOfSight(column) }
    const full = readRow(setup, cells, place)
    if ('fault' in full) return { row, fault: full.fault }
    // The same words next time are the same deal, wherever it went meanwhile.
    const stage = setup.sources.deal.stage?.read(cells) ? full.row.stage : null
    const digest = digestOf({ ...full.row, pipeline: '', stage })
    return { row, said: full.row, digest, routed: way }
  })
}

/** Asks the rules about some rows; a row that names its owner keeps them. */
async function sendByRules(context: Context, { people }: Desk, rows: readonly UnplacedRow[]): Promise<Routed[]> {
  const accounts = await knownAccounts(context, companiesOf(rows))
  const idOf = (company: Company | null) => (company ? accounts.get(accountKeyOf(company))?.id : undefined)
  const deals = rows.map(({ name, amount_minor, currency, close_date, source, next_step, fields, ...row }) => ({
    name,
    amount: amount_minor === null ? undefined : moneyOf(amount_minor, currency),
    close_date: close_date ?? undefined,
    source: source ?? undefined,
    next_step: next_step ?? undefined,
    fields,
    account_id: idOf(row.account),
    account: row.account ?? undefined,
    partner_account_id: idOf(row.partner),
    partner: row.partner ?? undefined,
    owner_id: row.owner === null ? undefined : (people.find(row.owner) ?? context.actor.id),
  }))
  return (await routeDeals(context, deals)) ?? []
}

/**
 * The deals that rows renew, by the ids of those: here already, or in a dry run in a row before this batch, of which
 * nothing is kept.
 */
export async function readRenewed(context: Context, one: store.ImportRow, reads: readonly (Read | Faulty)[]) {
  const renewed = new Map<string, string | null>()
  const { tx, workspace_id } = context
  const ids = reads.flatMap((read) => ('said' in read ? (read.said.renews ?? []) : []))
  if (ids.length === 0) return renewed
  const links = await store.readLinks(tx, workspace_id, one.source, [...new Set(ids)])
  const deals = await readDeals(
    tx,
    workspace_id,
    [...links.values()].map(({ deal_id }) => deal_id),
  )
  const living = new Set(deals.flatMap(({ id, outcome }) => (outcome === 'void' ? [] : id)))
  if (one.dry_run)
    for (const [id, row] of await store.readFirstRows(tx, workspace_id, one.id, [...new Set(ids)]))
      if (row < (reads[0]?.row ?? 0)) renewed.set(id, null)
  for (const [id, { deal_id }] of links) if (living.has(deal_id)) renewed.set(id, deal_id)
  return renewed
}
