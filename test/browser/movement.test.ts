import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriersOn, widthOf } from './barriers.ts'
import { closeDeals, type Company, pipeline, startCompany } from './company.ts'
import { closeBrowser, type VisitOptions } from './visit.ts'

let company: Company
let slips: { id: string; key: string; version: number }

/** A week of which we know what moved: between Tuesday, 24 November, and Tuesday, 1 December. */
beforeAll(async () => {
  company = await startCompany('simulated')
  await closeDeals(company)
  const { ana, budi, server } = company
  const open = (of: typeof ana, name: string, amount: string, close_date = '2026-12-10') =>
    of.client.deals.create({ name, pipeline, close_date, amount: { amount, currency: 'EUR' } })
  await open(ana, 'Stays', '1000.00')
  const grows = await open(budi, 'Grows', '20000.00')
  slips = await open(ana, 'Slips', '40000.00')
  const loses = await open(ana, 'Loses', '32000.00')
  await server.setClock('2026-11-30T09:00:00Z')
  const edit = (deal: { id: string; version: number }, change: object) =>
    server.client.deals.update({ deal_id: deal.id, deal_version: deal.version, ...change })
  await edit(grows, { amount: { amount: '30000.00', currency: 'EUR' } })
  await edit(slips, { close_date: '2027-01-15' })
  await server.client.moves.create({ deal_id: loses.id, outcome: 'lost', reason: 'price' })
  await open(budi, 'Begun', '5000.00')
  await server.setClock('2026-12-01T10:00:00Z')
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const path = '/forecast/movement?period=2026-Q4'
const open = (options?: VisitOptions) => company.open(company.ana, options)
const shoot = async (page: Page, name: string) => {
  if (process.env['SHOTS']) await page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`), fullPage: true })
}
const finding = 'Open value fell by €57K; most moved: pushed out −€40K'
const focused = (page: Page) => page.evaluate('document.activeElement.getAttribute("aria-label")')

test('the bars of a week, and by keyboard the deals behind one of them, before and after', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast?period=2026-Q4')
  await page.getByRole('link', { name: 'Movement', exact: true }).press('Enter')
  await page.getByRole('heading', { name: finding }).waitFor()
  const list = page.getByRole('region', { name: 'The deals behind it' })
  await list.getByRole('link', { name: 'Slips' }).waitFor()
  const rows = await list.getByRole('row').allInnerTexts()
  expect(rows.slice(1).map((row) => row.split('\t').at(-1)?.trim())).toEqual(['−€40K', '−€32K', '+€10K', '+€5K', '€0'])
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'movement-light')

  await page.getByRole('img', { name: 'Before: €93K' }).focus()
  for (const name of ['New (1): +€5K', 'Worth more (1): +€10K', 'Pushed out (1): −€40K']) {
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe(name)
  }
  await page.keyboard.press('Enter')
  const bar = page.getByRole('region', { name: 'Pushed out' })
  await bar.getByText('10 Dec → 15 Jan 2027').waitFor()
  expect(await bar.getByRole('row').count()).toBe(2)
  expect(page.url()).toContain('bar=pushed_out')
  expect(await barriersOn(page)).toEqual([])
  await bar.getByRole('link', { name: 'Slips' }).press('Enter')
  await page.waitForURL(`**/deals/${slips.key}**`)
  await page.goBack()
  await bar.getByText('10 Dec → 15 Jan 2027').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('what is picked stands in the address: the figure, since when, whose deals', async () => {
  const { page, goto, faults, context } = await open()
  await goto(path)
  await page.getByRole('heading', { name: finding }).waitFor()
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: /^Expected value (rose|fell) by/ }).waitFor()
  expect(page.url()).toContain('measure=expected')
  await page.getByText('Of it from deals yet to come').waitFor()
  await shoot(page, 'movement-expected')
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Whose' }).press('Enter')
  await page.getByRole('menuitemradio', { name: 'Budi Santoso' }).press('Enter')
  await page.getByRole('heading', { name: 'Open value rose by €15K; most moved: worth more +€10K' }).waitFor()
  expect(page.url()).toContain(`whose=${company.budi.id}`)
  await page.getByLabel('From', { exact: true }).fill('2026-11-30')
  await page.waitForURL('**since=2026-11-30**')
  await page.getByRole('heading', { name: 'Open value rose by €15K' }).waitFor()
  await page.getByLabel('To', { exact: true }).fill('2026-11-29')
  await page.waitForURL('**until=2026-11-29**')
  await page.getByRole('heading', { name: 'Open value did not move' }).waitFor()
  await page.getByLabel('To', { exact: true }).fill('2026-11-27')
  await page.getByText('A bridge begins before it ends').waitFor()
  await goto(`${path}&since=2026-11-30&whose=${company.budi.id}`)
  await page.getByRole('heading', { name: 'Open value rose by €15K' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a picture is a table as well, and a period without deals says that nothing moved', async () => {
  const { page, goto, faults, context } = await open()
  await goto(path)
  await page.getByRole('button', { name: 'More about this picture' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Show as a table' }).press('Enter')
  const table = page.getByRole('table', { name: finding })
  expect(await table.getByRole('row', { name: 'Lost' }).innerText()).toMatch(/Lost\s+1\s+-32000\.00\s+EUR/)
  await goto('/forecast/movement?period=2030-Q1')
  await page.getByRole('heading', { name: 'Open value did not move' }).waitFor()
  await page.getByText('An earlier day may show more').waitFor()
  await goto('/forecast/movement?period=2026-Q4&in=nope')
  await page.getByText('There is no pipeline nope in this workspace.').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('Home says what moved the number, and leads to the bar that did', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/?period=2026-Q4')
  const moved = page.getByRole('figure', { name: /^Expected value (rose|fell) by/ })
  await moved.waitFor()
  await shoot(page, 'movement-home')
  expect(await barriersOn(page)).toEqual([])
  await moved.getByRole('button', { name: 'Lost (1)' }).press('Enter')
  await page.waitForURL('**/forecast/movement**')
  expect(page.url()).toContain('measure=expected')
  expect(page.url()).toContain('bar=lost')
  await page.getByRole('region', { name: 'Lost' }).getByRole('link', { name: 'Loses' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test.each([
  ['dark', { theme: 'dark' }],
  ['a phone', { width: 390, height: 844 }],
] as const)('on %s it reads as well', async (name, options) => {
  const { page, goto, faults, context } = await open(options)
  await goto(path)
  await page.getByRole('heading', { name: finding }).waitFor()
  await page.getByRole('link', { name: 'Slips' }).waitFor()
  expect(await barriersOn(page)).toEqual([])
  expect(await widthOf(page)).toBeLessThanOrEqual('width' in options ? options.width : 1440)
  await shoot(page, `movement-${name.replace('a ', '')}`)
  await goto('/?period=2026-Q4')
  await page.getByRole('figure', { name: /^Expected value/ }).waitFor()
  await shoot(page, `movement-home-${name.replace('a ', '')}`)
  expect(faults).toEqual([])
  await context.close()
})
