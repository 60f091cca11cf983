import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Member, startTestServer, type TestServer } from '../server.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { closeBrowser, goByKeys, quiet, visit, type VisitOptions } from './visit.ts'

const motion = (name: string) => readFileSync(join(import.meta.dirname, `../../motions/${name}.yaml`), 'utf8')

type Person = Member & { email: string; password: string }
let server: TestServer
let rina: Person
let dewi: Person

beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer({ clock: 'simulated' })
  await server.setClock('2026-11-30T09:00:00Z')
  rina = await person('Rina Sari')
  dewi = await person('Dewi Putri')
  for (const name of ['direct', 'partner', 'renewal']) await server.client.pipelines.create({ source: motion(name) })
  for (const name of ['Acme', 'Borealis']) await openDeal(name)
  await standsInPreferred('Harbour')
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

async function person(name: string): Promise<Person> {
  const member = await server.addPerson({ role: 'revops', name })
  return { ...member, ...(await server.letSignIn(member.id)) }
}

const openDeal = (name: string, pipeline = 'direct') =>
  server.client.deals.create({ name, pipeline, amount: { amount: '9000.00', currency: 'EUR' } })

async function standsInPreferred(name: string) {
  const account = await server.client.accounts.create({ name: `${name} Ltd` })
  const budget = { amount: '9000.00', currency: 'EUR' }
  const given = { account_id: account.id, fields: { current_solution: 'Paper', budget } }
  const deal = await server.client.deals.create({ name, pipeline: 'direct', amount: budget, ...given })
  await server.client.moves.create({ deal_id: deal.id, to_stage: 'preferred', reason: 'agreed by phone' })
}

const open = (who: Person, options?: VisitOptions) => visit(server.url, who, options)
const asks = (who: Person, pipeline: string, from: string, to: string, title: string) =>
  who.client.change_requests.create({ pipeline, definition: motion(pipeline).replace(from, to), title })
const board = async () =>
  (await server.client.boards.get({ pipeline: 'direct' })).stages.map(({ name, count }) => [name, count])
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** The keyboard goes to a control as Tab would bring it there. */
const onto = async (page: Page, role: 'button' | 'link', name: string) => {
  await page.getByRole(role, { name }).first().focus()
  await page.keyboard.press('Enter')
}

