import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { closeBrowser, quiet, visit, type VisitOptions } from './visit.ts'

const source = readFileSync(join(import.meta.dirname, '../../motions/direct.yaml'), 'utf8')

type Person = { id: string; email: string; password: string }
let server: TestServer
let rina: Person
let dewi: Person
beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer()
  rina = await person('Rina Sari')
  dewi = await person('Dewi Putri')
  await server.client.pipelines.create({ source })
  for (const [at, amount] of ['400.00', '5000.00', '7000.00'].entries()) await openDeal(`Deal ${at}`, amount)
  await standsIn('Harbour', '9000.00', 'preferred')
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

async function person(name: string): Promise<Person> {
  const { id } = await server.addPerson({ role: 'revops', name })
  return { id, ...(await server.letSignIn(id)) }
}
const openDeal = (name: string, amount: string) =>
  server.client.deals.create({ name, pipeline: 'direct', amount: { amount, currency: 'EUR' } })

async function standsIn(name: string, amount: string, stage: string) {
  const account = await server.client.accounts.create({ name: `${name} Ltd` })
  const deal = await server.client.deals.create({
    name,
    pipeline: 'direct',
    account_id: account.id,
    amount: { amount, currency: 'EUR' },
    fields: { current_solution: 'Paper', budget: { amount, currency: 'EUR' } },
  })
  await server.client.moves.create({ deal_id: deal.id, to_stage: stage, reason: 'agreed by phone' })
  return deal
}

const shoot = async (page: Page, name: string) => {
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}
const open = (who: Person, options?: VisitOptions) => visit(server.url, who, options)
const draftOf = () => server.client.drafts.get({ pipeline: 'direct' })

test('a whole change by keyboard alone: designed, asked for, approved by a second person, on the board', async () => {
  const { page, goto, faults, context } = await open(rina)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await goto('/')
  await page.getByRole('heading', { name: 'Q4 2026' }).or(page.getByRole('main')).first().waitFor()
  await press('g', 'p')
  await page.getByRole('heading', { name: '1 pipeline' }).waitFor()
  await page.getByRole('link', { name: 'Design Direct' }).focus()
  await press('Enter')

  // Rename the first stage.
  await page.locator('[data-stage="need_confirmed"]').focus()
  await press('Enter')
  const name = page.getByLabel('Name', { exact: true })
  await expect.poll(() => name.evaluate((element) => element === document.activeElement)).toBe(true)
  await press('Control+a')
  await page.keyboard.type('Buyer names a need')
  const file = page.getByLabel('Definition file (YAML)')
  await expect.poll(() => file.inputValue()).toBe(source.replace('Buyer confirms a need', 'Buyer names a need'))

  // Remove the third one; its deal goes to the one before.
  await page.locator('[data-stage="need_confirmed"]').focus()
  await press('ArrowDown', 'ArrowDown', 'Delete')
  const removing = page.getByRole('dialog', { name: 'Remove Buyer prefers us?' })
  await removing.getByText('its 1 open deal goes to').waitFor()
  await press('Tab', 'Tab', 'Enter')
  await removing.waitFor({ state: 'detached' })
  await page.getByRole('list', { name: 'Removed stages' }).getByText('Buyer prefers us').waitFor()

  // Add a hard criterion to the first stage.
  await page.locator('[data-stage="need_confirmed"]').focus()
  await press('Enter')
  await page.getByRole('button', { name: 'Add a criterion: To leave it' }).focus()
  await press('Enter')
  await page.keyboard.type('Worth the effort')
  await page.getByLabel('Rule', { exact: true }).focus()
  await press('Control+a')
  await page.keyboard.type('deal.amont >= 1000')
  await page.getByRole('list', { name: 'What is wrong' }).getByText('amont').waitFor()
  await shoot(page, 'designer-fault')
  await page.getByLabel('Rule', { exact: true }).focus()
  await press('Control+a')
  await page.keyboard.type('deal.amount >= 1000')
  await page.getByText('Holds').waitFor()

  // What it would do, and the request.
  await press('Control+Enter')
  const impact = page.getByRole('region', { name: 'Impact' })
  await impact.locator('[data-plan-summary]').waitFor()
  expect(await impact.locator('[data-plan-summary]').textContent()).toContain('1 open deal moves')
  await impact.getByText('Worth the effort').first().waitFor()
  await shoot(page, 'designer-impact')
  await press('Control+Shift+Enter')
  const asking = page.getByRole('dialog', { name: 'Ask for this change of Direct' })
  await asking.getByText('Plan:').waitFor()
  await page.keyboard.type('Fewer stages, worthier deals')
  await shoot(page, 'designer-request')
  await press('Enter')
  await page.getByRole('heading', { name: 'Fewer stages, worthier deals' }).waitFor()
  await page.getByText('Nobody decides on their own request').or(page.getByText('0 of 1 approvals')).first().waitFor()
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  const { pathname } = new URL(page.url())

  // The second person.
  const second = await open(dewi)
  await second.goto(pathname)
  await second.page.getByRole('button', { name: 'Approve' }).waitFor()
  await shoot(second.page, 'change-open')
  await second.page.keyboard.press('a')
  const approving = second.page.getByRole('dialog', { name: 'Approve CR-1?' })
  await approving.waitFor()
  await second.page.keyboard.type('Agreed in the review')
  await second.page.keyboard.press('Tab')
  await second.page.keyboard.press('Tab')
  await second.page.keyboard.press('Enter')
  await second.page.getByText('1 open deal came along').or(second.page.getByText('open deals came along')).waitFor()
  await shoot(second.page, 'change-published')

  // Whoever asked sees it by themselves, and so does the board.
  await page.locator('[data-state="published"]').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.getByText('Buyer names a need').first().waitFor()
  await page.getByRole('group', { name: 'Harbour' }).waitFor()
  expect(await page.getByText('Buyer prefers us').count()).toBe(0)
  const board = await server.client.boards.get({ pipeline: 'direct' })
  expect(board.stages.map(({ key, name, count }) => [key, name, count])).toEqual([
    ['need_confirmed', 'Buyer names a need', 3],
    ['criteria_set', 'Buyer sets criteria for the choice', 1],
    ['conditions_settled', 'Buyer settles the conditions', 0],
  ])
  const { source: published } = await server.client.definitions.get({
    definition_id: (await server.client.pipelines.get({ pipeline: 'direct' })).definition.id,
  })
  expect(published).toContain('# The counterpart of the partner pipeline: we sell to the customer ourselves.')
  expect([...faults, ...second.faults]).toEqual([])
  await context.close()
  await second.context.close()
})
