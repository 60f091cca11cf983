/** One raw row of the ledger, as the database has it. */
export type RawRow = {
  deal_id: string
  version: number
  pipeline_id: string
  stage: string
  outcome: string | null
  amount_minor: bigint | null
  currency: string
  counted: boolean
  close_date: string | null
  category: string
  owner_id: string | null
  occurred_at: string
}

/** What a bridge is asked about, said as plainly as the recount needs it. */
export type Question = {
  from: string
  to: string
  pipelines: readonly string[]
  /** Whose deals, at either moment; null for everybody's. */
  owners: { from: readonly string[]; to: readonly string[] } | null
  deals: ReadonlySet<string> | null
  closing: { starts: string; ends: string } | null
  currency: string
  /** Units for one euro by currency, the oldest day first; the same in whole numbers of a ten-thousandth. */
  rates: Readonly<Record<string, readonly { from: string; per_euro: bigint }[]>>
  ranks: Readonly<Record<string, readonly string[]>>
}

const digits: Record<string, bigint> = { JPY: 0n }

/**
 * The open value at two moments and what moved it, counted row by row: no index, no `until`, and nothing of the code
 * that it checks. Answers sums by bucket, in minor units.
 */
export function recounted(rows: readonly RawRow[], asked: Question) {
  const sums: Record<string, { deals: number; amount: bigint }> = {}
  let [start, end] = [0n, 0n]
  for (const [, history] of Map.groupBy(rows, ({ deal_id }) => deal_id)) {
    const inOrder = [...history].sort((a, b) => a.version - b.version)
    if (asked.deals && !asked.deals.has(inOrder[0]?.deal_id ?? '')) continue
    const then = lastBy(inOrder, asked.from)
    const now = lastBy(inOrder, asked.to)
    const [was, is] = [standsOpen(then, 'from', asked), standsOpen(now, 'to', asked)]
    if (!was && !is) continue
    const before = was && then ? worth(then, asked.from, asked) : 0n
    const after = is && now ? worth(now, asked.to, asked) : 0n
    start += before
    end += after
    const why = reason(then, now, before, after, asked)
    sums[why] ??= { deals: 0, amount: 0n }
    sums[why].deals += 1
    sums[why].amount += after - before
  }
  return { start, end, sums }
}

function lastBy(history: readonly RawRow[], moment: string): RawRow | undefined {
  let last: RawRow | undefined
  for (const row of history) if (row.occurred_at <= moment) last = row
  return last
}

function isTheirs(row: RawRow | undefined, at: 'from' | 'to', { pipelines, owners }: Question): boolean {
  if (!row || !pipelines.includes(row.pipeline_id)) return false
  if (owners === null) return true
  return row.owner_id !== null && owners[at].includes(row.owner_id)
}

const inPeriod = (row: RawRow, { closing }: Question) =>
  closing === null || (row.close_date !== null && row.close_date >= closing.starts && row.close_date < closing.ends)

const standsOpen = (row: RawRow | undefined, at: 'from' | 'to', asked: Question) =>
  row !== undefined && row.outcome === null && isTheirs(row, at, asked) && inPeriod(row, asked)

function perEuro(currency: string, day: string, { rates }: Question): bigint | undefined {
  if (currency === 'EUR') return 10_000n
  let found: bigint | undefined
  for (const { from, per_euro } of rates[currency] ?? []) if (from <= day) found = per_euro
  return found
}

function worth(row: RawRow, moment: string, asked: Question): bigint {
  const minor = row.counted ? (row.amount_minor ?? 0n) : 0n
  if (row.currency === asked.currency) return minor
  const [of, into] = [
    perEuro(row.currency, moment.slice(0, 10), asked),
    perEuro(asked.currency, moment.slice(0, 10), asked),
  ]
  if (of === undefined || into === undefined) return 0n
  const shift = (digits[asked.currency] ?? 2n) - (digits[row.currency] ?? 2n)
  const [above, below] = shift >= 0n ? [10n ** shift, 1n] : [1n, 10n ** -shift]
  return halfToEven(minor * into * above, of * below)
}

/** A quotient to the nearest whole number; of a half to the even one. */
function halfToEven(above: bigint, below: bigint): bigint {
  const negative = above < 0n
  const size = negative ? -above : above
  const [whole, twice] = [size / below, (size % below) * 2n]
  const up = twice > below || (twice === below && whole % 2n === 1n) ? 1n : 0n
  return negative ? -(whole + up) : whole + up
}

function reason(
  then: RawRow | undefined,
  now: RawRow | undefined,
  before: bigint,
  after: bigint,
  asked: Question,
): string {
  if (now?.outcome === 'void') return 'void'
  if (!now || !isTheirs(now, 'to', asked) || now.outcome === 'transferred') return 'transferred_out'
  if (now.outcome === 'won' && then?.outcome !== 'won') return 'won'
  if (now.outcome === 'lost' && then?.outcome !== 'lost') return 'lost'
  if (!then) return 'new'
  if (!isTheirs(then, 'from', asked)) return 'transferred_in'
  if (then.outcome !== null) return 'reopened'
  if (inPeriod(now, asked) && !inPeriod(then, asked)) return 'pulled_in'
  if (!inPeriod(now, asked) && inPeriod(then, asked)) return 'pushed_out'
  const own = (row: RawRow) => (row.counted && row.amount_minor !== null ? row.amount_minor : 0n)
  const [old, fresh] = then.currency === now.currency ? [own(then), own(now)] : [before, after]
  if (fresh > old) return 'amount_up'
  if (fresh < old) return 'amount_down'
  const order = ['omitted', 'pipeline', 'best_case', 'commit', 'closed']
  const [called, calls] = [order.indexOf(then.category), order.indexOf(now.category)]
  if (calls > called) return 'category_up'
  if (calls < called) return 'category_down'
  const stages = asked.ranks[then.pipeline_id] ?? []
  const [stood, stands] = [stages.indexOf(then.stage), stages.indexOf(now.stage)]
  if (then.pipeline_id === now.pipeline_id && stands > stood) return 'moved_forward'
  if (then.pipeline_id === now.pipeline_id && stands < stood) return 'moved_back'
  return before === after ? 'unchanged' : 'currency'
}
