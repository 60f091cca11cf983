import type { Command } from './command.ts'
import { askedOf, ofPeriod } from './forecast.ts'
import { table } from './output.ts'

export const forecastPath: Command = {
  name: 'forecast path',
  summary: 'How a period has gone so far and where it leads: won up to each week, and low, likely and high ahead',
  ...ofPeriod,
  async run(call) {
    const { client, out } = call
    const path = await client.forecast_paths.get(askedOf(call))
    const { closed, ahead, note } = path.total
    const lines = [
      ...closed.map(({ at, amount }) => [at, amount.amount, null, null, null, null]),
      ...ahead.map(({ at, expected, p10, p50, p90 }) => [
        at,
        null,
        p10.amount,
        p50.amount,
        p90.amount,
        expected.amount,
      ]),
    ]
    out.data(path, () =>
      [
        `${path.period}, as of ${path.as_of}, in ${path.currency}`,
        table(out, ['until', 'won', 'low', 'likely', 'high', 'expected'], lines),
        ...(note === null ? [] : [note]),
      ].join('\n'),
    )
  },
}
