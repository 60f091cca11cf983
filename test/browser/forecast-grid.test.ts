import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { called, plain } from '../stories/calls.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, type Person, startCompany } from './company.ts'
import { closeBrowser, type Visit } from './visit.ts'

let company: Company
let boss: Person
const pictures = process.env['SHOTS']
const money = (amount: string, currency = 'EUR') => ({ amount, currency })

beforeAll(async () => {
  company = await startCompany('simulated')
  const { server, ana, budi } = company
  await server.setClock('2026-11-25T09:00:00Z')
  for (const source of [called, plain]) await server.client.pipelines.create({ source })
  const member = await server.addPerson({ name: 'Citra Boss', role: 'manager' })
  boss = { ...member, ...(await server.letSignIn(member.id)) }
  for (const { id } of [ana, budi]) await server.client.managers.set({ person_id: id, manager_id: boss.id })
  await server.client.rates.create({ currency: 'USD', per_euro: '1.25', valid_from: '2026-01-01' })
  await server.client.rates.create({ currency: 'IDR', per_euro: '16000', valid_from: '2026-01-01' })
  await open(ana, '100000.10', 'commit')
  await open(ana, '20000.01', 'best_case', 'USD')
  await open(ana, '300000000.00', 'pipeline', 'IDR')
  const won = await open(budi, '40000.00', 'commit')
  await server.client.moves.create({ deal_id: won.id, outcome: 'won', reason: 'At once' })
  await open(budi, '25000.00', 'commit')
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

async function open(owner: Person, amount: string, category: 'commit' | 'best_case' | 'pipeline', currency = 'EUR') {
  const given = { name: 'Shop', pipeline: 'called', close_date: '2026-12-15', next_step: 'Sign' }
  const deal = await owner.client.deals.create({ ...given, amount: money(amount, currency) })
  await owner.client.deals.update({ deal_id: deal.id, category })
  return deal
}

const cell = (page: Visit['page'], row: string, column: number) =>
  page
    .getByRole('row', { name: new RegExp(`^${row}`) })
    .getByRole('gridcell')
    .nth(column)

test('the grid is used as a spreadsheet: arrows, adjust, set a quota, copy a range; sums are those of the API', async () => {
  const { page, goto, faults, context } = await company.open(boss)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await goto('/forecast/grid?pipeline=called')
  const table = page.getByRole('grid', { name: 'Forecast grid' })
  await table.waitFor()
  const grid = await boss.client.forecast_grid.get({ period: '2026-Q4', pipeline: 'called' })
  const exact = (at: number) => grid.rows[at]?.commit.cumulative.amount ?? ''
  expect(grid.rows.map(({ kind, person }) => person?.name ?? kind)).toEqual([
    'total',
    'Citra Boss',
    'Ana Bauer',
    'Budi Santoso',
  ])
  await photograph(page, 'grid')

  // From the first cell down to what Ana commits, and adjust it.
  await cell(page, 'All together', 0).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Commit of Ana Bauer' })
  await dialog.getByLabel('What it comes to').fill('90000')
  await dialog.getByLabel('Why').fill('One of them always slips')
  await photograph(page, 'adjust')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Adjust' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await table.getByRole('button', { name: /adjusted by Citra Boss: One of them always slips/ }).waitFor()

  // Her quota, typed into its cell.
  await cell(page, 'Ana Bauer', 5).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Quota of Ana Bauer').fill('200,000')
  await page.keyboard.press('Enter')
  await expect.poll(async () => cell(page, 'Ana Bauer', 5).textContent()).toContain('€200K')
  await page.keyboard.press('Escape')

  // A range, copied for a spreadsheet to the cent.
  await cell(page, 'All together', 1).focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+c')
  const after = await boss.client.forecast_grid.get({ period: '2026-Q4', pipeline: 'called' })
  const [total, line] = after.rows
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    [total, line].map((row) => `${row?.commit.cumulative.amount}\t${row?.best_case.cumulative.amount}`).join('\n'),
  )
  expect(total?.commit.cumulative.amount).toBe('155000.00')
  expect(exact(0)).toBe('165000.10')
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'grid-adjusted')

  await page.getByRole('button', { name: 'Paste quotas…' }).press('Enter')
  const paste = page.getByRole('dialog', { name: 'Quotas from a spreadsheet' })
  await paste.getByLabel('Cells').fill('person\tpipeline\t2026-Q4\nBudi Santos\tcalled\t1\n')
  await paste.getByRole('button', { name: 'Set quotas' }).press('Enter')
  await paste.getByText(/Line 2: There is no person Budi Santos.*Did you mean Budi Santoso/).waitFor()
  await paste.getByLabel('Cells').fill('person\tpipeline\t2026-Q4\nBudi Santoso\tcalled\t150000\n')
  await paste.getByRole('button', { name: 'Set quotas' }).press('Enter')
  await paste.waitFor({ state: 'detached' })
  await expect.poll(async () => cell(page, 'Budi Santoso', 6).textContent()).toContain('27')
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

test('a forecast is submitted by keyboard, with a note where it is called otherwise, and read again as it was', async () => {
  const { page, goto, faults, context } = await company.open(company.ana)
  await goto('/forecast/submissions')
  const round = page.locator('[data-round="called"]')
  await round.getByText(/due .* in 2 days/).waitFor()
  await round.getByText('3 of 3 have not submitted').waitFor()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'My forecast for Called, 2026-Q4' })
  const commit = dialog.getByLabel('Commit, with all that is firmer')
  await commit.fill('80000')
  await dialog.getByRole('button', { name: 'Submit' }).press('Enter')
  await dialog
    .getByRole('alert')
    .getByText(/say why in note/)
    .waitFor()
  await dialog.getByLabel('Note').fill('They sign in January')
  await photograph(page, 'submit')
  await dialog.getByRole('button', { name: 'Submit' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await round.getByText('2 of 3 have not submitted').waitFor()
  await round.locator('[data-person="Ana Bauer"]').getByRole('button').press('Enter')
  const kept = page.getByRole('dialog', { name: 'Ana Bauer: Called, 2026-Q4' })
  await kept.getByText('They sign in January').first().waitFor()
  await photograph(page, 'submission')
  await page.keyboard.press('Escape')
  await kept.waitFor({ state: 'detached' })
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'submissions')
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

test('a category that asks for more says what is missing on the deal, and takes a reason for what is soft', async () => {
  const given = { name: 'Late shop', pipeline: 'called', amount: money('500.00'), close_date: '2027-08-01' }
  const deal = await company.ana.client.deals.create(given)
  const { page, goto, faults, context } = await company.open(company.ana)
  await goto(`/deals/${deal.key}`)
  const call = async () => {
    await page.getByRole('button', { name: /^Edit Category/ }).press('Enter')
    await page.getByLabel('Category', { exact: true }).selectOption('commit')
    await page.getByRole('button', { name: 'Save Category' }).press('Enter')
    return page.getByRole('dialog', { name: 'Not called so yet' })
  }
  const dialog = await call()
  await dialog.getByText('The next step is agreed').first().waitFor()
  await dialog.getByText('Fill in Next step.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Call it so' }).count()).toBe(0)
  await photograph(page, 'category')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await company.ana.client.deals.update({ deal_id: deal.id, next_step: 'Sign' })
  await page.reload()
  const again = await call()
  await again.getByLabel('Why it is called so all the same').fill('They said so by mail')
  await again.getByRole('button', { name: 'Call it so' }).press('Enter')
  await again.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Edit Category: Commit' }).waitFor()
  expect((await company.ana.client.deals.get({ deal_id: deal.id })).category).toBe('commit')
  await company.ana.client.deals.update({ deal_id: deal.id, category: 'omitted' })
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

test('it fits a phone, in the dark as well, and Home shows what is called beside the model', async () => {
  const { page, goto, faults, context } = await company.open(boss, { width: 390, height: 844, theme: 'dark' })
  await goto('/forecast/grid?pipeline=called')
  await page.getByRole('grid', { name: 'Forecast grid' }).waitFor()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'grid-390')
  await goto('/forecast/submissions')
  await page.locator('[data-history]').waitFor()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'submissions-390')
  await goto('/')
  await page.getByRole('heading', { name: 'Forecasts to submit' }).waitFor()
  const called = page.locator('[data-called]')
  await called
    .getByRole('row', { name: /^Called|Called €/ })
    .first()
    .waitFor()
  await called.scrollIntoViewIfNeeded()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'home-390')
  await page.setViewportSize({ width: 1440, height: 900 })
  await called.scrollIntoViewIfNeeded()
  await photograph(page, 'home-dark')
  expect(faults).toEqual([])
  await context.close()
}, 90_000)

test('what was won is shown at today’s rates beside the frozen ones when asked, and the address keeps that', async () => {
  const { server, ana } = company
  const won = await open(ana, '2500.00', 'commit', 'USD')
  await server.client.moves.create({ deal_id: won.id, outcome: 'won', reason: 'They signed' })
  await server.client.rates.create({ currency: 'USD', per_euro: '1.00', valid_from: '2026-11-26' })
  await server.setClock('2026-11-27T09:00:00Z')
  const { page, goto, faults, context } = await company.open(boss)
  await goto('/forecast/grid?pipeline=called')
  const closed = cell(page, 'All together', 0)
  await closed.getByText('€42K', { exact: true }).waitFor()
  expect(await page.getByText(/ today$/).count()).toBe(0)
  await page.getByRole('checkbox', { name: /the same at today’s/ }).press('Space')
  await closed.getByText('€42.5K today').waitFor()
  expect(await barriersOn(page)).toEqual([])
  await page.reload()
  await closed.getByText('€42.5K today').waitFor()
  expect(new URL(page.url()).searchParams.get('rates')).toBe('both')
  await photograph(page, 'grid-both-rates')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

async function photograph(page: Visit['page'], name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `calls-${name}.png`) })
}
