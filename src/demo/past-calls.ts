import { type DemoCall, demoCalls, quartersBefore } from '../simulator/demo-calls.ts'
import type { DemoDeal } from '../simulator/demo-deal.ts'
import { demoPeople } from '../simulator/demo-people.ts'
import type { Within } from './dressing.ts'
import { type As, ask } from './governance.ts'

/** As many quarters as a record of calls needs, in the two pipelines that are forecast quarter by quarter by both teams. */
const quarters = 6
const pipelines = ['enterprise', 'hardware']
const managers = ['dewi', 'katrin']

/** What Dewi takes off what her people call, since she knows them; Katrin passes on what she hears. */
const haircut: Record<string, number> = { dewi: 0.85, katrin: 1 }

/**
 * The calls of the quarters that are over: reps say what they are sure of, Dewi says less where she does not believe it,
 * and both managers submit, all of it through the ordinary operations, by a clock that stands at the middle of that
 * quarter. So what was called can be held against what was won, as in a company that has done so all along.
 */
export async function callPast(as: As, company: { today: string; deals: readonly DemoDeal[] }): Promise<void> {
  const past = quartersBefore(company.today, quarters)
  const calls = demoCalls(company.deals, { pipelines, quarters: past })
  const people = new Map(demoPeople.map((person) => [person.email, person]))
  const ids = await (await as('ratna'))(async (context) => {
    const { data } = await ask<{ data: { id: string; email: string }[] }>(context, 'people.list', {})
    context.unchanged()
    return new Map(data.map(({ id, email }) => [email, id]))
  })
  for (const { key: period, at } of past)
    for (const pipeline of pipelines) {
      const own = calls.filter((call) => call.pipeline === pipeline && call.period === period)
      const done = await doneFor(await as('ratna', at), { pipeline, period })
      const say = (call: DemoCall, by: string, less = 1) => {
        const person_id = ids.get(call.owner_email) ?? ''
        const entry = `${person_id} ${ids.get(`${by}@${domain}`)}`
        return done.has(entry) ? undefined : sayOf(as, call, { person_id, by, less })
      }
      for (const call of own) await say(call, call.owner_email.split('@')[0] ?? '')
      for (const manager of managers) {
        const below = own.filter(({ owner_email }) => leadOf(people.get(owner_email)?.city) === manager)
        const less = haircut[manager] ?? 1
        if (less < 1) for (const call of below) await say(call, manager, less)
        if (done.has(ids.get(`${manager}@${domain}`) ?? '')) continue
        await (await as(manager, at))((context) => ask(context, 'submissions.create', { pipeline, period }))
      }
    }
}

const leadOf = (city: string | undefined) => (city === 'Jakarta' ? 'dewi' : 'katrin')
const domain = demoPeople[0]?.email.split('@')[1]

type By = { by: { id: string }; person: { id: string } }

/** What a start that was killed has left behind: who submitted, and who has said something of whom. */
async function doneFor(ratna: Within, about: { pipeline: string; period: string }): Promise<Set<string>> {
  return ratna(async (context) => {
    context.unchanged()
    const said = await ask<{ data: By[] }>(context, 'adjustments.list', about)
    const submitted = await ask<{ data: Pick<By, 'person'>[] }>(context, 'submissions.list', { ...about, limit: 100 })
    return new Set([
      ...said.data.map(({ person, by }) => `${person.id} ${by.id}`),
      ...submitted.data.map(({ person }) => person.id),
    ])
  })
}

type Said = { person_id: string; by: string; less: number }

/** One entry on what somebody will bring: their own, or that of whoever they report to, who takes something off. */
async function sayOf(as: As, call: DemoCall, { person_id, by, less }: Said): Promise<void> {
  const { pipeline, period, at, amount, currency } = call
  const worth = { amount: (Number(amount) * less).toFixed(2), currency }
  const reason = less < 1 ? 'Some of these will be put off, as every quarter' : 'What is closed, and what I am sure of'
  const entry = { pipeline, period, person_id, category: 'commit', amount: worth, reason }
  await (await as(by, at))((context) => ask(context, 'adjustments.create', entry))
}