test('by keyboard alone a change is designed, asked for, approved, published at its date, and taken back', async () => {
  const { page, goto, faults, context } = await open(rina)
  await goto('/')
  await page.getByRole('main').waitFor()
  await press(page, 'g', 'p')
  await onto(page, 'link', 'Design Direct')
  await page.locator('[data-stage="need_confirmed"]').focus()
  await press(page, 'Enter')
  await page.locator('[data-focus="stage:need_confirmed"]:focus').waitFor()
  await press(page, 'Control+a')
  await page.keyboard.type('Buyer names a need')
  await page.locator('[data-stage="need_confirmed"]').focus()
  await press(page, 'ArrowDown', 'ArrowDown', 'Delete')
  const removing = page.getByRole('dialog', { name: 'Remove Buyer prefers us?' })
  await removing.getByText('its 1 open deal goes to').waitFor()
  await press(page, 'Tab', 'Tab', 'Enter')
  await removing.waitFor({ state: 'detached' })
  await press(page, 'Control+s')
  await page.getByText(/saved \d\d:\d\d/).waitFor()
  await press(page, 'Control+Enter')
  await page.getByRole('region', { name: 'Impact' }).getByText('1 open deal moves').waitFor()

  // Asked for, with a date.
  await press(page, 'Control+Shift+Enter')
  const asking = page.getByRole('dialog', { name: 'Ask for this change of Direct' })
  await asking.getByText('1 open deal moves').waitFor()
  await page.keyboard.type('Fewer stages')
  await press(page, 'Tab')
  await page.keyboard.type('Nobody could tell the third from the fourth')
  await press(page, 'Tab', 'Tab')
  // Day and month in whichever order, and the half of the day where hours are counted twice.
  await page.keyboard.type('12122026')
  await press(page, 'ArrowRight')
  await page.keyboard.type('0600a')
  await expect.poll(() => asking.getByLabel('From when on').inputValue()).toBe('2026-12-12T06:00')
  await press(page, 'Enter')
  await page.getByRole('heading', { name: 'Fewer stages' }).waitFor()
  await page.getByText('You asked for this yourself').waitFor()
  await press(page, 'a')
  expect(await page.getByRole('dialog', { name: 'Approve' }).count()).toBe(0)

  // Approved by somebody else, who finds it under Governance.
  const other = await open(dewi)
  await other.goto('/')
  await other.page.getByRole('main').waitFor()
  await goByKeys(other.page, ['g', 'o'], '/governance')
  await other.page.getByRole('heading', { name: '1 change waits for a decision' }).waitFor()
  await onto(other.page, 'link', 'Fewer stages')
  await other.page.getByRole('button', { name: 'Approve' }).waitFor()
  await press(other.page, 'a')
  await other.page.getByRole('dialog', { name: 'Approve CR-1?' }).waitFor()
  await other.page.keyboard.type('Agreed')
  await press(other.page, 'Tab', 'Tab', 'Enter')
  await other.page.locator('[data-state="approved"]').waitFor()
  expect((await board()).length).toBe(4)

  // At its date it is published, and whoever looks sees the deals come along.
  await server.setClock('2026-12-12T06:00:01Z')
  await page.locator('[data-state="published"]').waitFor()
  await page.getByText('3 open deals came along').waitFor()
  expect(await board()).toEqual([
    ['Buyer names a need', 2],
    ['Buyer sets criteria for the choice', 1],
    ['Buyer settles the conditions', 0],
  ])

  // Taken back: the deal stands where it stood.
  await onto(page, 'button', 'Roll back')
  await page.getByRole('dialog', { name: 'Roll CR-1 back?' }).waitFor()
  await page.keyboard.type('Too early')
  await press(page, 'Tab', 'Tab', 'Enter')
  await page.getByRole('heading', { name: 'Take back CR-1: Fewer stages' }).waitFor()
  await page.getByText('3 open deals came along').waitFor()
  expect(await board()).toEqual([
    ['Buyer confirms a need', 2],
    ['Buyer sets criteria for the choice', 0],
    ['Buyer prefers us', 1],
    ['Buyer settles the conditions', 0],
  ])
  await onto(page, 'link', 'It takes an earlier change back')
  await page.locator('[data-state="rolled_back"]').waitFor()
  await page.getByRole('link', { name: 'CR-2 took it back' }).waitFor()
  await press(page, 'g', 'b')
  await page.getByRole('group', { name: 'Harbour' }).waitFor()
  expect([...faults, ...other.faults]).toEqual([])
  await context.close()
  await other.context.close()
})

