import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from './barriers.ts'
import { type Company, pipeline, startCompany } from './company.ts'
import { closeBrowser, expectOpenToAll, shoot } from './visit.ts'

let company: Company
const pictures = process.env['OVERLAP_PICTURES']

beforeAll(async () => {
  company = await startCompany()
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

/** Two deals of one customer, which are suspected to be one. */
async function twins(name: string) {
  const { client } = company.ana
  const account = await client.accounts.create({ name })
  const open = (what: string, amount: string) =>
    client.deals.create({
      name: what,
      pipeline,
      account_id: account.id,
      amount: { amount, currency: 'EUR' },
      close_date: '2027-03-31',
    })
  const first = await open(`${name}: new hall`, '120000.00')
  const second = await open(`${name}: hall`, '300000.00')
  await company.server.settled()
  return { account, first, second }
}

test('a pair is resolved by keyboard alone as the same deal, and taken back', async () => {
  const { ana } = company
  const { first, second } = await twins('Garuda Pangan')
  const { page, goto, faults } = await company.open(ana)
  await goto('/')
  await page.getByRole('link', { name: /1 suspected duplicate, / }).click()
  const pair = page.getByRole('article', { name: `${second.key} and ${first.key}` })
  await pair.waitFor()
  await photograph(page, 'queue')
  await pair.focus()
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'The same deal' })
  await dialog.waitFor()
  await expect
    .poll(() =>
      dialog
        .getByRole('radio')
        .first()
        .evaluate((one) => one === document.activeElement),
    )
    .toBe(true)
  await dialog.getByRole('checkbox', { name: /Amount/ }).focus()
  await page.keyboard.press('Space')
  await photograph(page, 'same-deal')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: second.id })).outcome).toBe('void')
  expect((await ana.client.deals.get({ deal_id: first.id })).amount?.amount).toBe('300000.00')
  await page.getByText('Nothing is suspected').waitFor()
  await page.keyboard.press('z')
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: second.id })).outcome).toBeNull()
  await pair.waitFor()
  expect(faults).toEqual([])
})

test('as a co-sell, of which one is counted, which both deals say', async () => {
  const { ana } = company
  const { first, second } = await twins('Lestari Semen')
  const { page, goto, faults } = await company.open(ana, { width: 390, height: 844 })
  await goto('/overlaps')
  const pair = page.getByRole('article', { name: `${second.key} and ${first.key}` })
  await pair.getByRole('button', { name: /Co-sell/ }).click()
  const dialog = page.getByRole('dialog', { name: 'A co-sell' })
  await dialog.getByRole('radio', { name: /: hall/ }).check()
  await photograph(page, 'co-sell-390')
  await dialog.getByRole('button', { name: `Count ${second.key}` }).click()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: first.id })).counted).toBe(false)
  await goto(`/deals/${first.key}`)
  await page.locator('[data-links]').getByText('is counted through').waitFor()
  await page.locator('[data-links]').scrollIntoViewIfNeeded()
  await photograph(page, 'links-390')
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  expect(faults).toEqual([])
})

test('whoever opens a deal is told that its customer and the deal are here already', async () => {
  const { ana } = company
  const account = await ana.client.accounts.create({ name: 'Hoffmann Werkzeuge GmbH' })
  const there = await ana.client.deals.create({ name: 'Lathes', pipeline, account_id: account.id })
  await company.server.settled()
  const { page, goto } = await company.open(ana)
  await goto(`/board/${pipeline}`)
  await page.getByRole('button', { name: 'New deal' }).click()
  const dialog = page.getByRole('dialog', { name: 'New deal' })
  await dialog.getByLabel('Name', { exact: true }).fill('More lathes')
  await dialog.getByLabel('Account').fill('Hofmann Werkzeuge')
  const guard = dialog.locator('[data-guard]')
  await guard.getByText('Is the customer here already?').waitFor()
  await guard.getByText(there.key).waitFor()
  await photograph(page, 'guard')
  await guard.getByRole('button', { name: 'Use this one' }).click()
  await expect.poll(() => dialog.getByLabel('Account').inputValue()).toBe('Hoffmann Werkzeuge GmbH')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'More lathes' }).waitFor()
  await company.server.settled()
  await page.reload()
  await page.locator('[data-suspected]').getByText(there.key).waitFor()
})

