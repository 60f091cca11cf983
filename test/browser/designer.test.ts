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
  // It is said beside the field, on its line of the file, and at the stage that has it.
  await page.getByRole('region', { name: 'Form' }).getByText('deal has no amont. Did you mean amount?').waitFor()
  const line = (await file.inputValue()).split('\n').findIndex((said) => said.includes('deal.amont')) + 1
  await page.getByText(`Line ${line}:`).waitFor()
  expect(await page.locator('[data-fault-line]').allTextContents()).toEqual([String(line)])
  await page.locator('[data-stage="need_confirmed"]').getByText('Something is wrong here').waitFor()
  await shoot(page, 'designer-fault')
  await page.getByLabel('Rule', { exact: true }).focus()
  await press('Control+a')
  await page.keyboard.type('deal.amount >= 1000')
  await page.getByText('Holds', { exact: true }).waitFor()

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
  expect(await page.getByText('Buyer prefers us', { exact: true }).count()).toBe(0)
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

test('what is written in the file shows in the form, every step can be taken back, and it saves itself', async () => {
  const { page, goto, faults, context } = await open(rina)
  await goto('/pipelines/direct/design?part=charter')
  const file = page.getByLabel('Definition file (YAML)')
  const before = await file.inputValue()
  await page.getByLabel('Motion').fill('Sold by our own people')
  await expect.poll(() => file.inputValue()).toContain('motion: Sold by our own people\n')
  await file.fill((await file.inputValue()).replace('name: Direct', 'name: Direct sales'))
  await page.getByRole('button', { name: 'Name and money' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Direct sales')
  await expect.poll(async () => (await draftOf()).source.includes('name: Direct sales')).toBe(true)
  await page.getByText(/saved \d\d:\d\d/).waitFor()

  // A text that is no YAML closes the form, and the place is a press away.
  await file.fill(`${await file.inputValue()}\n  broken: [`)
  await page.getByText('The file cannot be read just now').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true)
  await page.getByRole('list', { name: 'What is wrong' }).getByRole('button').first().click()
  expect(await file.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Control+z')
  await page.getByText('Holds', { exact: true }).waitFor()

  // Everything back to what is published: nothing to ask for.
  for (let step = 0; step < 2; step++) await page.keyboard.press('Control+z')
  await expect.poll(() => file.inputValue()).toBe(before)
  await page.keyboard.press('Control+Shift+z')
  expect(await page.getByLabel('Definition file (YAML)').inputValue()).not.toBe(before)

  // Stages are added and ordered by keys.
  await page.locator('[data-stage="criteria_set"]').focus()
  await page.keyboard.press('a')
  await expect
    .poll(() => page.getByLabel('Name', { exact: true }).evaluate((element) => element === document.activeElement))
    .toBe(true)
  await page.keyboard.type('Buyer tries it')
  await page.locator('[data-stage="buyer_tries_it"]').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect
    .poll(() => page.locator('[data-stage]').evaluateAll((all) => all.map((one) => one.getAttribute('data-stage'))))
    .toContain('buyer_tries_it')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => (await draftOf()).source.includes('key: buyer_tries_it')).toBe(true)
  await page.getByRole('button', { name: 'More about the draft' }).click()
  await page.getByRole('menuitem', { name: 'Throw the draft away' }).click()
  await page.getByText('The draft was thrown away').waitFor()
  await expect.poll(() => file.inputValue()).toBe(before)
  expect(faults).toEqual([])
  await context.close()
})

test('two people at one draft: what fits stands together, what does not is theirs to decide', async () => {
  const [one, two] = [await open(rina), await open(dewi)]
  await one.goto('/pipelines/direct/design?part=charter')
  await one.page.getByLabel('Motion').fill('Sold by people')
  await expect
    .poll(async () =>
      draftOf().then(
        ({ source: text }) => text,
        () => '',
      ),
    )
    .toContain('Sold by people')
  await two.goto('/pipelines/direct/design?part=charter')
  await two.page.getByText('Rina Sari wrote this draft just now').waitFor()
  await two.page.getByLabel('Buyer').fill('A managing director')
  await expect.poll(async () => (await draftOf()).source).toContain('A managing director')
  await expect.poll(() => one.page.getByLabel('Buyer').inputValue()).toBe('A managing director')

  // Both change the same line: nobody's words are lost.
  const { version, source: kept, stage_map } = await draftOf()
  await one.page.route('**/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await one.page.getByLabel('Owner', { exact: true }).fill('Rina')
  await one.page.getByText('not saved:').waitFor()
  const theirs = kept.replace(/owner: .*/, 'owner: Dewi')
  await server
    .clientFor((await memberOf(dewi.id)).key)
    .drafts.save({ pipeline: 'direct', source: theirs, stage_map, if_version: version })
  await one.page.getByText('Dewi Putri saved other changes of the same lines').waitFor()
  await one.page.unroute('**/draft')
  await one.page.getByRole('button', { name: 'Keep mine over it' }).click()
  await expect.poll(async () => (await draftOf()).source).toContain('owner: Rina')
  await two.page.getByText('Rina Sari wrote this draft').waitFor()
  await server.client.drafts.discard({ pipeline: 'direct' })
  await one.context.close()
  await two.context.close()
})

const memberOf = async (person_id: string) => {
  const { secret } = await server.client.keys.create({ name: 'browser test', person_id })
  return { key: secret }
}
