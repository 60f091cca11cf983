import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { type Company, openDeal, pipeline, startCompany } from './company.ts'
import { closeBrowser, goByKeys } from './visit.ts'

let company: Company

beforeAll(async () => {
  company = await startCompany()
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const column = (page: Page, stage: string) => page.locator(`[data-column="${stage}"]`)
const cardIn = (page: Page, stage: string, name: string) =>
  column(page, stage).getByRole('group', { name, exact: true })
const stageOf = async (deal_id: string) => (await company.server.client.deals.get({ deal_id })).stage.key

test('with the keyboard alone: sign in, open a board, satisfy a gate in its dialog, move, undo', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Keyboard deal', null)
  const { page, goto, faults } = await company.open(ana, { signedIn: false })
  await goto('/')
  await page.getByLabel('Email').waitFor()
  await page.keyboard.type(ana.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(ana.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()

  await goByKeys(page, ['g', 'b'], '/board/')
  await cardIn(page, 'need_stated', 'Keyboard deal').waitFor()
  await tabTo(page, `[data-card="${deal.id}"]`)
  await page.keyboard.press('Shift+ArrowRight')

  await page.getByRole('dialog', { name: 'Buyer sees that it fits needs 1 thing' }).waitFor()
  expect(await stageOf(deal.id)).toBe('need_stated')
  await column(page, 'fit_seen').locator(`[data-card="${deal.id}"][data-state="gate"]`).waitFor()
  await tabTo(page, '[data-gate="worth_a_call"] input')
  await page.keyboard.type('15000')
  await page.keyboard.press('Enter')
  await page.getByText('Moved to Buyer sees that it fits').first().waitFor()
  const moved = await ana.client.deals.get({ deal_id: deal.id })
  expect([moved.stage.key, moved.amount?.amount]).toEqual(['fit_seen', '15000.00'])

  await page.keyboard.press('z')
  await page.getByText('Put back to Buyer states a need').first().waitFor()
  expect(await stageOf(deal.id)).toBe('need_stated')
  await cardIn(page, 'need_stated', 'Keyboard deal').waitFor()
  expect(faults).toEqual([])
})

test('a move by somebody else appears by itself within two seconds', async () => {
  const { ana, budi } = company
  const deal = await openDeal(ana.client, 'Shared deal')
  const [hers, his] = [await company.open(ana), await company.open(budi)]
  for (const { goto, page } of [hers, his]) {
    await goto(`/board/${pipeline}`)
    await cardIn(page, 'need_stated', 'Shared deal').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
  }
  await cardIn(hers.page, 'need_stated', 'Shared deal').focus()
  await hers.page.keyboard.press('Shift+ArrowRight')
  await hers.page.getByText('Moved to Buyer sees that it fits').first().waitFor()
  const settled = performance.now()
  await cardIn(his.page, 'fit_seen', 'Shared deal').waitFor({ timeout: 2000 })
  expect(performance.now() - settled).toBeLessThan(2000)
  expect(await stageOf(deal.id)).toBe('fit_seen')
})

test('when two people move one deal at once, one wins, the other is told, and nothing is lost', async () => {
  const { ana, budi } = company
  const deal = await openDeal(ana.client, 'Contested deal')
  const visits = [await company.open(ana), await company.open(budi)]
  // Both requests are held until both have been sent, so that both were decided on the same view.
  const gate = barrier(visits.length)
  for (const { goto, page, context } of visits) {
    await goto(`/board/${pipeline}`)
    await cardIn(page, 'need_stated', 'Contested deal').waitFor()
    await context.route('**/api/v1/deals/*/moves', async (route) => {
      await gate()
      await route.continue()
    })
  }
  for (const { page } of visits) {
    await cardIn(page, 'need_stated', 'Contested deal').focus()
    await page.keyboard.press('Shift+ArrowRight')
  }
  const told = await Promise.all(
    visits.map(({ page }) =>
      Promise.race([
        page
          .getByRole('dialog', { name: 'Contested deal changed while you were moving it' })
          .waitFor()
          .then(() => 'told'),
        page
          .getByText('Moved to Buyer sees that it fits')
          .first()
          .waitFor()
          .then(() => 'moved'),
      ]),
    ),
  )
  expect(told.toSorted()).toEqual(['moved', 'told'])
  const loser = visits[told.indexOf('told')]?.page as Page
  await loser.getByRole('button', { name: 'Leave it as it is now' }).click()
  for (const { page } of visits) await cardIn(page, 'fit_seen', 'Contested deal').waitFor()
  const { data } = await ana.client.deals.history({ deal_id: deal.id })
  expect(data.map(({ kind }) => kind)).toEqual(['created', 'moved'])
})

test('when the server goes away during a drag, the card goes back and the cause is said', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Dragged deal')
  const { page, goto, context } = await company.open(ana)
  await goto(`/board/${pipeline}`)
  const card = cardIn(page, 'need_stated', 'Dragged deal')
  await card.waitFor()
  const [from, to] = [await card.boundingBox(), await column(page, 'fit_seen').boundingBox()]
  if (!from || !to) throw new Error('the board is not there')
  await page.mouse.move(from.x + 60, from.y + 50)
  await page.mouse.down()
  await page.mouse.move(from.x + 90, from.y + 60, { steps: 4 })
  await context.route('**/api/v1/**', (route) => route.abort('connectionrefused'))
  await page.mouse.move(to.x + to.width / 2, to.y + 160, { steps: 12 })
  await page.mouse.up()
  await cardIn(page, 'fit_seen', 'Dragged deal').waitFor()
  await page.getByText('Dragged deal was put back').first().waitFor()
  await page.getByText('The server did not answer').first().waitFor()
  await cardIn(page, 'need_stated', 'Dragged deal').waitFor()
  expect(await stageOf(deal.id)).toBe('need_stated')
})

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${selector}`)
}

function barrier(count: number): () => Promise<void> {
  let arrived = 0
  let open: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    if (++arrived === count) open()
    return opened
  }
}
