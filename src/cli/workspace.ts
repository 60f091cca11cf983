import type { Workspace } from '../client/schema.ts'
import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { table } from './output.ts'

export const setWorkspace: Command = {
  name: 'workspace set',
  summary: 'Name, time zone, currency of totals, and how fiscal years are cut: into months or weeks, from when on',
  usage:
    '[--name NAME] [--time-zone ZONE] [--currency CODE] [--fiscal-year-start MONTH] [--fiscal-weeks 4-4-5|4-5-4|5-4-4|none] [--fiscal-year-ends last-saturday|nearest-saturday] [--fiscal-year-named-after start|end] [--from-fiscal-year YEAR] [--figures-about-people on|off]',
  flags: {
    name: { type: 'string' },
    'time-zone': { type: 'string' },
    currency: { type: 'string' },
    'fiscal-year-start': { type: 'string' },
    'fiscal-weeks': { type: 'string' },
    'fiscal-year-ends': { type: 'string' },
    'fiscal-year-named-after': { type: 'string' },
    'from-fiscal-year': { type: 'string' },
    'figures-about-people': { type: 'string' },
  },
  async run(call) {
    const { client, out } = call
    const given = {
      name: textOf(call, 'name'),
      time_zone: textOf(call, 'time-zone'),
      currency: textOf(call, 'currency'),
      ...(await calendarOf(call)),
      figures_about_people: switchOf(call, 'figures-about-people'),
    }
    if (Object.values(given).every((value) => value === undefined)) throw usageFault('Say what to set.')
    const after = await client.workspace.update(given)
    out.data(after, () =>
      [
        `${after.name}, ${after.time_zone}, totals in ${after.currency}`,
        `The fiscal year begins ${cutText(after)}.`,
        ...after.fiscal_changes.map((change) => `From ${change.from_year} on it begins ${cutText(change)}.`),
        `Figures about named persons are ${after.figures_about_people ? 'on' : 'off'}.`,
      ].join('\n'),
    )
  },
}

type Cut = Pick<Workspace, 'fiscal_year_start_month' | 'fiscal_weeks'>

/** How fiscal years are to be cut: all of them, or those from a year on. */
async function calendarOf(call: Call): Promise<Partial<Cut> & Partial<Pick<Workspace, 'fiscal_changes'>>> {
  const month = textOf(call, 'fiscal-year-start')
  const start = month === undefined ? undefined : Number(month)
  const from = textOf(call, 'from-fiscal-year')
  const weeks = weeksOf(call)
  if (from === undefined)
    return {
      ...(start === undefined ? {} : { fiscal_year_start_month: start }),
      ...(weeks === undefined ? {} : { fiscal_weeks: weeks }),
    }
  if (start === undefined && weeks === undefined)
    throw usageFault('--from-fiscal-year: say what holds from then on, with --fiscal-year-start or --fiscal-weeks')
  const { workspace } = await call.client.me.get()
  const kept = workspace.fiscal_changes.filter(({ from_year }) => from_year < Number(from))
  const now: Cut = kept.at(-1) ?? workspace
  const change = {
    from_year: Number(from),
    fiscal_year_start_month: start ?? now.fiscal_year_start_month,
    fiscal_weeks: weeks === undefined ? now.fiscal_weeks : weeks,
  }
  return { fiscal_changes: [...kept, change] }
}

function weeksOf(call: Call): Workspace['fiscal_weeks'] | undefined {
  const pattern = textOf(call, 'fiscal-weeks')
  const [rule = 'last', weekday = 'saturday'] = (textOf(call, 'fiscal-year-ends') ?? '').split('-').filter(Boolean)
  const named_after = textOf(call, 'fiscal-year-named-after') ?? 'end'
  const alone = ['fiscal-year-ends', 'fiscal-year-named-after'].find((name) => textOf(call, name) !== undefined)
  if (pattern === undefined && alone !== undefined) throw usageFault(`--${alone}: goes with --fiscal-weeks`)
  if (pattern === undefined) return undefined
  if (pattern === 'none') return null
  // What is no such word comes back from the server with what would do.
  return { pattern, year_ends: rule, weekday, named_after } as NonNullable<Workspace['fiscal_weeks']>
}

const cutText = ({ fiscal_year_start_month: month, fiscal_weeks: weeks }: Cut): string =>
  weeks === null
    ? `in month ${month}`
    : `after the ${weeks.weekday} ${weeks.year_ends === 'last' ? 'that is the last before' : 'nearest to the beginning of'} month ${month}, in weeks ${weeks.pattern}`

export const listFiscalYears: Command = {
  name: 'workspace years',
  summary: 'Fiscal years with their quarters and months, as the calendar in force cuts them',
  usage: '[--year YEAR] [--count N] [--json]',
  flags: { year: { type: 'string' }, count: { type: 'string' } },
  async run(call) {
    const { client, out } = call
    const [year, count] = [textOf(call, 'year'), textOf(call, 'count')]
    const { data } = await client.fiscal_years.list({
      year: year === undefined ? undefined : Number(year),
      count: count === undefined ? undefined : Number(count),
    })
    const rows = data.flatMap(({ year, starts, ends, weeks, quarters }) => [
      [String(year), starts, ends, weeks === null ? '' : `${weeks} weeks`],
      ...quarters.flatMap(({ months, ...quarter }) =>
        [quarter, ...months].map((one) => [one.period, one.starts, one.ends, '']),
      ),
    ])
    out.data({ data }, () => table(out, ['period', 'from', 'until before', ''], rows))
  },
}

function switchOf(call: Call, name: string): boolean | undefined {
  const said = textOf(call, name)
  if (said === undefined) return undefined
  if (said !== 'on' && said !== 'off') throw usageFault(`--${name}: expected on or off`)
  return said === 'on'
}

export const listWorkspaces: Command = {
  name: 'workspaces list',
  summary: 'The workspaces that this sign-in may enter; a key enters its own only',
  usage: '[--json]',
  async run({ client, out }) {
    const { workspaces } = await client.me.get()
    const rows = workspaces.map(({ slug, name, role }) => [slug, name, role])
    out.data({ data: workspaces }, () => table(out, ['slug', 'name', 'role'], rows))
  },
}

export const createWorkspace: Command = {
  name: 'workspaces create',
  summary: 'Found another workspace, as its owner',
  usage: 'SLUG --name NAME [--currency CODE] [--time-zone ZONE]',
  flags: { name: { type: 'string' }, currency: { type: 'string' }, 'time-zone': { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(call) {
    const { client, out, words } = call
    const founded = await client.workspaces.create({
      slug: words[0] ?? '',
      name: required(call, 'name'),
      currency: textOf(call, 'currency'),
      time_zone: textOf(call, 'time-zone'),
    })
    out.data(founded, () => founded.slug)
    out.say(`${founded.name} is there. Sign in and choose it in the menu; this key stays with its own workspace.`)
  },
}
