import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, type Person, startCompany } from './company.ts'
import { closeBrowser, expectOpenToAll, visit } from './visit.ts'

let company: Company
let manager: Person

beforeAll(async () => {
  company = await startCompany()
  await company.server.client.pipelines.create({ source: clinics })
  const member = await company.server.addPerson({ role: 'manager', name: 'Mira Manager' })
  manager = { ...member, ...(await company.server.letSignIn(member.id)) }
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const open = (name: string) => company.ana.client.deals.create({ name, pipeline: 'clinics' })
const dealOf = (deal_id: string) => company.ana.client.deals.get({ deal_id })

test('whoever holds the right passes a gate with a reason and an end; it stands among the exceptions', async () => {
  const { ana } = company
  const deal = await open('Late trial')
  const rep = await company.open(ana)
  await rep.goto('/board/clinics')
  await rep.page.getByRole('group', { name: 'Late trial' }).focus()
  await rep.page.keyboard.press('Shift+ArrowRight')
  const hers = rep.page.getByRole('dialog', { name: 'Clinic tries it needs 3 things' })
  await hers.waitFor()
  expect(await hers.getByRole('button', { name: 'Override…' }).count()).toBe(0)

  const { page, goto, faults } = await company.open(manager)
  await goto(`/deals/${deal.key}`)
  await page.getByRole('button', { name: /^Move to Clinic tries it/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Clinic tries it needs 3 things' })
  await dialog.getByRole('button', { name: 'Override…' }).click()
  expect(await dialog.getByRole('button', { name: /Pass and move/ }).isDisabled()).toBe(true)
  await dialog.getByLabel('Reason for the override').fill('The head nurse is on leave')
  await dialog.getByRole('button', { name: /Pass and move/ }).click()
  await page.getByText('Moved to Clinic tries it').first().waitFor()
  const moved = await dealOf(deal.id)
  expect(moved.stage.key).toBe('tried')
  expect(moved.owed.map(({ key }) => key)).toEqual(['plan_confirmed', 'price_approved', 'size_known'])

  await page.keyboard.press('g')
  await page.keyboard.press('e')
  const list = page.locator('[data-exceptions]')
  await list.getByText('“The head nurse is on leave”').first().waitFor()
  expect(await list.getByText('still missing').count()).toBe(3)
  await expectOpenToAll(page)
  await page.getByRole('button', { name: /^The clinic confirmed the plan, .*: 1 override$/ }).click()
  await expect.poll(() => list.getByRole('listitem').count()).toBe(1)
  expect([...faults, ...rep.faults]).toEqual([])
})

test('a buyer is asked from the gate, confirms on a phone without an account, and the page of the deal knows', async () => {
  const { ana, server } = company
  const deal = await open('Confirmed by phone')
  const { page, goto, faults } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  const gate = page.locator('[data-gate="plan_confirmed"]')
  await gate.getByRole('button', { name: 'Ask the buyer…' }).click()
  await gate.getByLabel('Name of the buyer').fill('Ayu Lestari')
  await gate.getByLabel('Language').selectOption('id')
  await gate.getByRole('button', { name: 'Ask the buyer', exact: true }).click()
  const link = await gate.locator('[data-link] input').inputValue()
  expect(link.startsWith(`${server.url}/confirm/`)).toBe(true)
  const asked = page.locator('[data-asked]')
  await asked.getByText('by a link that was handed over').waitFor()

  const buyer = await visit(server.url, ana, { width: 390, height: 800, signedIn: false })
  await buyer.page.goto(link)
  await buyer.page.getByRole('heading', { name: 'Main meminta konfirmasi Anda' }).waitFor()
  expect(await buyer.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await buyer.page.content()).not.toContain('Confirmed by phone')
  await buyer.page.getByRole('button', { name: 'Saya menyetujui' }).click()
  await buyer.page.getByRole('alert').getByText('Silakan tulis nama Anda.').waitFor()
  await buyer.page.getByLabel('Nama Anda').fill('Ayu Lestari')
  await buyer.page.keyboard.press('Enter')
  await buyer.page.getByRole('heading', { name: 'Anda telah menyetujui hal ini' }).waitFor()
  await buyer.page.goto(link)
  await buyer.page.getByRole('heading', { name: 'This link does not lead anywhere any more' }).waitFor()

  await page.locator('[data-gate="plan_confirmed"][data-met]').waitFor()
  await asked.getByText('confirmed', { exact: true }).waitFor()
  expect([...faults, ...buyer.faults]).toEqual([])
})

test('an approval is asked for on the deal, and given from the queue', async () => {
  const { ana } = company
  const deal = await open('Cheap beds')
  const rep = await company.open(ana)
  await rep.goto(`/deals/${deal.key}`)
  const gate = rep.page.locator('[data-gate="price_approved"]')
  await gate.getByRole('button', { name: 'Ask for it…' }).click()
  await gate.getByLabel('What they should know').fill('A second clinic follows')
  await gate.getByRole('button', { name: 'Ask for the approval' }).click()
  await gate.getByText('Asked Manager').waitFor()

  const { page, goto, faults } = await company.open(manager, { width: 390, height: 800 })
  await goto('/governance/approvals')
  const row = page.locator('[data-approval]').filter({ hasText: 'Cheap beds' })
  await row.getByText('A second clinic follows').waitFor()
  await row.getByRole('button', { name: /^Reject/ }).click()
  await page.getByLabel('Reason').fill('Ten per cent at most')
  await page.getByRole('button', { name: 'Reject', exact: true }).click()
  await page.getByText('Nothing waits for your decision').waitFor()
  await gate.getByText('Mira Manager rejected it: Ten per cent at most').waitFor()

  await ana.client.gate_approvals.create({ deal_id: deal.id, criterion: 'price_approved' })
  await page.reload()
  await row.getByRole('button', { name: /^Approve/ }).click()
  await page.getByText('Nothing waits for your decision').waitFor()
  await rep.page.locator('[data-gate="price_approved"][data-met]').waitFor()
  expect([...faults, ...rep.faults]).toEqual([])
})

test('a deal waits until a day, which is taken back with one key', async () => {
  const { ana } = company
  const deal = await open('Waits for the budget')
  const { page, goto, faults } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  await page.getByRole('button', { name: 'Wait until…' }).click()
  await page.getByRole('dialog', { name: 'Wait until' }).getByRole('button', { name: 'Two weeks' }).click()
  await page.locator('[data-age="waiting"]').first().waitFor()
  expect((await dealOf(deal.id)).ageing?.state).toBe('waiting')
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('z')
  await page.locator('[data-age="fresh"]').first().waitFor()
  await expect.poll(async () => (await dealOf(deal.id)).wait_until).toBe(null)

  await goto('/deals?ageing=waiting')
  await page.getByText('No deal is like that').waitFor()
  await ana.client.deals.update({ deal_id: deal.id, wait_until: '2035-01-01' })
  await page.reload()
  await page.getByRole('link', { name: /Waits for the budget/ }).waitFor()
  await goto('/board/clinics')
  await page.getByRole('group', { name: 'Waits for the budget' }).locator('[data-age="waiting"]').waitFor()
  expect(faults).toEqual([])
})

const clinics = `key: clinics
name: Clinics
charter:
  motion: Clinics order beds
  buyer: A head nurse
  entry_rule: A clinic asks
  won_means: A signed order
  lost_means: They keep the old ones
  owner: Head of clinics
  review_every_days: 90
  reason_to_be_separate: A trial on the ward
revenue_kind: new
stages:
  - key: asked
    name: Clinic asks
    phase: qualify
    expected_days: 5
    maximum_days: 15
    exit:
      - { key: plan_confirmed, label: The clinic confirmed the plan, level: hard, kind: confirmation, asks: The plan with three dates is ours. }
      - { key: price_approved, label: Price approved, level: hard, kind: approval, by: manager }
      - { key: size_known, label: Beds counted, level: hard, kind: rule, rule: deal.amount > 0 }
  - { key: tried, name: Clinic tries it, phase: evaluate }
  - { key: agreed, name: Terms agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: A whole hospital }] }
`
