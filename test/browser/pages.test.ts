import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { barriersOn, widthOf } from './barriers.ts'
import { closeDeals, type Company, openDeal, pipeline, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

let company: Company
let deal: Awaited<ReturnType<typeof openDeal>>

beforeAll(async () => {
  company = await startCompany('simulated')
  await closeDeals(company)
  const { ana, budi, server } = company
  deal = await openDeal(ana.client, 'Acme – Platform', null)
  for (const name of ['Borealis', 'Citra Group', 'Delta Port']) await openDeal(budi.client, name)
  await ana.client.activities.create({
    kind: 'task',
    subject: 'Send the offer',
    deal_id: deal.id,
    due_on: '2026-11-24',
  })
  await ana.client.activities.create({ kind: 'note', subject: 'They prefer to pay by card', deal_id: deal.id })
  await server.client.quotas.create({ pipeline, period: '2026-Q4', amount: { amount: '300000', currency: 'EUR' } })
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const places: { name: string; path: () => string; ready: (page: Page) => Promise<unknown> }[] = [
  {
    name: 'Home',
    path: () => '/',
    ready: (page) => page.getByRole('heading', { name: 'Q4 2026 will likely' }).waitFor(),
  },
  {
    name: 'Board',
    path: () => `/board/${pipeline}`,
    ready: (page) => page.getByRole('group', { name: 'Borealis' }).waitFor(),
  },
  {
    name: 'Board of all',
    path: () => '/board/all',
    ready: (page) => page.getByRole('group', { name: 'Borealis' }).waitFor(),
  },
  { name: 'Deals', path: () => '/deals', ready: (page) => page.getByRole('link', { name: 'Borealis' }).waitFor() },
  {
    name: 'Deal',
    path: () => `/deals/${deal.key}`,
    ready: (page) => page.getByText('They prefer to pay by card').waitFor(),
  },
  { name: 'Forecast', path: () => '/forecast', ready: (page) => page.getByText('Expected values add up').waitFor() },
  {
    name: 'Reconciliation',
    path: () => '/reconciliation',
    ready: (page) => page.getByRole('heading', { name: 'add up to the total' }).waitFor(),
  },
  {
    name: 'Settings',
    path: () => '/settings/workspace',
    ready: (page) => page.getByRole('heading', { name: 'Workspace' }).waitFor(),
  },
  {
    name: 'Sign-in and sessions',
    path: () => '/settings/sign-in',
    ready: (page) => page.getByText('This one').waitFor(),
  },
  { name: 'Gate dialog', path: () => `/board/${pipeline}`, ready: openGate },
]

async function openGate(page: Page): Promise<void> {
  const card = page.getByRole('group', { name: 'Acme – Platform' })
  await card.waitFor()
  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('dialog', { name: 'needs 1 thing' }).waitFor()
}

for (const theme of ['light', 'dark'] as const)
  test.each(places)(`$name has nothing that keeps people out, ${theme}`, async ({ path, ready }) => {
    const { page, goto, faults, context } = await company.open(company.ana, { theme })
    await goto(path())
    await ready(page)
    expect(await barriersOn(page)).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

test.each(places.filter(({ name }) => name !== 'Gate dialog'))(
  '$name fits into 390 pixels without scrolling sideways',
  async ({ path, ready }) => {
    const { page, goto, context } = await company.open(company.ana, { width: 390, height: 844 })
    await goto(path())
    await ready(page)
    await expect.poll(() => widthOf(page)).toBeLessThanOrEqual(390)
    await context.close()
  },
)

test('on a phone a deal is moved by the sheet of its card', async () => {
  const { ana } = company
  const moving = await openDeal(ana.client, 'Phone deal')
  const { page, goto } = await company.open(ana, { width: 390, height: 844 })
  await goto(`/board/${pipeline}`)
  const card = page.getByRole('group', { name: 'Phone deal' })
  await card.waitFor()
  await card.getByRole('button', { name: 'Move Phone deal to…' }).click()
  await page.getByRole('dialog', { name: 'Move to…' }).getByRole('button', { name: 'Buyer sees that it fits' }).click()
  await page.getByText('Moved to Buyer sees that it fits').first().waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: moving.id })).stage.key).toBe('fit_seen')
  await page.getByRole('button', { name: /^Buyer sees that it fits/ }).click()
  await page.getByRole('group', { name: 'Phone deal' }).waitFor()
})
