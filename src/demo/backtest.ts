import { type As, ask } from './governance.ts'

/** Whether forecasts would have been right, over the two years that the company brings along; it ends in the background. */
export async function backtestDemo(as: As): Promise<void> {
  const ratna = await as('ratna')
  await ratna(async (context) => {
    const { data } = await ask<{ data: unknown[] }>(context, 'backtests.list', {})
    if (data.length > 0) return context.unchanged()
    await ask(context, 'backtests.create', {})
  })
}
