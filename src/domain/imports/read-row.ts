import { CurrencySchema, moneyOf } from '../../values/money.ts'
import { foldedText } from '../../values/text.ts'
import { readDomain } from '../accounts/index.ts'
import { checkFields, type FieldValues, type LibraryField } from '../fields/index.ts'
import type { Definition } from '../pipelines/index.ts'
import type { Source } from './columns.ts'
import { plainNumber, quoted, readAmount, readMoment, readTruth } from './read-cell.ts'
import { recurringOf } from './read-term.ts'
import { moment, momentIn, type Part, type Reading, type Setup, startReading } from './reading.ts'
import type { Company, Row, RowFault, UnplacedRow } from './row.ts'

/** Where a row goes that does not say so itself: its pipeline, and the stage where it names none. */
export type Place = { pipeline: string; stage: string | undefined }

/** Reads one row; the first thing that is wrong with it refuses it. */
export function readRow(setup: Setup, cells: readonly string[], sent?: Place): { row: Row } | { fault: RowFault } {
  const reading = startReading(setup, cells)
  const { faults } = reading
  const identity = identityOf(reading)
  const definition = pipelineOf(reading, sent)
  const currency = currencyOf(reading)
  if (definition === undefined || currency === undefined || identity === undefined)
    return { fault: faults[0] ?? unknownFault }

  const place = placeOf(reading, definition, sent)
  const created_at = moment(reading, 'created_at')
  const closed_at = place.outcome === null ? null : moment(reading, 'closed_at')
  const row: Row = {
    ...identity,
    pipeline: definition.key,
    ...place,
    lost_reason: place.outcome === 'lost' ? reasonOf(reading, definition) : null,
    created_at: created_at?.at ?? null,
    closed_at: closed_at?.at ?? null,
    closed_on: closed_at?.day ?? null,
    ...saidOf(reading, currency),
    entered: enteredOf(reading, definition),
    recurring: null,
    renews: renewsOf(reading, identity.source_id),
  }
  row.recurring = recurringOf(reading, row, definition)
  checkOrder(reading, row)
  return faults[0] === undefined ? { row } : { fault: faults[0] }
}

/** Whether nothing says which pipeline a row goes into, and rules are there to decide it. */
export const isLeft = ({ sources, routed }: Setup, cells: readonly string[]): boolean =>
  routed && (sources.deal.pipeline?.read(cells) ?? null) === null

/** What rules look at in such a row. */
export function readLeft(setup: Setup, cells: readonly string[]): { left: UnplacedRow } | { fault: RowFault } {
  const reading = startReading(setup, cells)
  const identity = identityOf(reading)
  const currency = currencyOf(reading)
  const left = identity && currency !== undefined ? { ...identity, ...saidOf(reading, currency) } : undefined
  const [fault = unknownFault] = reading.faults
  return left === undefined || reading.faults.length > 0 ? { fault } : { left }
}

function identityOf({ text, fault }: Reading): Pick<Row, 'source_id' | 'name'> | undefined {
  const source_id = text('id', 200)
  if (source_id === null) fault('id', 'id_missing', 'This row has no id, so it could not be told apart next time.')
  const name = text('name', 200)
  if (name === null) fault('name', 'name_missing', 'This row has no name for the deal.')
  return source_id === null || name === null ? undefined : { source_id, name }
}

function saidOf(reading: Reading, currency: string): Omit<UnplacedRow, 'source_id' | 'name'> {
  const { text } = reading
  return {
    amount_minor: amountOf(reading, currency),
    currency,
    close_date: moment(reading, 'close_date', { future: true })?.day ?? null,
    owner: text('owner', 254),
    account: companyOf(reading, 'account'),
    partner: companyOf(reading, 'partner'),
    source: text('source', 100),
    next_step: text('next_step', 500),
    fields: fieldsOf(reading, currency),
  }
}

function renewsOf({ text, fault }: Reading, source_id: string): string | null {
  const said = text('renews', 200)
  if (said === source_id) fault('renews', 'renews_itself', 'A deal does not renew itself.')
  return said
}

