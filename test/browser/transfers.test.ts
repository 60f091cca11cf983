import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, openDeal, startCompany } from './company.ts'
import { widthOf } from './barriers.ts'
import { closeBrowser, expectOpenToAll, shoot } from './visit.ts'

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

test('many deals go together from the list, after it was asked what would stop which of them', async () => {
  const { ana } = company
  await company.server.client.pipelines.create({ source: service })
  const names = ['Bulk one', 'Bulk two', 'Bulk three']
  const deals = []
  for (const name of names) deals.push(await openDeal(ana.client, name))
  const [stays] = deals
  const { page, goto, faults } = await company.open(ana)
  await goto('/deals?q=Bulk')
  await page.getByLabel('Choose all that are shown').check()
  // A box that was just ticked leaves its keys to what can be done with the deals.
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Move to another pipeline' })
  await dialog.getByLabel('Pipeline', { exact: true }).selectOption({ value: 'service' })
  await dialog.getByLabel('Why they leave').selectOption({ index: 1 })
  await ana.client.moves.create({ deal_id: stays?.id ?? '', outcome: 'lost', reason: 'price' })
  await dialog.getByRole('button', { name: 'What would stop them?' }).focus()
  await page.keyboard.press('Enter')
  await dialog.getByText('2 would go to Service, 1 would stay').waitFor()
  await dialog.locator('[data-refused]').getByText('Bulk one').waitFor()
  await photograph(page, 'bulk-asked-')
  await dialog.getByRole('button', { name: 'Move 2 to Service' }).click()
  await dialog.getByText('2 went to Service, 1 stayed').waitFor()
  const pipelines = await Promise.all(
    deals.map(async ({ id }) => (await ana.client.deals.get({ deal_id: id })).pipeline.key),
  )
  expect(pipelines.toSorted()).toEqual(['service', 'service', 'transactional'])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('region', { name: 'Chosen deals' }).waitFor({ state: 'detached' })
  const narrow = await company.open(ana, { width: 390, height: 844 })
  await narrow.goto('/deals?q=Bulk')
  await narrow.page.getByLabel('Choose Bulk two').check()
  await photograph(narrow.page, 'bulk-390-')
  expect(faults).toEqual([])
})

test('cards are chosen with X on the board and given an owner, a date and another pipeline, by keyboard', async () => {
  const { ana, budi } = company
  const names = ['Chosen one', 'Chosen two', 'Chosen three']
  const deals: { id: string }[] = []
  for (const name of names) deals.push(await openDeal(ana.client, name))
  const read = () => Promise.all(deals.map(({ id }) => ana.client.deals.get({ deal_id: id })))
  const { page, goto, faults } = await company.open(ana)
  const { keyboard } = page
  await goto('/board/transactional')
  const card = (name: string) => page.getByRole('group', { name })
  const bar = page.getByRole('region', { name: 'Chosen deals' })
  const choose = async () => {
    for (const name of names) {
      await card(name).focus()
      await keyboard.press('x')
    }
    await bar.getByText('3 deals chosen').waitFor()
  }
  await card('Chosen three').waitFor()
  await choose()
  await card('Chosen two, chosen').focus()
  await keyboard.press('x')
  await bar.getByText('2 deals chosen').waitFor()
  await keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })

  // From one card on, with Shift and an arrow.
  await card('Chosen two').focus()
  await keyboard.press('Shift+ArrowDown')
  await bar.getByText('2 deals chosen').waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'board-chosen')
  await keyboard.press('Escape')
  await choose()

  await keyboard.press('o')
  const edit = page.getByRole('dialog', { name: 'Give them one owner' })
  await edit.getByLabel('Owner', { exact: true }).selectOption({ label: 'Budi Santoso' })
  await edit.getByRole('button', { name: 'Change 3' }).press('Enter')
  await bar.waitFor({ state: 'detached' })
  await page.getByText('3 deals have another owner').first().waitFor()
  expect((await read()).map(({ owner }) => owner?.id)).toEqual([budi.id, budi.id, budi.id])
  await keyboard.press('z')
  await page.getByText('3 deals are as before').first().waitFor()
  expect((await read()).map(({ owner }) => owner?.id)).toEqual([ana.id, ana.id, ana.id])

  await choose()
  await keyboard.press('o')
  await edit.getByLabel('Nobody for now').press('Space')
  await shoot(page, 'board-bulk-clear')
  await edit.getByRole('button', { name: 'Change 3' }).press('Enter')
  await bar.waitFor({ state: 'detached' })
  // The bar is hidden behind the dialog too, so that its going says nothing of the answer.
  await expect.poll(async () => (await read()).map(({ owner }) => owner)).toEqual([null, null, null])
  await keyboard.press('z')
  await page.getByText('3 deals are as before').first().waitFor()

  // To a stage: what would stop them first, and one undo for those that went.
  const places = (await read()).map(({ stage }) => stage.key)
  await choose()
  await keyboard.press('s')
  const move = page.getByRole('dialog', { name: 'Move them to a stage' })
  await move.getByLabel('Stage').selectOption({ index: 2 })
  await move.getByLabel('Reason, if one is asked for').fill('Agreed on the phone')
  await keyboard.press('Enter')
  await move.getByText(/would go, \d would stay/).waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'board-bulk-stage')
  if (await move.getByText('3 would go').isVisible()) {
    await keyboard.press('Enter')
    await page.getByText('3 deals have moved').first().waitFor()
    expect((await read()).map(({ stage }) => stage.key)).not.toEqual(places)
    await keyboard.press('z')
    await page.getByText('3 deals are as before').first().waitFor()
    expect((await read()).map(({ stage }) => stage.key)).toEqual(places)
  }

  // What somebody else changed meanwhile stays as they left it, and is named.
  await page.waitForLoadState('networkidle')
  await page.context().route('**/events/stream', (route) => route.abort())
  await page.reload()
  await card('Chosen three').waitFor()
  await choose()
  const [first] = deals
  await budi.client.deals.update({ deal_id: first?.id ?? '', close_date: '2031-05-06' })
  await keyboard.press('d')
  const date = page.getByRole('dialog', { name: 'Give them one close date' })
  await date.getByLabel('Close date').fill('2030-12-31')
  await keyboard.press('Enter')
  await date.getByText('Changed: 2. Not changed: 1.').waitFor()
  await date.locator('[data-refused]').getByText('Chosen one').waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'board-bulk-refused')
  await date.getByRole('button', { name: 'Close' }).last().press('Enter')
  expect((await read()).map(({ close_date }) => close_date)).toEqual(['2031-05-06', '2030-12-31', '2030-12-31'])

  await choose()
  await keyboard.press('m')
  const transfer = page.getByRole('dialog', { name: 'Move to another pipeline' })
  await transfer.getByLabel('Pipeline', { exact: true }).selectOption('service')
  await transfer.getByLabel('Why they leave').selectOption({ index: 1 })
  await transfer.getByRole('button', { name: 'What would stop them?' }).press('Enter')
  await transfer.getByText('3 would go to Service, 0 would stay').waitFor()
  await transfer.getByRole('button', { name: 'Move 3 to Service' }).press('Enter')
  await transfer.getByText('3 went to Service, 0 stayed').waitFor()
  await transfer.getByRole('button', { name: 'Close' }).last().press('Enter')
  await card('Chosen one').waitFor({ state: 'detached' })
  expect((await read()).map(({ pipeline }) => pipeline.key)).toEqual(['service', 'service', 'service'])
  expect(faults).toEqual([])

  const narrow = await company.open(ana, { width: 390, height: 844 })
  await narrow.goto('/board/service')
  await narrow.page.getByRole('button', { name: 'Choose Chosen one' }).click()
  await narrow.page.getByRole('region', { name: 'Chosen deals' }).waitFor()
  expect(await widthOf(narrow.page)).toBeLessThanOrEqual(390)
  await shoot(narrow.page, 'board-chosen-phone')
}, 180_000)

