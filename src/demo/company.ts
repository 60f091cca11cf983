import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createImport, layDown, takeOver } from '../domain/imports/index.ts'
import { accessOf, addPerson, type Founded, readPeople } from '../domain/people/index.ts'
import { createPipeline, readPipeline, readPipelines } from '../domain/pipelines/index.ts'
import { readQuotaList, setQuota } from '../domain/quotas/index.ts'
import { backtestDemo } from './backtest.ts'
import { callDemo } from './calls.ts'
import { callPast } from './past-calls.ts'
import { dressDemo, stockDemo, type Within } from './dressing.ts'
import { type As, governDemo } from './governance.ts'
import { handOffDemo } from './handoffs.ts'
import { routeDemo } from './routing.ts'
import type { Actor, Context } from '../platform/context.ts'
import { readInstallation, writeInstallation } from '../platform/database/installation.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Running } from '../server.ts'
import { type DemoCompany, demoCompany } from '../simulator/demo-company.ts'
import { demoCsv } from '../simulator/demo-csv.ts'
import { boundByNothing } from '../platform/rights.ts'
import type { Instant } from '../values/instant.ts'

const root = join(import.meta.dirname, '../..')
const files = [
  'motions/enterprise.yaml',
  'motions/transactional.yaml',
  'motions/partner.yaml',
  'motions/renewal.yaml',
  'motions/self-service.yaml',
  'examples/demo/hardware.yaml',
]

type Home = Pick<Founded, 'workspace_id' | 'owner_id'>
type Say = (line: string) => void

/**
 * Fills a workspace with the demo company: pipelines, people, two years of deals (as a file, through the same import
 * that any file takes), quotas, and a day's work. Each step looks for what is there already, so that a first start that
 * was killed goes on where it stopped.
 */
export async function loadDemoCompany(running: Running, home: Home, say: Say): Promise<void> {
  const started = performance.now()
  say('Loading the demo company …')
  const within = withinAs(running, home)
  const today = await once(running, 'demo_day', () => running.clock.now().slice(0, 10))
  for (const file of files) await within((context) => ensurePipeline(context, readFileSync(join(root, file), 'utf8')))
  const pipelines = await readPipelines(running.database.owner, home.workspace_id)
  const company = demoCompany({ today, definitions: pipelines.map(({ definition }) => definition) })
  await within((context) => ensurePeople(context, company))
  await within(stockDemo)
  await importDeals(running, home, company, say)
  await within((context) => ensureQuotas(context, company))
  await dressDemo(within, today)
  await governDemo(asPersonOf(running, home), today)
  await handOffDemo(asPersonOf(running, home), today)
  await routeDemo(asPersonOf(running, home))
  await callDemo(asPersonOf(running, home), today)
  await callPast(asPersonOf(running, home), { today, deals: company.deals })
  await backtestDemo(asPersonOf(running, home))
  running.committed(home.workspace_id)
  say(`The demo company is there (${Math.round((performance.now() - started) / 1000)} s).`)
}

const actorOf = ({ workspace_id, owner_id }: Home, channel: Actor['channel']): Actor => ({
  id: owner_id,
  name: 'owner',
  role: 'owner',
  workspace_id,
  channel,
  access: accessOf('owner'),
  rights: boundByNothing,
})

const withinAs = (running: Running, home: Home): Within => withinBy(running, actorOf(home, 'system'))

function withinBy({ database, clock }: Running, actor: Actor, at?: Instant): Within {
  const asked = { actor, effect: 'write', name: 'demo' } as const
  return (work) => inTransaction(database, { ...asked, now: at ?? clock.now() }, work)
}

/** Nobody of the demo company is bound by grants. */
const asPersonOf =
  (running: Running, home: Home): As =>
  async (called, at) => {
    const people = await readPeople(running.database.owner, home.workspace_id)
    const person = people.find(({ email }) => email.startsWith(`${called}@`))
    if (person === undefined) throw new Error(`nobody of the demo company is called ${called}`)
    const { id, name, role } = person
    return withinBy(running, { ...actorOf(home, 'system'), id, name, role, access: accessOf(role) }, at)
  }

/** What the first attempt decided holds for the next ones. */
async function once({ database }: Running, key: string, decide: () => string | Promise<string>): Promise<string> {
  const known = await readInstallation(database.owner, key)
  if (known !== undefined) return known
  const decided = await decide()
  await writeInstallation(database.owner, key, decided)
  return decided
}

async function ensurePipeline(context: Context, source: string): Promise<void> {
  const key = /^key: (\S+)$/m.exec(source)?.[1] ?? ''
  if (await readPipeline(context.tx, context.workspace_id, key)) return context.unchanged()
  await createPipeline.run(context, { source })
}

async function ensurePeople(context: Context, { people }: DemoCompany): Promise<void> {
  const known = new Set((await readPeople(context.tx, context.workspace_id)).map(({ email }) => email))
  const missing = people.filter(({ email }) => !known.has(email))
  if (missing.length === 0) return context.unchanged()
  for (const { name, email, role } of missing) await addPerson(context, { name, email, role })
}

/** As any file is taken over: laid down, then batch by batch; a row that is there already changes nothing. */
async function importDeals(running: Running, home: Home, company: DemoCompany, say: Say): Promise<void> {
  const { database, clock } = running
  if ((await readInstallation(database.owner, 'demo_deals')) !== undefined) return
  const sender = { database, actor: actorOf(home, 'import'), now: clock.now }
  const mapping = readFileSync(join(root, 'examples/demo/mapping.yaml'), 'utf8')
  const import_id = await once(running, 'demo_import', () =>
    inTransaction(database, { ...sender, effect: 'write', name: 'demo', now: clock.now() }, async (context) => {
      const { id } = await createImport.run(context, { mapping, file_name: 'arungan.csv', dry_run: false })
      return id as string
    }),
  )
  await layDown(sender, import_id, chunks(Buffer.from(demoCsv(company))))
  const progress = async (done: number, total: number) => say(`  ${done} of ${total} deals`)
  await takeOver({ ...sender, import_id, progress, cancelled: async () => false })
  await writeInstallation(database.owner, 'demo_deals', clock.now())
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

/** Quotas as they were agreed at the start of each quarter. */
async function ensureQuotas(context: Context, { quotas }: DemoCompany): Promise<void> {
  const { tx, workspace_id, now } = context
  if ((await readQuotaList(tx, workspace_id, {}, now)).length > 0) return context.unchanged()
  for (const { pipeline, period, amount, currency } of quotas) {
    const [year = '', quarter = ''] = period.split('-Q')
    const start = `${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}-01T00:00:00.000Z`
    await setQuota(context, { pipeline, period, amount: { amount, currency }, valid_from: start < now ? start : now })
  }
}