const unknownFault: RowFault = { code: 'row', column: null, message: 'This row cannot be read.' }

function pipelineOf(
  { setup, read, fault }: Reading,
  sent: Place | undefined,
): (Definition & { key: string }) | undefined {
  const said = read('pipeline') ?? sent?.pipeline ?? null
  const keys = setup.pipelines.map(({ key }) => key).join(', ')
  if (said === null)
    return fault('pipeline', 'pipeline_missing', `Nothing says which pipeline this is; one of: ${keys}.`)
  const found = setup.pipelines.find(({ key, name }) => key === said || foldedText(name) === foldedText(said))
  return (
    found?.definition ?? fault('pipeline', 'pipeline_unknown', `${quoted(said)} leads to no pipeline; one of: ${keys}.`)
  )
}

function currencyOf({ read, fault }: Reading): string | undefined {
  const said = read('currency')?.toUpperCase()
  if (said === undefined) return fault('currency', 'currency_missing', 'Nothing says the currency of this row.')
  if (isCurrency(said)) return said
  return fault('currency', 'currency_unknown', `${quoted(said)} is no currency; expected a code such as EUR.`)
}

/** The same few codes in every row: asked of the schema once each. */
const currencies = new Map<string, boolean>()
function isCurrency(code: string): boolean {
  const known = currencies.get(code)
  if (known !== undefined) return known
  const found = CurrencySchema.safeParse(code).success
  if (currencies.size < 1000) currencies.set(code, found)
  return found
}

/** Where the deal stands: the stage it is in or closed from, and how it closed. */
function placeOf(reading: Reading, definition: Definition, sent: Place | undefined): Pick<Row, 'stage' | 'outcome'> {
  const { read, fault } = reading
  const said = read('stage')
  const closing = outcomeNamed(read('status'), reading) ?? outcomeOf(said)
  const from = read('closed_from')
  if (closing !== null && from !== null)
    return { outcome: closing, stage: stageNamed(from, 'closed_from', reading, definition) }
  if (outcomeOf(said) !== null) return { outcome: closing, stage: null }
  const first = sent && closing === null ? (sent.stage ?? definition.stages[0]?.key) : undefined
  if (said === null && first !== undefined) return { outcome: null, stage: first }
  if (said === null && closing === null) fault('stage', 'stage_missing', 'Nothing says in which stage this deal is.')
  return { outcome: closing, stage: said === null ? null : stageNamed(said, 'stage', reading, definition) }
}

const outcomeOf = (said: string | null): 'won' | 'lost' | null => {
  const word = said === null ? '' : foldedText(said)
  if (word === 'won' || word === 'closed won') return 'won'
  return word === 'lost' || word === 'closed lost' ? 'lost' : null
}

function outcomeNamed(said: string | null, { fault }: Reading): 'won' | 'lost' | null {
  const outcome = outcomeOf(said)
  if (outcome === null && said !== null && foldedText(said) !== 'open')
    fault('status', 'status_unknown', `${quoted(said)} is none of open, won and lost.`)
  return outcome
}

function stageNamed(said: string, part: Part, { fault }: Reading, { stages, key }: Definition): string | null {
  const found = stages.find((stage) => stage.key === said || foldedText(stage.name) === foldedText(said))
  if (found) return found.key
  const known = stages.map((stage) => stage.key).join(', ')
  fault(part, 'stage_unknown', `${quoted(said)} is no stage of ${key}; one of: ${known}.`)
  return null
}

function reasonOf({ read, fault }: Reading, { outcomes }: Definition): string | null {
  const { reasons } = outcomes.lost
  const list = reasons.map(({ key }) => key).join(', ')
  const said = read('lost_reason')
  const found = reasons.find(
    ({ key, label }) => key === said || (said !== null && foldedText(label) === foldedText(said)),
  )
  if (found) return found.key
  if (said === null) fault('lost_reason', 'lost_reason_missing', `A lost deal needs a reason; one of: ${list}.`)
  else fault('lost_reason', 'lost_reason_unknown', `${quoted(said)} is no reason here; one of: ${list}.`)
  return null
}

