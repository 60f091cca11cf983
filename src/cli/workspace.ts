import { type Command, textOf, usageFault } from './command.ts'

export const setWorkspace: Command = {
  name: 'workspace set',
  summary: 'Name, time zone, currency of totals, and the month in which the fiscal year begins',
  usage: '[--name NAME] [--time-zone ZONE] [--currency CODE] [--fiscal-year-start MONTH]',
  flags: {
    name: { type: 'string' },
    'time-zone': { type: 'string' },
    currency: { type: 'string' },
    'fiscal-year-start': { type: 'string' },
  },
  async run(call) {
    const { client, out } = call
    const month = textOf(call, 'fiscal-year-start')
    const given = {
      name: textOf(call, 'name'),
      time_zone: textOf(call, 'time-zone'),
      currency: textOf(call, 'currency'),
      fiscal_year_start_month: month === undefined ? undefined : Number(month),
    }
    if (Object.values(given).every((value) => value === undefined)) throw usageFault('Say what to set.')
    const after = await client.workspace.update(given)
    out.data(after, () =>
      [
        `${after.name}, ${after.time_zone}, totals in ${after.currency}`,
        `The fiscal year begins in month ${after.fiscal_year_start_month}.`,
      ].join('\n'),
    )
  },
}
