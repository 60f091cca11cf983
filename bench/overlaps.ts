import { ensureAccounts, findAlike } from '../src/domain/accounts/index.ts'
import { accessOf, foundWorkspace } from '../src/domain/people/index.ts'
import type { Context } from '../src/platform/context.ts'
import { boundByNothing } from '../src/platform/rights.ts'
import { inTransaction } from '../src/platform/transaction.ts'
import { randomFrom } from '../src/stats/random.ts'
import { openTestDatabase } from '../test/database.ts'
import { type Company, companyFrom, spoilings } from './company-names.ts'

/**
 * How long it takes to find the accounts that a new deal's company may be already, among 50,000 and as the role of
 * requests, and how often that is right: 500 of them written down for the second time as people do, and 500 companies
 * that are new. `node bench/overlaps.ts [--accounts 50000] [--seed 1] [--misses]`; TEST_DATABASE_URL for PostgreSQL.
 */
const flag = (name: string, otherwise: string) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise
const many = Number(flag('--accounts', '50000'))
const random = randomFrom(Number(flag('--seed', '1')))
const now = new Date().toISOString()

const taken = new Set<string>()
/** A company whose name and domain nobody has yet; that two companies are called the same is another matter. */
function fresh(): Company {
  for (;;) {
    const company = companyFrom(random)
    const name = company.name
      .toLowerCase()
      .replace(/^(pt|cv|ud)\.? |( (gmbh.*|ag|kg|ohg|e\.k\.|inc\.|llc|ltd|limited|corp\.|plc|tbk))+$/g, '')
    if (taken.has(name) || (company.domain !== null && taken.has(company.domain))) continue
    taken.add(name)
    if (company.domain !== null) taken.add(company.domain)
    return company
  }
}

const database = await openTestDatabase()
try {
  const owner = { name: 'Owner', email: 'owner@overlaps.test' }
  const founding = { slug: 'overlaps', name: 'Overlaps', currency: 'EUR', time_zone: 'UTC', owner }
  const { workspace_id, owner_id } = await foundWorkspace(
    database,
    { ...founding, valid_from: '2000-01-01T00:00:00.000Z' },
    now,
  )
  const actor = { id: owner_id, name: 'Owner', role: 'owner', workspace_id, channel: 'api' as const }
  const asked = { actor: { ...actor, access: accessOf('owner'), rights: boundByNothing }, name: 'bench', now }
  const within = <T>(effect: 'read' | 'write', work: (context: Context) => Promise<T>) =>
    inTransaction(database, { ...asked, effect }, work)

  const companies = Array.from({ length: many }, fresh)
  const ids = new Map<string, string>()
  for (let at = 0; at < many; at += 1_000)
    await within('write', async (context) => {
      const part = companies.slice(at, at + 1_000)
      const found = await ensureAccounts(
        context,
        part.map(({ name, domain }) => ({ name, domain, kind: 'customer' })),
      )
      for (const [i, { id }] of [...found.values()].entries()) ids.set(part[i]?.name ?? '', id)
    })
  await database.pool.query('vacuum analyze')

  const kinds = Object.entries(spoilings)
  const asks = Array.from({ length: 500 }, (_, i) => {
    const original = companies[Math.floor((i * many) / 500)] as Company
    const [kind, spoil] = kinds[i % kinds.length] ?? ['', (one: Company) => one]
    return { kind, original, written: spoil(original, random) }
  })
  const strangers = Array.from({ length: 500 }, () => ({ kind: 'a new company', original: null, written: fresh() }))

  const all = [...asks, ...strangers]
  const took: number[] = []
  const by = new Map<string, { found: number; asked: number; wrong: number }>()
  for (const { kind, original, written } of all) {
    const begun = performance.now()
    const [alike = []] = await within('read', ({ tx, workspace_id }) => findAlike(tx, workspace_id, [written]))
    took.push(performance.now() - begun)
    const planted = original && ids.get(original.name)
    const found = alike.some(({ account }) => account.id === planted)
    const wrong = alike.filter(({ account }) => account.id !== planted)
    const sum = by.get(kind) ?? { found: 0, asked: 0, wrong: 0 }
    by.set(kind, { found: sum.found + Number(found), asked: sum.asked + 1, wrong: sum.wrong + wrong.length })
    if (!process.argv.includes('--misses')) continue
    if (original && !found) console.log(`missed (${kind}): ${original.name} | ${written.name} ${written.domain ?? ''}`)
    for (const { account, likeness } of wrong)
      console.log(`wrong (${likeness.score.toFixed(2)} ${likeness.reasons}): ${written.name} | ${account.name}`)
  }

  const sums = [...by.values()]
  const total = (of: 'found' | 'wrong') => sums.reduce((sum, one) => sum + one[of], 0)
  for (const [kind, { found, asked, wrong }] of by)
    console.log(`${kind.padEnd(36)} ${String(found).padStart(4)} of ${String(asked).padStart(3)} found, ${wrong} wrong`)
  took.sort((a, b) => a - b)
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(1)
  console.log(
    `${many} accounts: ${at(0.5)} ms median, ${at(0.95)} ms p95, ${at(0.999)} ms at most, with the transaction`,
  )
  console.log(`precision ${(total('found') / (total('found') + total('wrong'))).toFixed(3)}`)
  console.log(`recall    ${(total('found') / asks.length).toFixed(3)}`)
} finally {
  await database.close()
}
