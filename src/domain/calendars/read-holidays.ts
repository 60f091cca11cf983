import { accept, type Decision, refuse } from '../../values/decision.ts'
import { DaySchema, type Day } from '../../values/instant.ts'
import { Line } from '../../values/text.ts'

export type NamedDay = { day: Day; name: string }

const mostDays = 2_000

/**
 * Holidays as they are copied from elsewhere: lines of a day and a name, or the whole-day events of a calendar file. An
 * event of several days is a holiday on each of them. Of a day that stands there twice the last name holds.
 */
export function readHolidays(text: string): Decision<NamedDay[]> {
  const read = /^\s*BEGIN:VCALENDAR/i.test(text) ? readCalendarFile(text) : readLines(text)
  if (!read.ok) return read
  if (read.value.length === 0)
    return refuse('no-holidays', "There is no day in this. Write lines such as 2027-01-01, New Year's Day.")
  if (read.value.length > mostDays)
    return refuse('too-many-holidays', `These are ${read.value.length} days; give at most ${mostDays} at once.`)
  return accept([...new Map(read.value.map((one) => [one.day, one])).values()])
}

function readLines(text: string): Decision<NamedDay[]> {
  const days: NamedDay[] = []
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (i === 0 && /^\W*(date|day)\b/i.test(line))) continue
    const [, first = '', rest = ''] = /^\s*"?([^,;\t"]*)"?\s*[,;\t]\s*"?(.*?)"?\s*$/.exec(line) ?? []
    const named = namedDay(first.trim(), rest)
    if (!named)
      return refuse(
        'unreadable-holiday',
        `Line ${i + 1} is no day with a name: ${line.trim().slice(0, 60)}. Write 2027-01-01, New Year's Day.`,
        { line: i + 1 },
      )
    days.push(named)
  }
  return accept(days)
}

function readCalendarFile(text: string): Decision<NamedDay[]> {
  // A line that begins with a space goes on with the one before it.
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, '')
  const events = [...unfolded.matchAll(/BEGIN:VEVENT([\s\S]*?)END:VEVENT/gi)]
  const days: NamedDay[] = []
  for (const [i, [, body = '']] of events.entries()) {
    const start = dayIn(body, 'DTSTART')
    const name = memberOf(body, 'SUMMARY')
      ?.replaceAll(/\\([,;\\])/g, '$1')
      .replaceAll(/\\n/gi, ' ')
    const first = start && namedDay(start, name ?? '')
    if (!first)
      return refuse('unreadable-holiday', `Event ${i + 1} of the calendar file has no day, or no name.`, {
        event: i + 1,
      })
    // The end of an event of whole days is the day after its last.
    const end = dayIn(body, 'DTEND') ?? ''
    for (let at = first.day, n = 0; n === 0 || (at < end && n < 60); at = nextDay(at), n++)
      days.push({ day: at, name: first.name })
  }
  return accept(days)
}

const memberOf = (body: string, name: string) =>
  new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(.*)$`, 'im').exec(body)?.[1]?.trim()

function dayIn(body: string, name: string): Day | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(memberOf(body, name) ?? '') ?? []
  return year && `${year}-${month}-${day}`
}

const nextDay = (day: Day) => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

function namedDay(day: string, name: string): NamedDay | undefined {
  const [readDay, readName] = [DaySchema.safeParse(day), Line(120).safeParse(name)]
  return readDay.success && readName.success ? { day: readDay.data, name: readName.data } : undefined
}
