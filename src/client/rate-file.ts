import type { AnswerOf, Client, InputOf } from './client.ts'

export type LoadedRates = AnswerOf<'rate_files.create'>
export type LoadOptions = Omit<InputOf<'rate_files.create'>, 'text'>

/** What of a file is sent at once: far below what the server takes, so that nobody waits behind it. */
const daysAtOnce = 250
const mostTold = 200

/**
 * Loads a file of rates in parts, each under the heading, and adds up what came of them. A part is recorded whole or not
 * at all, and a file that is sent again adds only what is missing. `tell` hears how much of it is done, from 0 to 1.
 */
export async function loadRateFile(
  client: Client,
  text: string,
  options: LoadOptions,
  tell: (share: number) => void = () => {},
): Promise<LoadedRates> {
  const [heading = '', ...lines] = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  const parts = Math.max(Math.ceil(lines.length / daysAtOnce), 1)
  let whole: LoadedRates | undefined
  for (let part = 0; part < parts; part++) {
    const own = lines.slice(part * daysAtOnce, (part + 1) * daysAtOnce)
    const sent = [heading, ...own].join('\n')
    const one = await client.rate_files.create({ ...options, text: sent })
    whole = whole ? together(whole, one, part * daysAtOnce) : one
    tell((part + 1) / parts)
  }
  return whole as LoadedRates
}

function together(before: LoadedRates, one: LoadedRates, lines: number): LoadedRates {
  const columns = one.skipped.filter(({ row }) => row === null).length
  const cells = one.skipped.flatMap(({ row, ...rest }) => (row === null ? [] : [{ ...rest, row: row + lines }]))
  const dates = [before.from, before.until, one.from, one.until].filter((day) => day !== null).toSorted()
  return {
    days: before.days + one.days,
    from: dates[0] ?? null,
    until: dates.at(-1) ?? null,
    currencies: [...new Set([...before.currencies, ...one.currencies])].toSorted(),
    recorded: before.recorded + one.recorded,
    unchanged: before.unchanged + one.unchanged,
    different: before.different + one.different,
    replaced: one.replaced,
    empty: before.empty + one.empty,
    differences: [...before.differences, ...one.differences].slice(0, mostTold),
    // Columns are the same in every part.
    skipped: [...before.skipped, ...cells].slice(0, mostTold),
    skipped_count: before.skipped_count + one.skipped_count - columns,
  }
}
