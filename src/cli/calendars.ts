import { readFileSync } from 'node:fs'
import { type Command, required, textOf, usageFault } from './command.ts'
import { printList } from './output.ts'

export const listCalendars: Command = {
  name: 'calendars list',
  summary: 'When people work, place by place',
  usage: '[--json]',
  async run({ client, out }) {
    printList(out, await client.calendars.list(), {
      calendar: ({ key }) => key,
      name: ({ name }) => name,
      'time zone': ({ time_zone }) => time_zone,
      holidays: ({ regions }) => regions.join(', '),
    })
  },
}

export const showDeadline: Command = {
  name: 'calendars deadline',
  summary: 'When so many business hours have passed by a calendar',
  usage: 'CALENDAR --hours N [--from MOMENT] [--json]',
  flags: { hours: { type: 'string' }, from: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const hours = Number(required(call, 'hours'))
    const deadline = await client.deadlines.get({ calendar: words[0] ?? '', hours, from: textOf(call, 'from') })
    out.data(deadline, () => deadline.due_at)
  },
}

export const addHolidays: Command = {
  name: 'holidays add',
  summary: 'Add the holidays of a region from a file: lines of a day and a name, or a calendar file (.ics)',
  usage: 'REGION FILE [--json]',
  words: { least: 2, most: 2 },
  async run({ client, out, words }) {
    const [region = '', file = ''] = words
    const answer = await client.holidays.create({ region, text: textIn(file) })
    out.data(answer, () => `${answer.added} added, ${answer.renamed} renamed, ${answer.unchanged} known already`)
  },
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
