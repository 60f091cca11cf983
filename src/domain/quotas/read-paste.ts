import { readPeriod, type FiscalCalendar } from '../../values/fiscal-calendar.ts'
import { CurrencySchema, digitsOf, type Money } from '../../values/money.ts'
import { remedyForName } from '../../values/nearest-name.ts'

/** `unique` is what no other one has: the key of a pipeline, the e-mail address of a person. */
type Named = { id: string; name: string; unique?: string }

/** What a pasted name may mean. */
export type Known = {
  pipelines: readonly Named[]
  teams: readonly Named[]
  people: readonly Named[]
  calendar: FiscalCalendar
  /** Of amounts that name none. */
  currency: string
}

export type PastedQuota = {
  line: number
  pipeline_id: string | null
  team_id: string | null
  person_id: string | null
  period: string
  amount: Money | null
}
export type PasteFault = { pointer: string; code: string; detail: string }

const subjects = ['pipeline', 'team', 'person'] as const
type Subject = (typeof subjects)[number]

/**
 * Reads quotas out of a piece of a spreadsheet: one a line, or a column for each period. An empty cell says nothing, and
 * a dash takes the quota back. Finds every fault in one go.
 */
export function readPaste(text: string, known: Known): { quotas: PastedQuota[]; faults: PasteFault[] } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const [first = ''] = lines
  const header = first.split('\t').map((cell) => cell.trim().toLowerCase())
  const faults = headerFaults(header, known)
  if (faults.length > 0) return { quotas: [], faults }

  const periods = header.flatMap((name, column) => (isPeriod(name, known) ? [{ column, key: name.toUpperCase() }] : []))
  const quotas: PastedQuota[] = []
  for (const [index, text] of lines.entries()) {
    if (index === 0 || text.trim() === '') continue
    const cells = text.split('\t').map((cell) => cell.trim())
    const cell = (name: string) => cells[header.indexOf(name)] ?? ''
    const say = (name: string, code: string, detail: string) =>
      faults.push({ pointer: `/text/line/${index + 1}/${name}`, code, detail })
    const whose = subjectsOf(cell, known, say)
    const listed =
      periods.length > 0
        ? periods.map(({ column, key }) => ({ name: key, period: key, amount: cells[column] ?? '' }))
        : [{ name: 'amount', period: cell('period').toUpperCase(), amount: cell('amount') }]
    for (const { name, period, amount } of listed) {
      if (amount === '') continue
      const read = readPeriod(period, known.calendar)
      if (!read.ok) say('period', 'period-unknown', read.refusal.message)
      const money = readAmount(amount, cell('currency').toUpperCase() || known.currency)
      if (typeof money === 'string') say(name, 'amount', money)
      if (!read.ok || typeof money === 'string' || whose === null) continue
      quotas.push({ line: index + 1, ...whose, period, amount: money })
    }
  }
  return { quotas, faults: [...faults, ...twice(quotas)] }
}

function headerFaults(header: string[], known: Known): PasteFault[] {
  const say = (detail: string): PasteFault[] => [{ pointer: '/text/line/1', code: 'header', detail }]
  const expected =
    'the first line names the columns: pipeline, team or person, then period, amount and currency, or a column for each period such as 2026-Q4'
  if (!subjects.some((name) => header.includes(name))) return say(`None of them says whose quota it is; ${expected}.`)
  const plain = ['period', 'amount', 'currency', ...subjects]
  const strange = header.find((name) => name !== '' && !plain.includes(name) && !isPeriod(name, known))
  if (strange !== undefined) return say(`There is no column ${strange.slice(0, 60)}; ${expected}.`)
  const repeated = header.find((name, i) => name !== '' && header.indexOf(name) !== i)
  if (repeated !== undefined) return say(`There are two columns ${repeated}; leave one out.`)
  const listed = header.some((name) => isPeriod(name, known))
  const single = header.includes('period') && header.includes('amount')
  if (listed === single) return say(`Give either period and amount, or a column for each period; ${expected}.`)
  return []
}

const isPeriod = (name: string, { calendar }: Known) => readPeriod(name.toUpperCase(), calendar).ok

type Whose = Pick<PastedQuota, 'pipeline_id' | 'team_id' | 'person_id'>
type Say = (name: string, code: string, detail: string) => void

