import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { closeBrowser, quiet, visit, type VisitOptions } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const motion = (name: string) => readFileSync(join(import.meta.dirname, `../../motions/${name}.yaml`), 'utf8')
const source = motion('direct')
const renamed = source.replace('Buyer confirms a need', 'Buyer names a need')

let server: TestServer
let owner: Person
let rina: Person
let dewi: Person
type Person = { id: string; key: string; email: string; password: string }
beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer()
  await server.client.pipelines.create({ source })
  owner = { ...server.owner, ...(await server.letSignIn(server.owner.id)) }
  for (const name of ['Borealis', 'Citra Group'])
    await server.client.deals.create({ name, pipeline: 'direct', amount: { amount: '9000.00', currency: 'EUR' } })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

async function person(name: string): Promise<Person> {
  const member = await server.addPerson({ role: 'revops', name })
  return { ...member, ...(await server.letSignIn(member.id)) }
}
const open = (who: Person, options?: VisitOptions) => visit(server.url, who, options)
const ask = (who: Person, definition: string, more: object = {}) =>
  server.clientFor(who.key).change_requests.create({ pipeline: 'direct', definition, ...more })
const shoot = async (page: Page, name: string) => {
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

test('whoever is alone approves their own request, is told what that means, and rolls it back', async () => {
  const change = await ask(owner, renamed, { title: 'Clearer name' })
  const { page, goto, faults, context } = await open(owner)
  await goto(`/governance/changes/${change.id}`)
  await page.getByRole('button', { name: 'Approve' }).waitFor()
  await page.keyboard.press('a')
  await page.getByRole('dialog', { name: 'Approve CR-1?' }).getByText('This is your own request.').waitFor()
  await shoot(page, 'change-own')
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await page.getByText('Self-approved:').waitFor()
  await page.getByText('2 open deals came along').waitFor()
  await page.getByRole('button', { name: 'Roll back' }).click()
  await page.getByLabel('Why').fill('It was clear before')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('link', { name: 'It takes an earlier change back' }).waitFor()
  const pipeline = await server.client.pipelines.get({ pipeline: 'direct' })
  expect([pipeline.definition.version, pipeline.stages[0]?.name]).toEqual([3, 'Buyer confirms a need'])
  await page.getByRole('link', { name: 'It takes an earlier change back' }).click()
  await page.locator('[data-state="rolled_back"]').waitFor()
  expect(faults).toEqual([])
  await context.close()
  rina = await person('Rina Sari')
  dewi = await person('Dewi Putri')
})

test('a plan that is out of date says what changed, and is looked at again before it is approved', async () => {
  const gone = source.replace(/ {2}- key: preferred[\s\S]*?\n\n/, '').replace(', required_from: preferred', '')
  const change = await ask(rina, gone, { stage_map: { preferred: 'criteria_set' }, title: 'Nobody says so' })
  const { id: account_id } = await server.client.accounts.create({ name: 'Late Ltd' })
  const amount = { amount: '900.00', currency: 'EUR' }
  const fields = { current_solution: 'Paper', budget: amount }
  const late = await server.client.deals.create({ name: 'Latecomer', pipeline: 'direct', account_id, amount, fields })
  await server.client.moves.create({ deal_id: late.id, to_stage: 'preferred', reason: 'agreed by phone' })
  const { page, goto, faults, context } = await open(dewi)
  await goto(`/governance/changes/${change.id}`)
  await page
    .getByRole('region', { name: 'The plan is out of date' })
    .getByText('1 open deal in Buyer prefers us now')
    .waitFor()
  await shoot(page, 'change-stale')
  await page.keyboard.press('a')
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByText('This is not any more what was planned').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByRole('region', { name: 'The plan is out of date' }).waitFor({ state: 'detached' })
  await page.getByText('go to Buyer sets criteria for the choice').waitFor()

  // Rejected, with the reason that is asked for.
  await page.keyboard.press('r')
  const rejecting = page.getByRole('dialog', { name: 'Reject' })
  await rejecting.getByRole('button', { name: 'Reject' }).click()
  expect(await rejecting.count()).toBe(1)
  await rejecting.getByLabel('Reason').fill('Conditions are where deals stick')
  await rejecting.getByRole('button', { name: 'Reject' }).click()
  await page.locator('[data-state="rejected"]').waitFor()
  await page.getByText('“Conditions are where deals stick”').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a request is taken back into the designer, and a pipeline begins from a motion that ships', async () => {
  const change = await ask(rina, renamed)
  const { page, goto, faults, context } = await open(rina)
  await goto('/governance/changes')
  await page.getByRole('link', { name: change.key }).click()
  await page.getByRole('button', { name: 'Change it in the designer' }).click()
  await page.getByRole('button', { name: 'Withdraw and go on' }).click()
  await expect.poll(() => page.getByLabel('Definition file (YAML)').inputValue()).toBe(renamed)
  await goto(`/governance/changes/${change.id}`)
  await page.locator('[data-state="withdrawn"]').waitFor()
  await page.getByLabel('Say something').fill('Not yet')
  await page.getByRole('button', { name: 'Comment' }).click()
  await page.getByRole('region', { name: 'Comments' }).getByText('Not yet').waitFor()

  await goto('/pipelines')
  await page.getByRole('button', { name: 'New pipeline' }).click()
  await page.getByRole('button', { name: 'Use Renewal' }).click()
  await page.getByRole('heading', { name: 'Renewal' }).waitFor()
  expect((await server.client.pipelines.get({ pipeline: 'renewal' })).lifecycle).toBe('active')
  expect(faults).toEqual([])
  await context.close()
})

const looks: VisitOptions[] = [{ theme: 'light' }, { theme: 'dark' }, { width: 390, height: 844 }]
const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ['pipelines', () => '/pipelines', (page) => page.getByRole('link', { name: 'Design Direct' }).waitFor()],
  [
    'designer-form',
    () => '/pipelines/direct/design?pane=form&part=stage:preferred',
    (page) => page.getByText('Holds').waitFor(),
  ],
  ['designer-file', () => '/pipelines/direct/design?pane=file', (page) => page.getByText('Holds').waitFor()],
  [
    'designer-parts',
    () => '/pipelines/direct/design?pane=parts&part=fields',
    (page) => page.getByText('Holds').waitFor(),
  ],
  [
    'designer-impact',
    () => '/pipelines/direct/design?pane=impact&part=outcomes',
    (page) => page.locator('[data-plan-summary]').waitFor(),
  ],
  ['changes', () => '/governance/changes', (page) => page.getByRole('link', { name: 'Clearer name' }).waitFor()],
  ['change', () => `/governance/changes/${asked}`, (page) => page.locator('[data-plan-summary]').waitFor()],
]
let asked = ''
test.each(looks)('every page of it keeps nobody out and fits: %o', async (look) => {
  const definition = renamed.replace('key: account_known', 'key: company_known')
  asked ||= (await ask(rina, definition, { title: 'Clearer name' })).id
  const { page, goto, context, faults } = await open(dewi, look)
  for (const [name, path, ready] of places) {
    await goto(path())
    await ready(page)
    await shoot(page, `${name}-${look.theme ?? 'phone'}`)
    await page.evaluate(axe)
    const found = (await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(({ html }) => html.slice(0, 200)).join(' | ')))`,
    )) as string[]
    expect([name, found]).toEqual([name, []])
    const width = await page.evaluate(
      'Math.max(document.scrollingElement.scrollWidth, document.querySelector("main").scrollWidth)',
    )
    expect([name, width]).toEqual([name, Math.min(Number(width), look.width ?? 1440)])
  }
  expect(faults).toEqual([])
  await context.close()
})
