import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, openDeal, type Person, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

let company: Company
let owner: Person
let deal: Awaited<ReturnType<typeof openDeal>>
beforeAll(async () => {
  company = await startCompany()
  const { server, ana } = company
  const boss = await server.addPerson({ name: 'Rina Hartono', role: 'owner' })
  owner = { ...boss, ...(await server.letSignIn(boss.id)) }
  deal = await openDeal(ana.client, 'Audited deal')
  await ana.client.deals.update({ deal_id: deal.id, next_step: 'Ask Kanarya Zugvogel' })
  await ana.client.contacts.create({ name: 'Kanarya Zugvogel', email: 'kanarya@canary.example' })
  await server.settled()
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const pictures = process.env['PICTURES']

test('the audit shows who changed what before and after, leads to the deal, and verifies its chain', async () => {
  const { page, goto, context, faults } = await company.open(owner)
  await goto('/settings/audit')
  await page.getByLabel('Subject').fill(deal.key)
  const edited = page.locator('details').filter({ hasText: 'deal.edited' })
  await edited.waitFor()
  expect(await edited.locator('summary').textContent()).toMatch(/Ana Bauer.*Audited deal.*API/)
  await edited.locator('summary').click()
  await edited.getByText('Ask Kanarya Zugvogel').waitFor()
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await page.getByText(/^The chain holds: \d+ events$/).waitFor()
  if (pictures) await page.screenshot({ path: `${pictures}/audit-light.png` })
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  expect((await download).suggestedFilename()).toBe('audit.csv')
  await edited.getByRole('link', { name: 'Open the deal' }).click()
  await page.getByRole('heading', { name: 'Audited deal' }).first().waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a rep does not see the audit, nor personal data', async () => {
  const { page, goto, context } = await company.open(company.ana)
  await goto('/settings/audit')
  await page.getByRole('navigation', { name: 'Settings' }).waitFor()
  expect(await page.getByRole('link', { name: 'Audit', exact: true }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Personal data' }).count()).toBe(0)
  await context.close()
})

test('on a phone, in the dark, the audit fits', async () => {
  const { page, goto, context } = await company.open(owner, { width: 390, height: 844, theme: 'dark' })
  await goto('/settings/audit')
  await page.locator('details').first().waitFor()
  await page.locator('summary').first().click()
  await expect.poll(() => page.evaluate('document.querySelector("main").scrollWidth')).toBeLessThanOrEqual(390)
  if (pictures) await page.screenshot({ path: `${pictures}/audit-phone.png` })
  await context.close()
})

test('a person is found and erased everywhere', async () => {
  const { page, goto, context, faults } = await company.open(owner)
  await goto('/settings/personal-data')
  await page.getByLabel('E-mail address of the person').fill('kanarya@canary.example')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('contact', { exact: true }).waitFor()
  if (pictures) await page.screenshot({ path: `${pictures}/personal-data.png` })
  await page.getByRole('button', { name: 'Erase this person …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason, kept in the audit').fill('Asked by mail')
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await dialog.getByText('Erased: done').waitFor()
  const told = await company.ana.client.deals.get({ deal_id: deal.id })
  expect(told.next_step).toBe('Ask erased')
  expect(faults).toEqual([])
  await context.close()
})