function subjectsOf(cell: (name: string) => string, known: Known, say: Say): Whose | null {
  const lists = { pipeline: known.pipelines, team: known.teams, person: known.people }
  const found: Record<Subject, string | null> = { pipeline: null, team: null, person: null }
  let fine = true
  for (const subject of subjects) {
    const name = cell(subject)
    if (name === '') continue
    const meant = meantBy(name, lists[subject])
    if (meant.length === 1) found[subject] = meant[0]?.id ?? null
    else {
      fine = false
      say(
        subject,
        'unknown',
        meant.length === 0 ? unknownName(subject, name, lists[subject]) : severalOf(subject, name),
      )
    }
  }
  if (!fine) return null
  const { pipeline: pipeline_id, team: team_id, person: person_id } = found
  if (team_id !== null && person_id !== null) {
    say('team', 'both', 'A quota is of a team or of a person, not of both; leave one of the two cells empty.')
    return null
  }
  if (pipeline_id === null && team_id === null && person_id === null) {
    say('pipeline', 'nobody', 'Say whose quota it is: a pipeline, a team or a person.')
    return null
  }
  return { pipeline_id, team_id, person_id }
}

/** What only one of them has comes before a name, which others may have as well. */
function meantBy(said: string, list: readonly Named[]): readonly Named[] {
  const one = list.find(({ id, unique }) => id === said || (unique !== undefined && same(unique, said)))
  return one ? [one] : list.filter(({ name }) => same(name, said))
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const unknownName = (subject: Subject, name: string, list: readonly Named[]) =>
  `There is no ${subject} ${name.slice(0, 80)} in this workspace. ${remedyForName(
    name,
    list.map((one) => (subject === 'pipeline' ? (one.unique ?? one.name) : one.name)),
  )}`

const severalOf = (subject: Subject, name: string) =>
  `More than one ${subject} is called ${name.slice(0, 80)}; use the ${unambiguous[subject]}.`

const unambiguous: Record<Subject, string> = { pipeline: 'key', team: 'id', person: 'e-mail address' }

function twice(quotas: readonly PastedQuota[]): PasteFault[] {
  const seen = new Map<string, number>()
  return quotas.flatMap(({ line, pipeline_id, team_id, person_id, period }) => {
    const key = [pipeline_id, team_id, person_id, period].join(' ')
    const before = seen.get(key)
    seen.set(key, line)
    if (before === undefined) return []
    const detail = `The quota for ${period} stands in line ${before} already; leave one of them out.`
    return [{ pointer: `/text/line/${line}/${period}`, code: 'twice', detail }]
  })
}

/**
 * An amount as spreadsheets write it: `1,200,000.50`, `1.200.000,50`, `1 200 000`, `€1200`. What could be read in two ways
 * is refused, since a factor of a thousand is not guessed. Null for a dash; a sentence for what is no amount.
 */
export function readAmount(text: string, currency: string): Money | null | string {
  if (/^[-–—]$/.test(text)) return null
  const code = /\b[A-Z]{3}\b/.exec(text)?.[0] ?? currency
  if (!CurrencySchema.safeParse(code).success) return `${code} is no currency in use; expected a code such as EUR.`
  const bare = text.replace(/\b[A-Z]{3}\b|[\p{Sc}\s'’]/gu, '')
  const shown = text.slice(0, 40)
  if (!/^\d[\d.,]*$/.test(bare)) return `${shown} is no amount; expected one such as 250000.00, or - for none.`
  const plain = plainNumber(bare)
  if (plain === undefined)
    return `${shown} could be read in two ways; write it without thousands, such as 1200 or 1.20.`
  const [whole = '0', fraction = ''] = plain.split('.')
  if (whole.length > 15) return `${shown} is too large an amount.`
  if (fraction.length > digitsOf(code) && /[1-9]/.test(fraction.slice(digitsOf(code))))
    return `${shown} has more decimals than ${code}.`
  const kept = fraction.slice(0, digitsOf(code))
  return { amount: kept === '' ? whole : `${whole}.${kept}`, currency: code }
}

/** Undefined where a single mark may part thousands as well as decimals. */
function plainNumber(bare: string): string | undefined {
  const marks = [...bare.matchAll(/[.,]/g)].map(([mark]) => mark)
  const [first] = marks
  const last = marks.at(-1)
  if (first === undefined || last === undefined) return bare
  if (first === last && marks.length > 1) return isGrouped(bare, first) ? bare.replaceAll(first, '') : undefined
  if (first === last) return /[.,]\d{3}$/.test(bare) ? undefined : bare.replace(',', '.')
  const at = bare.lastIndexOf(last)
  const whole = bare.slice(0, at)
  return isGrouped(whole, first) ? `${whole.replaceAll(first, '')}.${bare.slice(at + 1)}` : undefined
}

const isGrouped = (text: string, mark: string) => {
  const [head = '', ...groups] = text.split(mark)
  return /^\d{1,3}$/.test(head) && groups.length > 0 && groups.every((group) => /^\d{3}$/.test(group))
}
