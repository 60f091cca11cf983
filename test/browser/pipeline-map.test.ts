import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTransfers, type Transfers } from '../stories/transfer-wire.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { closeBrowser, expectOpenToAll, goByKeys, quiet, shoot, visit, type VisitOptions } from './visit.ts'

let wire: Transfers
let rina: { email: string; password: string }
beforeAll(async () => {
  buildWeb(quiet)
  wire = await startTransfers()
  rina = await wire.server.letSignIn((await wire.server.addPerson({ role: 'revops', name: 'Rina Sari' })).id)
})
afterAll(async () => {
  await closeBrowser()
  await wire.server.close()
})

const open = (options?: VisitOptions) => visit(wire.server.url, rina, options)
const picture = (page: Page) => page.getByRole('group', { name: 'How the pipelines connect' })
/** What the keyboard stands on, by its name. */
const focused = (page: Page) => page.evaluate('document.activeElement.getAttribute("aria-label")')

/** The clock of the browser is the real one, so that the quarter is named. */
const path = '/pipelines/map?period=2026-Q4'

test('while nothing goes between the pipelines, the page says what to do', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/pipelines')
  await page.getByRole('link', { name: 'Map', exact: true }).press('Enter')
  await page.getByText('3 pipelines, and nothing between them in this period').waitFor()
  await page.getByText('publish a routing or hand-off rule').waitFor()
  await page.getByRole('table', { name: 'Every pipeline' }).getByRole('link', { name: 'Trade' }).waitFor()
  expect(await barriersOn(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
})

test('the map is walked by arrows, a way opens its deals, a box its board', async () => {
  const deals = []
  for (let i = 0; i < 4; i++) deals.push(await wire.open({ name: `Scales ${i}` }))
  await wire.at('2026-11-27T20:00:00.000Z')
  for (const deal of deals.slice(0, 2)) expect((await wire.transfer(deal, {})).status).toBe(201)
  await wire.made('POST', `/deals/${deals[2]?.['id']}/handoffs`, { to_pipeline: 'service' })

  const { page, goto, faults, context } = await open()
  await goto(path)
  await page.getByRole('heading', { name: 'Q4 2026: 1 hand-off and 2 transfers between pipelines' }).waitFor()
  const figures = page.getByRole('table', { name: 'Every way' }).getByRole('row', { name: 'Trade Service Transfer' })
  expect(await figures.getByRole('cell').allTextContents()).toEqual([
    'Service',
    'Transfer',
    '2',
    '€2K',
    '–',
    '3d',
    '–',
    '',
  ])
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'map-light')

  await picture(page).getByRole('img', { name: 'Named when opened' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('New deals from Named when opened to Trade, 4 deals, €4K')
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).toBe('Trade, 2 open deals, €2K')
  await page.keyboard.press('ArrowRight')
  const first = await focused(page)
  await page.keyboard.press(String(first).startsWith('Hand-off') ? 'ArrowDown' : 'ArrowUp')
  const second = await focused(page)
  expect(new Set([first, second])).toEqual(
    new Set([
      'Hand-off from Trade to Service, 1 deal, 1 of 1 accepted',
      'Transfer from Trade to Service, 2 deals, €2K, usually 3d',
    ]),
  )
  const way = picture(page).getByRole('button', { name: 'Transfer from Trade to Service' })
  await way.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Trade → Service' })
  await dialog.getByRole('link', { name: 'Scales 0' }).waitFor()
  expect(await dialog.getByRole('listitem').count()).toBe(2)
  expect(page.url()).toContain('edge=')
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'map-dialog')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(page.url()).not.toContain('edge=')

  await page.getByRole('button', { name: '1 deal from Trade to Service: Hand-off' }).press('Enter')
  await page.getByRole('dialog').getByText('accepted', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await picture(page).getByRole('link', { name: 'Trade, 2 open deals' }).press('Enter')
  await page.waitForURL('**/board/trade**')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test('from a way one comes to its rules, and to where one is written that leads there', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/pipelines')
  await page.getByRole('heading').first().waitFor()
  await goByKeys(page, ['g', 'm'], '/pipelines/map')
  await goto(path)
  await picture(page).getByRole('button', { name: 'Hand-off from Trade to Service' }).focus()
  await page.keyboard.press('e')
  const rule = page.getByRole('dialog', { name: 'New hand-off rule' })
  await rule.waitFor()
  expect(await rule.getByLabel('From pipeline').inputValue()).toBe('trade')
  expect(await rule.getByLabel('To pipeline').inputValue()).toBe('service')
  await page.goBack()
  await picture(page).getByRole('button', { name: 'Transfer from Trade to Service' }).press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Say which stage leads to which' }).press('Enter')
  const map = page.getByRole('dialog', { name: 'Where deals land' })
  await map.getByLabel('Shop wants an offer').selectOption('agreed')
  await expectOpenToAll(page)
  await shoot(page, 'transfer-map-dialog')
  await map.getByRole('button', { name: 'Save' }).press('Enter')
  const pair = page.locator('[data-map="trade>service"]')
  await pair.getByText('Agreed', { exact: true }).waitFor()
  await shoot(page, 'transfer-maps')
  await goto(path)
  await picture(page).getByRole('button', { name: 'Transfer from Trade to Service' }).press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'declared stage map' }).press('Enter')
  expect(await map.getByLabel('Shop wants an offer').inputValue()).toBe('agreed')
  expect(faults).toEqual([])
  await context.close()
}, 120_000)