test('a deal is linked to another one on its page, and a circle is refused', async () => {
  const { ana } = company
  const open = (name: string) => ana.client.deals.create({ name, pipeline })
  const [first, second] = [await open('First year'), await open('Second year')]
  const { page, goto } = await company.open(ana)
  await goto(`/deals/${second.key}`)
  const panel = page.locator('[data-links]')
  const add = async (kind: string, key: string) => {
    await panel.getByRole('button', { name: 'Link another deal' }).click()
    await panel.getByLabel('This deal').selectOption({ value: kind })
    await panel.getByLabel('Which deal').fill(key)
    await page.keyboard.press('Enter')
  }
  await add('renews', first.key)
  await panel.getByText('renews', { exact: true }).waitFor()
  await photograph(page, 'links')
  await goto(`/deals/${first.key}`)
  await panel.getByText('is renewed by').waitFor()
  await add('expands', second.key)
  await panel.getByRole('alert').getByText('one of the two is first').waitFor()
})

type Page = Awaited<ReturnType<Company['open']>>['page']

test('two accounts that are one company are merged from the queue, and parted on the account’s page, by keyboard', async () => {
  const { client } = company.ana
  const opened = async (name: string, more: { domain?: string; country?: string }) => {
    const account = await client.accounts.create({ name, ...more })
    const deal = await client.deals.create({ name: `${name}: hall`, pipeline, account_id: account.id })
    return { account, deal }
  }
  const kept = await opened('Sinar Abadi', { domain: 'sinarabadi.co.id' })
  const gone = await opened('PT Sinar Abadi', { country: 'ID' })
  await client.contacts.create({ name: 'Ayu', account_id: gone.account.id })
  await company.server.settled()
  const { page, goto, faults } = await company.open(company.ana)
  await goto('/overlaps')
  const pair = page.getByRole('article', { name: `${gone.deal.key} and ${kept.deal.key}` })
  await pair.focus()
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: 'Sinar Abadi stands here twice' })
  await dialog.getByText('Country: ID comes along').waitFor()
  await dialog.getByText('From PT Sinar Abadi to Sinar Abadi come deals (1), contacts (1)').waitFor()
  await dialog.getByLabel('Name: PT Sinar Abadi instead of Sinar Abadi').press('Space')
  await expectOpenToAll(page)
  await shoot(page, 'account-merge')
  await page.keyboard.press('Enter')
  await page.getByText('PT Sinar Abadi went into PT Sinar Abadi').first().waitFor()
  expect(await client.accounts.get({ account_id: kept.account.id })).toMatchObject({
    name: 'PT Sinar Abadi',
    country: 'ID',
  })
  expect((await client.deals.get({ deal_id: gone.deal.id })).account?.id).toBe(kept.account.id)

  await goto(`/deals/${gone.deal.key}`)
  await page.getByRole('link', { name: 'PT Sinar Abadi', exact: true }).first().press('Enter')
  await page.waitForURL(`**/accounts/${kept.account.id}**`)
  await page.getByText('Into it went').waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'account')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await shoot(page, 'account-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Undo: PT Sinar Abadi is an account of its own' }).press('Enter')
  await page.getByText('are two accounts again').first().waitFor()
  await page.getByRole('heading', { name: 'Sinar Abadi', level: 1, exact: true }).waitFor()
  expect((await client.deals.get({ deal_id: gone.deal.id })).account?.id).toBe(gone.account.id)

  // From the account's own page the other one is found by its name.
  await page.keyboard.press('m')
  await dialog.waitFor()
  await dialog.getByLabel('The other account').fill('PT Sinar Abadi')
  await dialog.getByText('Which one lives on?').waitFor()
  await dialog.getByRole('radio', { name: /^PT Sinar Abadi/ }).press('Space')
  await dialog.getByRole('button', { name: 'Merge Sinar Abadi into PT Sinar Abadi' }).press('Enter')
  await page.getByText('It went into another account').waitFor()
  expect((await client.accounts.get({ account_id: kept.account.id })).merged_into).toBe(gone.account.id)
  await page.keyboard.press('z')
  await page.getByText('are two accounts again').first().waitFor()
  expect(faults).toEqual([])
}, 120_000)

async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
}