function amountOf({ setup, read, fault }: Reading, currency: string): bigint | null {
  const said = read('amount')
  if (said === null) return null
  const amount = readAmount(said, currency, setup.mapping.format)
  if (amount.ok) return amount.value
  fault('amount', amount.refusal.code, amount.refusal.message)
  return null
}

/** What has happened lies in the past; only an expected day may still come. */
function companyOf({ read, text, fault }: Reading, part: 'account' | 'partner'): Company | null {
  const name = text(part, 200)
  const said = read(`${part}_domain`)
  if (said === null) return name === null ? null : { name, domain: null }
  const domain = readDomain(said)
  if (domain.ok) return { name: name ?? domain.value, domain: domain.value }
  fault(`${part}_domain`, 'domain', `${quoted(said)}: ${domain.refusal.message}.`)
  return null
}

function fieldsOf(reading: Reading, currency: string): FieldValues {
  const { setup, cells, fault } = reading
  const values: Record<string, unknown> = {}
  for (const [key, source] of setup.sources.fields) {
    const said = source.read(cells)
    const field = setup.library.find((one) => one.key === key && one.subject === 'deal')
    if (said !== null && field) values[key] = fieldValue(reading, field, { source, said, currency })
  }
  if (Object.keys(values).length === 0) return {}
  const checked = checkFields(setup.library, 'deal', values)
  if (checked.ok) return checked.value
  const [error] = (checked.refusal.details?.['errors'] ?? []) as { pointer: string }[]
  const source = setup.sources.fields.find(([key]) => `/fields/${key}` === error?.pointer)?.[1]
  fault(source ?? { column: null, read: () => null }, 'field', `${checked.refusal.message}.`)
  return {}
}

type Said = { source: Source; said: string; currency: string }

/** A cell as the library's field would have it; what cannot be one is left as text, for the library to refuse. */
function fieldValue(reading: Reading, field: LibraryField, { source, said, currency }: Said): unknown {
  const { setup, fault } = reading
  const { format } = setup.mapping
  const number = field.type === 'number' ? plainNumber(said, format.decimal) : undefined
  if (number !== undefined) return Number(number)
  if (field.type === 'boolean') return readTruth(said) ?? said
  if (field.type === 'choice')
    return field.options.find(({ key, label }) => key === said || foldedText(label) === foldedText(said))?.key ?? said
  if (field.type === 'person')
    return setup.personOf(said) ?? fault(source, 'person_unknown', `Nobody here is ${quoted(said)}.`)
  if (field.type === 'money') {
    const amount = readAmount(said, currency, format)
    return amount.ok ? moneyOf(amount.value, currency) : said
  }
  if (field.type !== 'date') return said
  const day = readMoment(said, format)
  return day.ok ? day.value.day : said
}

function enteredOf(reading: Reading, { stages }: Definition): Row['entered'] {
  const { setup, cells } = reading
  const entered: Row['entered'] = []
  for (const { stage, column, read } of setup.sources.entered(stages.map(({ key }) => key))) {
    const said = read(cells)
    const found = said === null ? null : momentIn(reading, said, { column })
    if (found) entered.push({ stage, at: found.at })
  }
  // A stable sort: stages entered at the same moment stay in the order of the definition.
  return entered.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function checkOrder({ fault }: Reading, row: Row): void {
  const { outcome, stage, closed_at, created_at, entered } = row
  if (outcome === null) return
  if (stage === null && entered.length === 0)
    fault('closed_from', 'stage_missing', `Nothing says in which stage this deal was when it was ${outcome}.`)
  if (closed_at === null)
    fault('closed_at', 'closed_at_missing', `Nothing says when this deal was ${outcome}, so no period could count it.`)
  else if (created_at !== null && created_at > closed_at)
    fault('closed_at', 'closed_before_created', 'This deal closed before it was created.')
  else if (entered.some(({ at }) => at > closed_at))
    fault('closed_at', 'closed_before_stage', 'This deal entered a stage after it had closed.')
}
