import { demoPeople } from '../simulator/demo-people.ts'
import { plusDays } from '../values/instant.ts'
import { type As, ask } from './governance.ts'

type Person = { id: string; email: string }
type Quota = { pipeline: { key: string } | null; person: object | null; period: string; amount: { amount: string } }

const leads: Record<string, string> = { Jakarta: 'dewi', Berlin: 'katrin' }
/** Since before the first deal, so that a grid of any past day has its line. */
const days = 1000

/**
 * Who reports to whom, what each of them is to win, and what a few have said they will bring. Each step looks for what
 * it would leave behind, as the rest of the demo does.
 */
export async function callDemo(as: As, today: string): Promise<void> {
  const ratna = await as('ratna')
  const reps = demoPeople.filter(({ role }) => role === 'rep')
  const done = await ratna(async (context) => {
    const { data } = await ask<{ data: Person[] }>(context, 'people.list', {})
    const idOf = (called: string) => data.find(({ email }) => email.startsWith(`${called}@`))?.id
    const valid_from = plusDays(`${today}T00:00:00.000Z`, -days)
    for (const { email, city } of reps) {
      const person_id = data.find((person) => person.email === email)?.id
      await ask(context, 'managers.set', { person_id, manager_id: idOf(leads[city] ?? ''), valid_from })
    }
    const { data: quotas } = await ask<{ data: Quota[] }>(context, 'quotas.list', {})
    if (quotas.some(({ person }) => person !== null)) return true
    // What a pipeline is to win, shared out among those who sell in it.
    const lines = quotas.flatMap(({ pipeline, period, amount }) => {
      const sellers = reps.filter(({ pipelines }) => pipelines.includes(pipeline?.key ?? ''))
      const share = Math.round(Number(amount.amount) / Math.max(sellers.length, 1) / 1000) * 1000
      return sellers.map(({ email }) => [email, pipeline?.key, period, share].join('\t'))
    })
    await ask(context, 'quotas.paste', { text: ['person\tpipeline\tperiod\tamount', ...lines].join('\n') })
    return false
  })
  if (done) return
  for (const called of ['bayu', 'jonas'])
    await (await as(called))((context) => ask(context, 'submissions.create', { pipeline: 'hardware' }))
}
