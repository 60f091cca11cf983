import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, type Person, startCompany } from './company.ts'
import { barriersOn } from './barriers.ts'
import { closeBrowser, shoot } from './visit.ts'

let company: Company
let owner: Person
beforeAll(async () => {
  company = await startCompany()
  const { server } = company
  const boss = await server.addPerson({ name: 'Rina Hartono', role: 'owner' })
  owner = { ...boss, ...(await server.letSignIn(boss.id)) }
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('a file of the ECB is shown for what it brings, what is known otherwise is not overwritten, and a phone shows it too', async () => {
  const { page, goto, context, faults } = await company.open(owner)
  await company.ana.client.me.get()
  await goto('/settings/rates')
  const file = (text: string) => ({ name: 'eurofxref-hist.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  const input = page.getByLabel('Drop eurofxref.csv or eurofxref-hist.csv here, or choose it')
  await input.setInputFiles(file('Date,USD,CYP,GBP,\n2026-11-20,1.1570,N/A,0.8801,\n2026-11-19,1.1600,N/A,x,\n'))
  await page.getByText('2 days from 19 Nov to 20 Nov').waitFor()
  await page.getByText('Line 3, GBP').waitFor()
  await page.getByRole('button', { name: 'Record 3 rates' }).click()
  await page.getByText('3 rates recorded').waitFor()
  await page.getByRole('cell', { name: '1.157' }).waitFor()

  await input.setInputFiles(file('Date,USD,GBP,\n2026-11-20,1.2000,0.8801,\n2026-11-18,1.1500,0.8900,\n'))
  await page.getByText('What is known otherwise').click()
  await page.getByText('20 Nov USD: 1.157 → 1.2').waitFor()
  expect(await page.getByRole('button', { name: 'Record 2 rates' }).isEnabled()).toBe(true)
  await page.getByLabel(/^Take the file’s where another rate is known/).check()
  await page.getByRole('button', { name: 'Record 3 rates' }).waitFor()
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'rates')
  await page.setViewportSize({ width: 390, height: 844 })
  await shoot(page, 'rates-phone')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await input.setInputFiles(file('day;USD\n'))
  await page.getByRole('alert').getByText('The first line is the heading').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('another calendar is shown year by year before it is saved, and periods follow it', async () => {
  const { page, goto, context, faults } = await company.open(owner)
  await goto('/settings/workspace')
  await page.getByLabel('Months').selectOption('4-5-4')
  await page.getByLabel('The year begins about the first of').selectOption('2')
  await page.getByLabel('Which one of the month before').selectOption('nearest')
  await page.getByLabel('Holds for').selectOption('2027')
  await page.getByText('52 weeks').first().waitFor()
  // What is still of the choice before stands pale.
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden' })
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'fiscal-calendar')
  await page.setViewportSize({ width: 390, height: 844 })
  await shoot(page, 'fiscal-calendar-phone')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('form', { name: 'Fiscal calendar' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Periods are cut so from now on').waitFor()
  const { workspace } = await company.ana.client.me.get()
  expect(workspace.fiscal_changes).toMatchObject([{ from_year: 2027, fiscal_weeks: { pattern: '4-5-4' } }])

  await goto('/forecast/grid?period=2027-Q2')
  await page.getByRole('combobox', { name: 'Period' }).selectOption({ label: 'FY27-P05' })
  await page.waitForURL(/2027-P05/)
  await page.getByRole('grid', { name: 'Forecast grid' }).waitFor()
  await shoot(page, 'grid-of-weeks')
  expect(faults).toEqual([])
  await context.close()
})
