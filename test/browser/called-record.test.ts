import { afterAll, beforeAll, expect, test } from 'vitest'
import { plain } from '../stories/calls.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, type Person, startCompany } from './company.ts'
import { closeBrowser, shoot } from './visit.ts'

let company: Company
let boss: Person
const eur = (amount: string) => ({ amount, currency: 'EUR' })

beforeAll(async () => {
  company = await startCompany('simulated')
  const { server } = company
  await server.setClock('2026-05-02T09:00:00Z')
  await server.client.pipelines.create({ source: plain })
  for (const period of ['2026-Q3', '2026-Q4'])
    await server.client.quotas.create({ pipeline: 'plain', period, amount: eur('5000.00') })
  const member = await server.addPerson({ name: 'Citra Boss', role: 'manager' })
  boss = { ...member, ...(await server.letSignIn(member.id)) }
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

/** A month in which Ana calls 1,000 and Budi 400, and Ana's alone is won. */
async function live(month: string): Promise<void> {
  const { server, ana, budi } = company
  await server.setClock(`${month}-06T09:00:00Z`)
  const given = { name: 'Shop', pipeline: 'plain', close_date: `${month}-20` }
  for (const [person, amount] of [
    [ana, '1000.00'],
    [budi, '400.00'],
  ] as const) {
    const { id } = await person.client.deals.create({ ...given, owner: person.id, amount: eur(amount) })
    await person.client.deals.update({ deal_id: id, category: 'commit' })
    await person.client.submissions.create({ pipeline: 'plain', period: month })
    if (person === ana) {
      await server.setClock(`${month}-08T09:00:00Z`)
      await person.client.moves.create({ deal_id: id, outcome: 'won', reason: 'They signed' })
    }
  }
}

test('Home says how far calls and the model were off before, or how much is missing until that can be said', async () => {
  for (const month of ['2026-05', '2026-06']) await live(month)
  await company.server.setClock('2026-07-02T09:00:00Z')
  const { page, goto, faults, context } = await company.open(boss)
  await goto('/')
  const panel = page.locator('[data-called]')
  const row = panel.getByRole('row').filter({ has: page.getByRole('link', { name: 'Plain' }) })
  await row.getByText('not enough yet: has 2, needs 6').first().waitFor()
  await panel.locator('[data-nearer]').getByText('0 periods that are over have a word of both, 6 are needed').waitFor()

  for (const month of ['2026-07', '2026-08', '2026-09', '2026-10']) await live(month)
  await company.server.setClock('2026-11-24T09:00:00Z')
  await goto('/')
  // 1,400 were called each month and 1,000 won; the model had nothing to learn from.
  await row.getByText('40% off in 6 periods').waitFor()
  await row.getByText('not enough yet: has 0, needs 6').waitFor()
  await shoot(page, 'called-record')
  await panel.getByRole('link', { name: 'Both records' }).press('Enter')
  await page.waitForURL(/\/forecast\/accuracy/)
  expect(await barriersOn(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
}, 120_000)

test('it fits a phone in the dark, and a printed page says whose figures these are and of when', async () => {
  const { page, goto, faults, context } = await company.open(boss, { width: 390, height: 844, theme: 'dark' })
  await goto('/')
  await page.locator('[data-nearer]').waitFor()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  expect(await barriersOn(page)).toEqual([])
  const head = page.locator('[data-print-head]')
  expect(await head.isVisible()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  await head.getByText(/Q4 2026 · EUR · as known on/).waitFor()
  // Nothing is cut off by a window that paper has not.
  const cut = await page.evaluate(`(() => {
    const page = document.querySelector('#page')
    return page.scrollHeight - page.clientHeight
  })()`)
  expect(cut).toBe(0)
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test('a manager who signs in lands in the review, a rep on the work of the day', async () => {
  for (const [person, landing] of [
    [boss, /\/review/],
    [company.ana, /\/$/],
  ] as const) {
    const { page, goto, faults, context } = await company.open(person, { signedIn: false })
    await goto('/')
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'You are here' }).waitFor()
    await page.waitForURL(landing)
    if (person === company.ana) expect((await page.locator('main h2').first().textContent()) ?? '').toBe('Needs you')
    expect(faults).toEqual([])
    await context.close()
  }
}, 60_000)
