import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, openDeal, pipeline, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

const many = 230
let company: Company

beforeAll(async () => {
  company = await startCompany()
  for (let at = 0; at < many; at++) await openDeal(company.ana.client, `Deal ${at}`)
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('a column of hundreds of deals can be scrolled to its last one, and shows only what is in sight', async () => {
  const { page, goto, faults } = await company.open(company.ana)
  await goto(`/board/${pipeline}`)
  const column = page.locator('[data-column="need_stated"]')
  await column.locator('[data-card]').first().waitFor()
  const last = column.locator(`[data-index="${many - 1}"]`)
  await column.locator('[data-card]').first().hover()
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 4000)
        return last.count()
      },
      { timeout: 20_000 },
    )
    .toBe(1)
  expect(await column.getByText('Loading more…').count()).toBe(0)
  expect(await column.locator('[data-card]').count()).toBeLessThan(40)
  expect(faults).toEqual([])
})
