import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, file, wanted } from '../stories/shops.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

let company: Company
const pictures = process.env['SHOTS']

/** A deal that was won with recurring lines, and the term of its contract. */
async function contract(name: string, price: string, starts_on: string, ends_on: string) {
  const { client } = company.ana
  const account = await client.accounts.create({ name })
  const deal = await client.deals.create({ name: `${name}: platform`, pipeline: 'shops', account_id: account.id })
  const [product] = (await client.products.list()).data
  const unit_price = { amount: price, currency: 'EUR' }
  const line = { kind: 'recurring' as const, quantity: 1, unit_price, period: 'month' as const, term: 12 }
  await client.line_items.set({ deal_id: deal.id, items: [{ product_id: product?.id ?? '', ...line }] })
  await client.moves.create({ deal_id: deal.id, outcome: 'won', reason: 'Signed' })
  await company.server.settled()
  const [made] = (await client.contracts.list({ deal: deal.id })).data
  await client.contracts.update({ contract_id: made?.id ?? '', starts_on, ends_on })
  return { deal, account }
}

let stays: Awaited<ReturnType<typeof contract>>
beforeAll(async () => {
  company = await startCompany('simulated')
  await company.server.setClock('2026-11-24T09:00:00Z')
  await company.server.client.pipelines.create({ source: file(wanted, agreed) })
  await company.server.client.products.create({ name: 'Platform' })
  stays = await contract('Toko Maju', '100.00', '2025-06-01', '2027-05-31')
  await contract('Lestari Semen', '50.00', '2025-01-01', '2026-06-30')
  await contract('Citra Group', '900.00', '2026-03-01', '2027-01-15')
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('retention between two days opens the accounts that it is made of, by keyboard', async () => {
  const { page, goto, faults, context } = await company.open(company.ana)
  await goto('/contracts')
  const retention = page.locator('[data-retention]')
  const figure = (label: string) => retention.getByRole('button', { name: label })
  // 1,800 a year ago, of which 600 have left; a new customer is in neither share.
  await figure('net retention').getByText('67%').waitFor()
  await figure('gross retention').getByText('67%').waitFor()
  await figure('2 customers on the first day').getByText('€1.8K').waitFor()
  await figure('gone with those who left').press('Enter')
  const table = retention.locator('[data-retained]')
  await table.getByRole('row', { name: 'Lestari Semen €600.00 €0.00 Have left' }).waitFor()
  expect(await table.getByRole('row').count()).toBe(2)
  await figure('from new customers').press('Enter')
  await table.getByRole('row', { name: /Citra Group €0.00 €10,800.00/ }).waitFor()
  await figure('net retention').press('Enter')
  await table.getByRole('row', { name: /Toko Maju €1,200.00 €1,200.00 Pay the same/ }).waitFor()
  expect(await table.getByRole('row').count()).toBe(3)
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'page')

  await table.getByRole('link', { name: 'Toko Maju' }).press('Enter')
  const list = page.locator('[data-contracts]')
  await list.getByRole('button', { name: 'Only Toko Maju: show all' }).waitFor()
  await expect.poll(() => list.locator('[data-contract]').count()).toBe(1)
  await list.getByRole('button', { name: 'Only Toko Maju: show all' }).press('Enter')
  await expect.poll(() => list.locator('[data-contract]').count()).toBe(3)
  await list.getByRole('button', { name: 'up for renewal' }).press('Enter')
  await expect.poll(() => list.locator('[data-contract]').count()).toBe(1)
  await list.getByRole('row', { name: /Citra Group/ }).waitFor()

  await retention.getByLabel('From', { exact: true }).fill('2026-07-15')
  await figure('net retention').getByText('100%').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'page-390')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test('a won deal shows its contract, and its term is corrected there', async () => {
  const { page, goto, faults, context } = await company.open(company.ana)
  await goto(`/deals/${stays.deal.key}`)
  const panel = page.locator('section[data-contract]')
  await panel.getByText('in force').waitFor()
  await panel.getByText('€1,200.00').first().waitFor()
  await panel.scrollIntoViewIfNeeded()
  await photograph(page, 'deal')
  await panel.getByRole('button', { name: 'Change the term' }).press('Enter')
  await panel.getByLabel('Last day').fill('2025-01-31')
  await panel.getByRole('button', { name: 'Save' }).press('Enter')
  await panel.getByText('It begins on 2025-06-01; give a later day.').first().waitFor()
  await panel.getByLabel('Last day').fill('2026-12-31')
  await panel.getByRole('button', { name: 'Save' }).press('Enter')
  await panel.getByText('up for renewal').waitFor()
  expect(await barriersOn(page)).toEqual([])
  expect((await company.ana.client.contracts.list({ deal: stays.deal.id })).data[0]?.ends_on).toBe('2026-12-31')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

type Page = Awaited<ReturnType<Company['open']>>['page']

async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(pictures, `contracts-${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