test('S turns the picture into the flow of value, whose bands are walked and opened', async () => {
  const { page, goto, faults, context } = await open()
  await goto(path)
  await picture(page).waitFor()
  await page.keyboard.press('s')
  await page.getByRole('heading', { name: 'Most value, €4K, went from Named when opened to Trade' }).waitFor()
  expect(page.url()).toContain('view=sankey')
  const flow = page.getByRole('group', { name: 'Value between the pipelines: 2 ways' })
  await flow.getByRole('button', { name: /^New deals from Named when opened/ }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('Transfer from Trade to Service, 2 deals, €2K, usually 3d')
  await expectOpenToAll(page)
  await shoot(page, 'map-sankey')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Trade → Service' }).getByRole('link', { name: 'Scales 0' }).waitFor()
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await shoot(page, 'map-sankey-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Value flow' }).press('Enter')
  await picture(page).waitFor()
  expect(faults).toEqual([])
  await context.close()
}, 120_000)

test('what one points at stands out, with what it is joined to', async () => {
  const { page, goto, context } = await open()
  await goto(path)
  const projects = picture(page).getByRole('link', { name: 'Projects' }).locator('..')
  expect(await projects.getAttribute('opacity')).toBe('1')
  await picture(page).getByRole('link', { name: 'Service' }).hover()
  await expect.poll(() => projects.getAttribute('opacity')).toBe('0.3')
  expect(await picture(page).getByRole('link', { name: 'Trade' }).locator('..').getAttribute('opacity')).toBe('1')
  await context.close()
})

test('another quarter has its own figures', async () => {
  const { page, goto, context } = await open()
  await goto('/pipelines/map?period=2025-Q1')
  await page.getByRole('heading', { name: 'Q1 2025: 0 hand-offs and 0 transfers between pipelines' }).waitFor()
  await goto('/pipelines/map?period=2025-Q1&view=sankey')
  await page.getByText('No value went anywhere in this period').waitFor()
  await context.close()
})

test('on a phone the tables come first, and the page does not scroll sideways', async () => {
  const { page, goto, faults, context } = await open({ width: 390, height: 844 })
  await goto(path)
  const table = page.getByRole('table', { name: 'Every way' })
  await table.waitFor()
  const [above, below] = [await table.boundingBox(), await picture(page).boundingBox()]
  expect(above?.y).toBeLessThan(below?.y ?? 0)
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'map-phone')
  expect(faults).toEqual([])
  await context.close()
})

test('in the dark it is read as well', async () => {
  const { page, goto, faults, context } = await open({ theme: 'dark' })
  await goto(path)
  await picture(page).waitFor()
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'map-dark')
  expect(faults).toEqual([])
  await context.close()
})