test('what needs a reason goes to another stage with the one that is given for all', async () => {
  const { ana } = company
  const names = Array.from({ length: 7 }, (_, at) => `Repaired ${at}`)
  const deals: { id: string }[] = []
  for (const name of names) {
    const deal = await ana.client.deals.create({ name, pipeline: 'service' })
    await ana.client.moves.create({ deal_id: deal.id, to_stage: 'agreed' })
    deals.push(deal)
  }
  const stagesOf = () =>
    Promise.all(deals.map(async ({ id }) => (await ana.client.deals.get({ deal_id: id })).stage.key))
  const { page, goto, faults } = await company.open(ana)
  await goto('/board/service')
  for (const name of names) {
    await page.getByRole('group', { name }).focus()
    await page.keyboard.press('x')
  }
  await page.keyboard.press('s')
  const move = page.getByRole('dialog', { name: 'Move them to a stage' })
  await move.getByLabel('Stage').selectOption('asked')
  await move.getByRole('button', { name: 'What would stop them?' }).press('Enter')
  await move.getByText('0 would go, 7 would stay').waitFor()
  await expectOpenToAll(page)
  await move.locator('[data-refused]').getByText('needs a reason; say why').first().waitFor()
  await move.getByLabel('Reason, if one is asked for').fill('Asked for once more')
  await page.keyboard.press('Enter')
  await move.getByText('7 would go, 0 would stay').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('7 deals have moved').first().waitFor()
  expect(await stagesOf()).toEqual(names.map(() => 'asked'))
  expect(faults).toEqual([])
})

const service = `key: service
name: Service
charter:
  motion: Repairs and upkeep
  buyer: A site manager
  entry_rule: Something is broken
  won_means: A signed order
  lost_means: Others repair it
  owner: Head of service
  review_every_days: 90
  reason_to_be_separate: Days instead of months
revenue_kind: new
transitions: { back: reason }
stages:
  - { key: asked, name: Asked for, phase: qualify }
  - { key: agreed, name: Agreed, phase: negotiate }
outcomes:
  lost: { reasons: [{ key: price, label: Price }] }
  transferred: { reasons: [{ key: bigger, label: Became bigger }] }
`

type Page = Awaited<ReturnType<Company['open']>>['page']

async function photograph(page: Page, name = ''): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${name}${colorScheme}.png`) })
  }
}
