import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, openDeal, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

let company: Company
const motion = (key: string) => readFileSync(join(import.meta.dirname, `../../motions/${key}.yaml`), 'utf8')
const pictures = process.env['TRANSFER_PICTURES']

beforeAll(async () => {
  company = await startCompany()
  for (const key of ['enterprise', 'partner']) await company.server.client.pipelines.create({ source: motion(key) })
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('a deal goes to another pipeline by keyboard alone: where it lands, what is asked, why, and back again', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Growing deal')
  await ana.client.deals.update({ deal_id: deal.id, fields: { package_wanted: 'team' } })
  const { page, goto, faults } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  await page.getByRole('heading', { name: 'Growing deal' }).waitFor()
  await page.keyboard.press('x')
  const dialog = page.getByRole('dialog', { name: 'Move to another pipeline' })
  await dialog.getByLabel('Pipeline', { exact: true }).waitFor()
  await page.keyboard.type('Enterprise')
  await expect.poll(() => dialog.getByLabel('Lands in').inputValue()).not.toBe('')
  await dialog.locator('[data-brought]').getByText('has no field there and stays with the deal').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  if (pictures) await photograph(page)
  await dialog.getByRole('button', { name: /^Move to / }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).pipeline.key).toBe('enterprise')
  const moved = await ana.client.deals.get({ deal_id: deal.id })
  expect(moved.carried.map(({ key }) => key)).toEqual(['package_wanted'])
  await page.locator('[data-carried]').waitFor()
  await page.locator('[data-entry="stage"]').getByText('Moved to another pipeline').first().waitFor()

  await page.keyboard.press('z')
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).pipeline.key).toBe('transactional')
  expect((await ana.client.deals.get({ deal_id: deal.id })).carried).toEqual([])
  expect(faults).toEqual([])
})

test('from a board, what the other pipeline asks for is filled in on the way', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Asked deal', null)
  const { page, goto } = await company.open(ana, { width: 390, height: 844 })
  await goto(`/deals/${deal.key}`)
  await page.getByRole('button', { name: 'Move to…' }).click()
  await page.getByRole('button', { name: 'To another pipeline…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move to another pipeline' })
  await dialog.getByLabel('Pipeline', { exact: true }).selectOption({ value: 'enterprise' })
  await dialog.getByLabel(/^Why it leaves/).selectOption({ index: 1 })
  const last = (await company.server.client.pipelines.get({ pipeline: 'enterprise' })).stages.at(-1)
  await dialog.getByLabel('Lands in').selectOption({ value: last?.key ?? '' })
  await dialog.locator('[data-gate]').first().waitFor()
  expect(await dialog.locator('[data-gate]:not([data-met])').count()).toBeGreaterThan(2)
  expect(await dialog.getByRole('button', { name: /^Move to / }).isDisabled()).toBe(true)
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  if (pictures) {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, 'narrow.png') })
  }
  await page.keyboard.press('Escape')
  expect((await ana.client.deals.get({ deal_id: deal.id })).pipeline.key).toBe('transactional')
})

type Page = Awaited<ReturnType<Company['open']>>['page']

async function photograph(page: Page): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${colorScheme}.png`) })
  }
}
