import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exactMoney } from '../../src/web/format.ts'
import { i18n } from '../../src/web/words.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { closeDeals, type Company, openDeal, type Person, pipeline, startCompany } from './company.ts'
import { closeBrowser, type Visit } from './visit.ts'

let company: Company
let boss: Person
const pictures = process.env['SHOTS']

/** A team of two with 40 closed deals behind them, and a week in which something happened. */
beforeAll(async () => {
  i18n.loadAndActivate({ locale: 'en-GB', messages: {} })
  company = await startCompany('simulated')
  const { server, ana, budi } = company
  const member = await server.addPerson({ name: 'Citra Boss', role: 'manager' })
  boss = { ...member, ...(await server.letSignIn(member.id)) }
  for (const { id } of [ana, budi])
    await server.client.managers.set({ person_id: id, manager_id: boss.id, valid_from: '2026-01-01T00:00:00Z' })
  await server.client.rates.create({ currency: 'USD', per_euro: '1.25', valid_from: '2026-01-01' })
  await server.client.rates.create({ currency: 'IDR', per_euro: '16000', valid_from: '2026-01-01' })
  await closeDeals(company)
  const names = ['Harbour Cafe', 'Kopi Tujuh', 'Brandt Tools', 'Sari Foods', 'Nordlicht', 'Weber Print', 'Mitra Jaya']
  const made = []
  for (const [i, name] of names.entries()) {
    const person = i % 3 === 2 ? budi : ana
    const amount = [
      { amount: '12000.10', currency: 'EUR' },
      { amount: '30000.01', currency: 'USD' },
      { amount: '250000000.00', currency: 'IDR' },
    ][i % 3]
    const deal = await openDeal(person.client, name, null)
    made.push(await person.client.deals.update({ deal_id: deal.id, amount, close_date: '2026-12-15' }))
  }
  await server.setClock('2026-12-02T09:00:00Z')
  const [cafe, kopi, brandt, sari] = made
  await ana.client.deals.update({ deal_id: cafe?.id ?? '', close_date: '2027-01-20' })
  await ana.client.deals.update({ deal_id: kopi?.id ?? '', category: 'commit' })
  await budi.client.deals.update({ deal_id: brandt?.id ?? '', amount: { amount: '310000000.00', currency: 'IDR' } })
  await ana.client.activities.create({ kind: 'task', subject: 'Ring', deal_id: sari?.id ?? '', due_on: '2026-11-28' })
}, 180_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const asked = { pipeline, person: 'me' as const }
const address = `/review?in=${pipeline}&whose=me`

test('by keyboard alone a manager walks through the week, decides, makes a task, calls a deal otherwise, and ends it', async () => {
  const { page, goto, faults, context } = await company.open(boss)
  const key = (name: string) => page.keyboard.press(name)
  await goto('/')
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  await key('g')
  await key('v')
  await page.getByRole('heading', { name: /^Review of / }).waitFor()
  await goto(address)
  const agenda = await boss.client.deal_reviews.agenda(asked)
  expect(agenda.note).toBeNull()
  expect(agenda.deals.length).toBeGreaterThan(4)
  await sumsAre(page, agenda.called)
  await photograph(page, 'review-agenda')
  expect(await barriersOn(page)).toEqual([])

  await key('b')
  const progress = page.locator('[data-progress]')
  await progress.getByText(`0 of ${agenda.deals.length}`).waitFor()
  const pane = page.getByRole('article')
  await pane.getByText(`1 of ${agenda.deals.length}`).waitFor()
  await key('j')
  await pane.getByText(`2 of ${agenda.deals.length}`).waitFor()
  await key('k')
  await pane.getByText(`1 of ${agenda.deals.length}`).waitFor()

  // How long it is talked about is shown, and can be switched off; the browser keeps that.
  const watch = pane.getByRole('timer', { name: 'Time on this deal' })
  await watch.getByText(/^0:\d\d$/).waitFor()
  await key('w')
  await watch.waitFor({ state: 'detached' })
  await page.reload()
  await pane.getByText(`1 of ${agenda.deals.length}`).waitFor()
  expect(await watch.count()).toBe(0)
  await key('w')
  await watch.waitFor()

  // A decision in words; the deal counts as talked about.
  const [first, second, third] = agenda.deals
  await key('n')
  await page.keyboard.type('Ask the buyer for a date before Friday')
  await key('Control+Enter')
  await progress.getByText(`1 of ${agenda.deals.length}`).waitFor()
  await pane.getByText('by Citra Boss').waitFor()

  // A task for whoever owns it, with its day.
  await key('t')
  const dialog = page.getByRole('dialog', { name: 'A task from this review' })
  await page.keyboard.type('Ring the head of purchasing')
  await photograph(page, 'review-task')
  await key('Enter')
  await dialog.waitFor({ state: 'detached' })
  await pane.locator('[data-tasks]').getByText('Ring the head of purchasing').waitFor()

  // On, and the next one is called otherwise.
  await key('j')
  await pane.getByText(second?.deal.name ?? '').waitFor()
  await key('c')
  await page.getByRole('dialog', { name: 'Call it otherwise' }).getByLabel('Category').selectOption('best_case')
  await key('Tab')
  await key('Tab')
  await key('Enter')
  await page.getByRole('dialog', { name: 'Call it otherwise' }).waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await boss.client.deals.get({ deal_id: second?.deal.id ?? '' })).category)
    .toBe('best_case')
  await pane.getByRole('row', { name: /Category.*Best case/ }).waitFor()
  await key('r')
  await progress.getByText(`2 of ${agenda.deals.length}`).waitFor()
  await pane.getByText(third?.deal.name ?? '').waitFor()

  // Another date, then the deal itself and back.
  await key('d')
  const date = page.getByRole('dialog', { name: 'Another close date' })
  await date.getByLabel('Close date').fill('2026-12-22')
  await key('Enter')
  await date.waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await boss.client.deals.get({ deal_id: third?.deal.id ?? '' })).close_date)
    .toBe('2026-12-22')
  await photograph(page, 'review-deal')
  expect(await barriersOn(page)).toEqual([])
  await key('Enter')
  await page.waitForURL(/\/deals\//)
  await page.goBack()
  await pane.getByText(third?.deal.name ?? '').waitFor()
  const id = new URL(page.url()).searchParams.get('review') ?? ''
  await sumsAre(page, (await boss.client.deal_reviews.get({ deal_review_id: id })).called)

  await key('e')
  const end = page.getByRole('dialog', { name: 'End this review' })
  await end.getByText(`${agenda.deals.length - 2} deals were not talked about`).waitFor()
  await page.keyboard.type('We keep the commit')
  await key('Tab')
  await key('Tab')
  await key('Enter')
  await end.waitFor({ state: 'detached' })
  await progress.getByText('We keep the commit').waitFor()
  const kept = await boss.client.deal_reviews.get({ deal_review_id: id })
  expect(kept).toMatchObject({ state: 'ended', note: 'We keep the commit', reviewed_count: 2, tasks_count: 1 })
  expect(kept.deals.find(({ deal }) => deal.id === first?.deal.id)?.mark).toMatchObject({
    decision: 'Ask the buyer for a date before Friday',
    tasks: [{ subject: 'Ring the head of purchasing', owner: first?.person }],
  })
  expect(await page.getByRole('button', { name: /^Talked about/ }).count()).toBe(0)

  // What it came to is on the page, and by one key in the clipboard.
  const summary = page.locator('[data-summary]')
  const decided = `${first?.deal.key} ${first?.deal.name}: Ask the buyer for a date before Friday`
  await summary.getByText(decided).waitFor()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await key('y')
  await page.getByText('The summary is copied').waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  for (const line of ['We keep the commit', decided, 'Ring the head of purchasing', 'Left over for the next review'])
    expect(copied).toContain(line)
  const mail = new URL((await summary.getByRole('link', { name: 'Mail it' }).getAttribute('href')) ?? '')
  expect(mail.protocol).toBe('mailto:')
  expect(mail.searchParams.get('subject')).toMatch(/^Review of /)
  await photograph(page, 'review-summary')
  expect(await barriersOn(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
}, 120_000)

test('two people see each other’s marks at once, and neither loses their words', async () => {
  const one = await company.open(boss)
  const two = await company.open(company.ana)
  await company.server.setClock('2026-12-02T10:00:00Z')
  const begun = await company.ana.client.deal_reviews.create(asked)
  const path = `/review?review=${begun.id}`
  await one.goto(path)
  await two.goto(path)
  const [mine, theirs] = [one.page, two.page]
  await mine.getByRole('article').getByText(`1 of ${begun.deals.length}`).waitFor()
  await theirs.getByRole('article').getByText(`1 of ${begun.deals.length}`).waitFor()
  await mine.keyboard.press('r')
  await theirs.locator('[data-progress]').getByText(`1 of ${begun.deals.length}`).waitFor()
  // Both look at the first deal and write.
  await mine.keyboard.press('k')
  await mine.getByLabel('Decision').fill('Drop it')
  await theirs.getByLabel('Decision').fill('Ring them')
  await theirs.keyboard.press('Control+Enter')
  await theirs.getByText('by Ana Bauer', { exact: true }).waitFor()
  await mine.getByRole('button', { name: 'Save the decision' }).press('Enter')
  await mine.getByRole('alert').getByText('Ana Bauer wrote meanwhile: “Ring them”').waitFor()
  expect(await mine.getByLabel('Decision').inputValue()).toBe('Drop it')
  await photograph(mine, 'review-both')
  await mine.getByRole('button', { name: 'Save mine over it' }).press('Enter')
  await expect.poll(() => theirs.getByLabel('Decision').inputValue()).toBe('Drop it')
  expect([...one.faults, ...two.faults]).toEqual([])
  await one.context.close()
  await two.context.close()
}, 90_000)

test('it fits a phone in the dark, and an empty one says that nothing happened', async () => {
  const { page, goto, faults, context } = await company.open(boss, { width: 390, height: 844, theme: 'dark' })
  await goto(`/review?in=${pipeline}`)
  await page.getByRole('article').waitFor()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'review-390')
  const nobody = await company.server.addPerson({ name: 'Dodi Baru' })
  await goto(`/review?in=${pipeline}&whose=${nobody.id}`)
  await page.getByRole('heading', { name: /^Nothing to talk about/ }).waitFor()
  await page.getByText('No deal is open here.').waitFor()
  await page.getByRole('heading', { name: 'Earlier reviews' }).waitFor()
  await photograph(page, 'review-empty-390')
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

type Called = { category: string; from: { amount: Money }; to: { amount: Money } }[]
type Money = { amount: string; currency: string }

/** Every sum on the screen is the API's, to the cent. */
async function sumsAre(page: Visit['page'], called: Called): Promise<void> {
  const panel = page.locator('[data-called]')
  await panel.waitFor()
  for (const { category, from, to } of called) {
    const line = panel.locator(`[data-category="${category}"]`)
    if ((await line.count()) === 0) continue
    const said = () => line.locator('.num[title]').evaluateAll((all) => all.map((one) => one.getAttribute('title')))
    await expect.poll(said).toEqual([exactMoney(from.amount), exactMoney(to.amount)])
  }
}

/** For people to look at, where SHOTS says into which folder. */
async function photograph(page: Visit['page'], name: string): Promise<void> {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}
