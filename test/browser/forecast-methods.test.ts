import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordMethods } from '../../src/domain/forecast-methods/index.ts'
import { accessOf } from '../../src/domain/people/index.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { widthOf } from './barriers.ts'
import { closeDeals, type Company, type Person, pipeline, startCompany } from './company.ts'
import { closeBrowser, expectOpenToAll, shoot, type VisitOptions } from './visit.ts'

let company: Company
/** May choose a method; Ana, who sells, may only read which one it is. */
let mira: Person
beforeAll(async () => {
  company = await startCompany('simulated')
  const { server } = company
  const member = await server.addPerson({ name: 'Mira Okafor', role: 'manager' })
  mira = { ...member, ...(await server.letSignIn(member.id)) }
  await closeDeals(company)
}, 180_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const open = (who = mira, options?: VisitOptions) => company.open(who, options)
const panelOf = (page: Page) => page.getByRole('region', { name: "How each pipeline's deals get their chance" })
const inUse = async () => (await company.server.client.forecast_methods.list()).data[0]
const isFocused = (page: Page, label: string) =>
  expect
    .poll(() => page.getByLabel(label, { exact: true }).evaluate((one) => one === document.activeElement))
    .toBe(true)

/** Keeps what a backtest would find that is clearly in favour of another method. */
async function letTheRecordSpeak({ server }: Company): Promise<void> {
  const { workspace_id, owner, client, database } = server
  const backtest = await client.backtests.create({})
  const { id } = await client.pipelines.get({ pipeline })
  const whole = { role: 'owner', channel: 'api', access: accessOf('owner'), rights: boundByNothing } as const
  const evidence = { method: 'per_pipeline', horizon_days: 30, windows: 9, against_model: -0.2 } as const
  await inTransaction(
    database,
    {
      actor: { id: owner.id, name: 'Owner', workspace_id, ...whole },
      effect: 'write',
      name: 'test',
      now: server.server.clock.now(),
    },
    (context) => recordMethods(context, backtest.id, new Map([[id, evidence]])),
  )
}

test('a method is chosen by keyboard with a reason, told on the roll-up, and taken back', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast/accuracy')
  const panel = panelOf(page)
  await panel.getByText('The model · as usual: the record speaks for no other').waitFor()
  await expectOpenToAll(page)
  await page.keyboard.press('U')
  const dialog = page.getByRole('dialog', { name: 'How deals of Transactional get their chance' })
  await dialog.waitFor()
  const ways = dialog.getByRole('radio')
  expect(await ways.count()).toBe(7)
  await expect.poll(() => ways.first().evaluate((one) => one === document.activeElement)).toBe(true)
  expect(await ways.first().isChecked()).toBe(true)
  expect(await dialog.getByRole('button', { name: 'Use from now on' }).isDisabled()).toBe(true)
  await page.keyboard.press('ArrowUp')
  expect(await dialog.getByRole('radio', { name: /^Win rate/ }).isChecked()).toBe(true)
  await expectOpenToAll(page)
  await shoot(page, 'forecast-methods-dialog')

  // The server wants words, not blanks, and says so at the field.
  await page.keyboard.press('Tab')
  await isFocused(page, 'Reason')
  await page.keyboard.type('   ')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => dialog.getByLabel('Reason', { exact: true }).getAttribute('aria-invalid'), { timeout: 5000 })
    .toBe('true')
  expect(await inUse()).toMatchObject({ chosen_by: 'usual' })
  await page.keyboard.type('We sell to whoever asks')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await panel.getByText(/^Win rate · Mira Okafor chose it on .+: We sell to whoever asks$/).waitFor()
  await panel.getByText('Left to the record, it would be: The model').waitFor()
  await page.getByText('Transactional: chances by Win rate').first().waitFor()
  await shoot(page, 'forecast-methods-chosen')

  await page.keyboard.press('Z')
  await panel.getByText('The model · as usual: the record speaks for no other').waitFor()
  expect(await inUse()).toMatchObject({ method: 'model', chosen_by: 'usual' })

  await company.server.client.forecast_methods.set({ pipeline, method: 'pooled', reason: 'All sell alike' })
  await panel.getByText(/^One pipeline · Owner chose it on .+: All sell alike$/).waitFor()
  await goto('/forecast?period=2026-Q4')
  await page
    .getByText(/chances by what all pipelines have in common, as was chosen: All sell alike/i)
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'How its deals get their chance' }).press('Enter')
  await page.waitForURL('**/forecast/accuracy**')
  await panel.getByText(/^One pipeline · Owner chose it/).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('what somebody chose is set back with their name and reason; Escape changes nothing', async () => {
  await company.server.client.forecast_methods.set({ pipeline, method: 'pooled', reason: 'All sell alike' })
  const { page, goto, faults, context } = await open()
  await goto('/forecast/accuracy')
  const panel = panelOf(page)
  const button = panel.getByRole('button', { name: 'Choose the method of Transactional' })
  await button.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^One pipeline/ }).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(await inUse()).toMatchObject({ method: 'pooled', reason: 'All sell alike' })

  await button.press('Enter')
  await dialog.getByRole('radio', { name: /^Leave it to the record/ }).press('Space')
  await dialog.getByLabel('Reason', { exact: true }).focus()
  await isFocused(page, 'Reason')
  await page.keyboard.type('Let it speak')
  await page.keyboard.press('Enter')
  await panel.getByText('The model · as usual: the record speaks for no other').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter')
  await panel.getByText(/: Undone, back to what Owner chose: All sell alike$/).waitFor()
  expect(await inUse()).toMatchObject({ method: 'pooled', set_by: { name: 'Mira Okafor' } })
  expect(faults).toEqual([])
  await context.close()
})

