import { type Call, type Command, required, textOf, usageFault } from './command.ts'
import { table } from './output.ts'

export const setWorkspace: Command = {
  name: 'workspace set',
  summary: 'Name, time zone, currency of totals, and the month in which the fiscal year begins',
  usage:
    '[--name NAME] [--time-zone ZONE] [--currency CODE] [--fiscal-year-start MONTH] [--figures-about-people on|off]',
  flags: {
    name: { type: 'string' },
    'time-zone': { type: 'string' },
    currency: { type: 'string' },
    'fiscal-year-start': { type: 'string' },
    'figures-about-people': { type: 'string' },
  },
  async run(call) {
    const { client, out } = call
    const month = textOf(call, 'fiscal-year-start')
    const given = {
      name: textOf(call, 'name'),
      time_zone: textOf(call, 'time-zone'),
      currency: textOf(call, 'currency'),
      fiscal_year_start_month: month === undefined ? undefined : Number(month),
      figures_about_people: switchOf(call, 'figures-about-people'),
    }
    if (Object.values(given).every((value) => value === undefined)) throw usageFault('Say what to set.')
    const after = await client.workspace.update(given)
    out.data(after, () =>
      [
        `${after.name}, ${after.time_zone}, totals in ${after.currency}`,
        `The fiscal year begins in month ${after.fiscal_year_start_month}.`,
        `Figures about named persons are ${after.figures_about_people ? 'on' : 'off'}.`,
      ].join('\n'),
    )
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