test('a plan that is out of date says what changed and is approved only after another look, never by its author', async () => {
  const change = await asks(rina, 'direct', 'skip: reason', 'skip: forbidden', 'No skipping')
  const later = await asks(rina, 'direct', 'maximum_days: ', 'maximum_days: 1', 'More patience')
  await dewi.client.approval_votes.create({ approval_id: later.approvals[0]?.id ?? '', vote: 'approve' })
  await server.settled()
  const { page, goto, context, faults } = await open(dewi)
  await goto(`/governance/changes/${change.id}`)
  const notice = page.getByRole('region', { name: 'The plan is out of date' })
  await notice.getByText('The pipeline is at version').waitFor()
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  await onto(page, 'button', 'Look again')
  await notice.waitFor({ state: 'detached' })

  const author = await open(rina)
  await author.goto(`/governance/changes/${change.id}`)
  await author.page.getByText('You asked for this yourself').waitFor()
  expect(await author.page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  await press(page, 'a')
  await page.getByRole('dialog', { name: 'Approve' }).waitFor()
  await press(page, 'Tab', 'Tab', 'Enter')
  await author.page.locator('[data-state="published"]').waitFor()
  expect(faults).toEqual([])
  await context.close()
  await author.context.close()
})

test('a rejection wants its reason, which stays to be read, as does what was said', async () => {
  const change = await asks(rina, 'partner', 'skip: reason', 'skip: forbidden', 'No skipping for partners')
  await openDeal('Reseller', 'partner')
  const { page, goto, context } = await open(dewi)
  await goto(`/governance/changes/${change.id}`)
  await page.getByRole('region', { name: 'Comments' }).getByLabel('Say something').fill('Why so soon?')
  await page.getByRole('button', { name: 'Comment' }).click()
  await page.getByText('Why so soon?').waitFor()
  await page.getByRole('button', { name: 'Reject' }).waitFor()
  await page.getByRole('heading', { name: 'No skipping for partners' }).click()
  await press(page, 'r')
  const rejecting = page.getByRole('dialog', { name: 'Reject' })
  await rejecting.waitFor()
  await press(page, 'Tab', 'Tab', 'Enter')
  expect(await rejecting.count()).toBe(1)
  await rejecting.getByLabel('Reason').fill('Partners work by their own rules')
  await press(page, 'Tab', 'Tab', 'Enter')
  await page.locator('[data-state="rejected"]').waitFor()
  await page.getByText('“Partners work by their own rules”').waitFor()
  expect(await page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0)
  await context.close()
})

test('what was asked for goes on in the designer, and is withdrawn by that', async () => {
  const change = await asks(rina, 'renewal', 'maximum_days: ', 'maximum_days: 1', 'Renewals may rest')
  const { page, goto, context } = await open(rina)
  await goto(`/governance/changes/${change.id}`)
  await page.getByRole('button', { name: 'Change it in the designer' }).click()
  await page.getByRole('button', { name: 'Withdraw and go on' }).click()
  await expect.poll(() => page.getByLabel('Definition file (YAML)').inputValue()).toBe(change.source)
  const { state } = await rina.client.change_requests.get({ change_request_id: change.id })
  expect(state).toBe('withdrawn')
  await context.close()
})

test('the list is filtered by its address, and says where nothing is', async () => {
  const { page, goto, context } = await open(dewi)
  await goto('/governance/changes?pipeline=renewal')
  await page.getByText('Renewals may rest').waitFor()
  expect(await page.getByText('Fewer stages').count()).toBe(0)
  await page.getByLabel('State').selectOption('published')
  await page.getByText('None of this kind').waitFor()
  expect(new URL(page.url()).search).toContain('state=published')
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByText('Take back CR-1').waitFor()
  await context.close()
})

const places = async () => {
  const { data } = await server.client.change_requests.list({ limit: 1, state: 'rejected' })
  return [
    { path: '/pipelines', ready: (page: Page) => page.getByText('Version').first().waitFor() },
    { path: '/pipelines/direct/design', ready: (page: Page) => page.getByText('Holds', { exact: true }).waitFor() },
    { path: '/governance/changes', ready: (page: Page) => page.getByText('No skipping for partners').waitFor() },
    { path: `/governance/changes/${data[0]?.id}`, ready: (page: Page) => page.getByText('In words').waitFor() },
  ]
}

test.each(['light', 'dark'] as const)('nothing keeps people out, %s', async (theme) => {
  const { page, goto, context, faults } = await open(dewi, { theme })
  for (const { path, ready } of await places()) {
    await goto(path)
    await ready(page)
    expect([path, await barriersOn(page)]).toEqual([path, []])
  }
  expect(faults).toEqual([])
  await context.close()
})

test('on a phone everything fits, one pane at a time', async () => {
  const { page, goto, context } = await open(dewi, { width: 390, height: 844 })
  for (const { path, ready } of await places()) {
    await goto(path)
    await ready(page)
    await expect.poll(() => widthOf(page)).toBeLessThanOrEqual(390)
  }
  await goto('/pipelines/direct/design')
  for (const [tab, shown] of [
    ['Parts', 'Winning and losing'],
    ['Form', 'Suggested category'],
    ['Impact', 'The draft is the same as the published version.'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByText(shown, { exact: true }).waitFor()
    expect(await widthOf(page)).toBeLessThanOrEqual(390)
  }
  await context.close()
})