test('the record speaks with how much nearer and of how many windows; who may not choose sees that alone', async () => {
  await company.server.client.forecast_methods.set({ pipeline, method: 'automatic', reason: 'Let it speak' })
  await letTheRecordSpeak(company)
  const { page, goto, faults, context } = await open(company.ana)
  await goto('/forecast/accuracy')
  const panel = panelOf(page)
  await panel
    .getByText('Each alone · by the record: 20% nearer to what came than the model, 30 days ahead, 9 windows')
    .waitFor()
  expect(await panel.getByRole('button').count()).toBe(0)
  await page.keyboard.press('U')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('an answer that does not come is told, and asked for again; without a pipeline it says so', async () => {
  const { page, goto, context } = await open()
  let answer: { status: number; json: unknown } = { status: 500, json: { title: 'It broke', status: 500 } }
  await page.route('**/api/v1/forecast-methods*', (route) => route.fulfill(answer))
  await goto('/forecast/accuracy')
  const panel = panelOf(page)
  const retry = panel.getByRole('button', { name: 'Retry' })
  await retry.waitFor({ timeout: 30_000 })
  answer = { status: 200, json: { data: [] } }
  await retry.press('Enter')
  await panel.getByText('There is no pipeline yet whose forecast you may see').waitFor()
  await context.close()
})

test.each([
  ['dark', { theme: 'dark' }],
  ['phone', { width: 390, height: 844 }],
] as const)('on %s it reads as well', async (name, options) => {
  const { page, goto, faults, context } = await open(mira, options)
  await goto('/forecast/accuracy')
  await panelOf(page)
    .getByText(/^Each alone · by the record/)
    .waitFor()
  await page.getByRole('figure', { name: /would have held what happened/ }).waitFor()
  await expectOpenToAll(page)
  if ('width' in options) expect(await widthOf(page)).toBeLessThanOrEqual(options.width)
  await shoot(page, `forecast-methods-${name}`)
  await panelOf(page).getByRole('button', { name: 'Choose the method of Transactional' }).press('Enter')
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /^Win rate/ })
    .waitFor()
  await expectOpenToAll(page)
  await shoot(page, `forecast-methods-dialog-${name}`)
  expect(faults).toEqual([])
  await context.close()
})
