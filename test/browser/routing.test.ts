import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, type Person, pipeline, startCompany } from './company.ts'
import { agreed, file } from '../stories/shops.ts'
import { closeBrowser } from './visit.ts'

let company: Company
let rina: Person
let dewi: Person
const pictures = process.env['ROUTING_PICTURES']
const motions = join(import.meta.dirname, '../../motions')

beforeAll(async () => {
  company = await startCompany()
  const { client } = company.server
  ;[rina, dewi] = [await signingIn('Rina Halim', 'revops'), await signingIn('Dewi Lubis', 'revops')]
  await client.pipelines.create({ source: readFileSync(join(motions, 'enterprise.yaml'), 'utf8') })
  await client.deals.create({ name: 'Large hall', pipeline, amount: { amount: '240000.00', currency: 'EUR' } })
  await client.deals.create({ name: 'Small shop', pipeline, amount: { amount: '900.00', currency: 'EUR' } })
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

async function signingIn(name: string, role: 'revops' | 'rep'): Promise<Person> {
  const member = await company.server.addPerson({ name, role })
  return { ...member, ...(await company.server.letSignIn(member.id)) }
}

const focused = (page: Page, selector: string) =>
  expect.poll(() => page.locator(selector).evaluate((one) => one === document.activeElement)).toBe(true)

test('rules are written, tried, proposed, approved and decide, by keyboard alone', async () => {
  const { page, goto, faults } = await company.open(rina)
  const { keyboard } = page
  await goto('/')
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  await keyboard.press('g')
  await keyboard.press('t')
  await page.getByText('No rule was published yet').waitFor()

  // What cannot be read is said while it is typed, and not taken.
  await keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: 'New rule' })
  await dialog.waitFor()
  await keyboard.type('Large orders')
  await keyboard.press('Tab')
  await keyboard.type('deal.amout >= 100000')
  await dialog.getByText('Did you mean amount?').waitFor()
  expect(await dialog.getByRole('button', { name: 'Add to the draft' }).isDisabled()).toBe(true)
  await photograph(page, 'unreadable')
  await keyboard.press('Control+A')
  await keyboard.type('deal.amount >= 100000')
  await dialog.getByText('This can be read.').waitFor()
  await dialog.getByLabel('Pipeline').focus()
  await keyboard.type('Enterprise')
  await dialog.getByLabel('Owner').focus()
  await keyboard.type('one')
  await dialog.getByLabel('Who', { exact: true }).focus()
  await keyboard.type('Budi')
  await dialog.getByLabel('Name', { exact: true }).focus()
  await keyboard.press('Enter')
  await focused(page, '[data-rule=large_orders]')

  // A second rule that the first leaves nothing to: said beside it, until it is moved up.
  await keyboard.press('a')
  await dialog.waitFor()
  await keyboard.type('Very large')
  await keyboard.press('Tab')
  await keyboard.type('deal.amount >= 500000')
  await dialog.getByText('This can be read.').waitFor()
  await dialog.getByLabel('Name', { exact: true }).focus()
  await keyboard.press('Enter')
  const later = page.locator('[data-rule=very_large]')
  await later.locator('[data-finding]').getByText('Nothing is left for Very large').waitFor()
  await photograph(page, 'shadowed')
  await focused(page, '[data-rule=very_large]')
  await keyboard.press('Alt+ArrowUp')
  await later.locator('[data-finding]').waitFor({ state: 'detached' })
  await focused(page, '[data-rule=very_large]')
  await keyboard.press('ArrowDown')
  await focused(page, '[data-rule=large_orders]')
  await keyboard.press('ArrowUp')
  await keyboard.press('Delete')
  await later.waitFor({ state: 'detached' })
  await keyboard.press('z')
  await later.waitFor()
  await keyboard.press('ArrowUp')

  // What it would have done is there without a press, and is still there after a reload.
  const replay = page.locator('[data-replay]')
  await replay.getByText('1 of 2 deals would have begun in another pipeline.').waitFor()
  await replay.getByText('Large hall').waitFor()
  // The page scrolls within its frame, with all that it says to screen readers alone: below the frame there is nothing.
  const tall = page.viewportSize()
  await page.setViewportSize({ width: 1440, height: 500 })
  await expect.poll(() => page.evaluate('document.scrollingElement.scrollHeight')).toBe(500)
  if (tall) await page.setViewportSize(tall)
  await page.reload()
  await later.waitFor()
  const bench = page.locator('[data-bench]')
  await bench.getByLabel('Amount').fill('120000')
  await keyboard.press('Enter')
  await bench.getByText('By rule 2, Large orders, because Amount is 120,000').waitFor()
  await page.locator('[data-rule=large_orders] [data-said=decides]').waitFor()
  await page.locator('[data-rule=very_large] [data-said=no]').waitFor()
  await noBarriers(page)
  await photograph(page, 'draft')

  await page.getByRole('button', { name: 'Propose it…' }).focus()
  await keyboard.press('Enter')
  const propose = page.getByRole('dialog', { name: 'Propose these rules' })
  await propose.waitFor()
  await keyboard.type('Large ones first')
  await keyboard.press('Tab')
  await keyboard.type('They were lost in Transactional.')
  await propose.getByRole('button', { name: 'Propose', exact: true }).focus()
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Large ones first' }).waitFor()
  await page.locator('[data-diff=large_orders]').getByText('new').waitFor()
  await noBarriers(page)
  await photograph(page, 'change')

  const other = await company.open(dewi)
  await other.goto(new URL(page.url()).pathname)
  await other.page.getByRole('button', { name: 'Approve' }).waitFor()
  await other.page.keyboard.press('a')
  await other.page.getByRole('dialog', { name: 'Approve Large ones first?' }).waitFor()
  await other.page.getByRole('button', { name: 'Approve', exact: true }).last().focus()
  await other.page.keyboard.press('Enter')
  await other.page.locator('[data-state=published]').waitFor()
  await page.locator('[data-state=published]').waitFor()
  expect(await rina.client.routing.get({})).toMatchObject({
    version: 1,
    rules: [{ key: 'very_large' }, { key: 'large_orders' }],
  })

  await goto('/routing/versions')
  await page.locator('[data-version="1"]').getByText('Large orders').waitFor()
  expect([...faults, ...other.faults]).toEqual([])
})

test('a new deal is left to the rules, says why it is where it is, and one that none takes is placed by keyboard', async () => {
  const { ana, budi } = company
  const { page, goto, faults } = await company.open(ana)
  const { keyboard } = page
  await goto('/deals')
  await page
    .getByRole('link', { name: /Small shop/ })
    .first()
    .waitFor()
  await keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'New deal' })
  await dialog.waitFor()
  await keyboard.type('Another hall')
  await dialog.getByLabel('Amount').fill('180000')
  await dialog.locator('[data-would]').getByText('Goes to Enterprise').waitFor()
  await photograph(page, 'new-deal')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Another hall' }).waitFor()
  const why = page.locator('[data-why-here]')
  await why.getByText('Routed by rule 2 (Large orders) of version 1 because Amount is 180,000').waitFor()
  expect((await ana.client.deals.list({ q: 'Another hall' })).data).toMatchObject([
    { pipeline: { key: 'enterprise' }, owner: { id: budi.id } },
  ])

  await keyboard.press('c')
  await dialog.waitFor()
  await keyboard.type('A small one')
  await keyboard.press('Enter')
  await dialog.getByText('No rule takes this deal.').waitFor()
  await dialog.getByRole('button', { name: 'Put it among the incoming deals' }).focus()
  await keyboard.press('Enter')
  const waiting = page.getByRole('listitem', { name: 'A small one' })
  await waiting.getByText('No rule of version 1 takes it').waitFor()
  await page
    .getByRole('navigation', { name: 'Main' })
    .first()
    .getByText('incoming deals wait')
    .waitFor({ state: 'attached' })
  await noBarriers(page)
  await photograph(page, 'incoming')
  await waiting.focus()
  await keyboard.press('p')
  const place = page.getByRole('dialog', { name: 'Where does A small one go?' })
  await place.waitFor()
  await keyboard.type('Transactional')
  await place.getByLabel('Why here').focus()
  await keyboard.type('A shop like any other')
  await photograph(page, 'place')
  await keyboard.press('Enter')
  await page.waitForURL(/\/deals\/D-\d+/)
  await why.getByText('Placed here by Ana Bauer').waitFor()
  await photograph(page, 'why-here')

  await ana.client.incoming_deals.create({ name: 'Buy pills', source: 'web' })
  await keyboard.press('g')
  await keyboard.press('i')
  const pills = page.getByRole('listitem', { name: 'Buy pills' })
  await pills.focus()
  await keyboard.press('d')
  await page.getByRole('dialog', { name: 'Dismiss Buy pills?' }).locator('input:focus').waitFor()
  await keyboard.type('Not a deal')
  await keyboard.press('Enter')
  await page.getByText('Nothing waits').waitFor()
  expect((await ana.client.incoming_deals.list({ state: 'dismissed' })).data).toMatchObject([{ reason: 'Not a deal' }])
  expect(faults).toEqual([])
})

test('what a pipeline asks for before a deal begins there is filled in where the deal is placed', async () => {
  const { ana, server } = company
  const asking = `{ key: wanted, name: Shop wants an offer, phase: qualify,
    entry: [{ key: worth_it, label: Worth the effort, level: hard, kind: rule, rule: deal.amount >= 1000, field: amount }] }`
  const source = file(asking, agreed).replace('key: shops', 'key: asking').replace('name: Shops', 'name: Asking')
  await server.client.pipelines.create({ source })
  await ana.client.incoming_deals.create({ name: 'Of unknown size' })
  const { page, goto, faults } = await company.open(ana)
  await goto('/routing/incoming')
  await page.getByRole('listitem', { name: 'Of unknown size' }).press('p')
  const place = page.getByRole('dialog', { name: 'Where does Of unknown size go?' })
  await place.getByLabel('Pipeline').selectOption({ value: 'asking' })
  await place.getByRole('button', { name: 'Open the deal' }).press('Enter')
  await place.getByText(/needs 1 thing: Worth the effort/).waitFor()
  await place.getByLabel('Amount').fill('4000')
  await photograph(page, 'place-asked')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/deals\/D-\d+/)
  expect((await ana.client.deals.list({ q: 'Of unknown size' })).data).toMatchObject([
    { pipeline: { key: 'asking' }, amount: { amount: '4000.00', currency: 'EUR' } },
  ])
  expect(faults).toEqual([])
})

test('who decides on rules is said on screen and taken back, by keyboard', async () => {
  const { server } = company
  const member = await server.addPerson({ name: 'Olga Owner', role: 'owner' })
  const olga = { ...member, ...(await server.letSignIn(member.id)) }
  const { page, goto, faults } = await company.open(olga)
  await goto('/routing/changes')
  await page.getByRole('button', { name: 'Who decides' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Who decides on rules' })
  await dialog.getByText('As usual: one of those who design pipelines').waitFor()
  await dialog.getByLabel('Who decides').selectOption('named')
  await dialog.getByLabel('Dewi Lubis').press('Space')
  await dialog.getByLabel('Rina Halim').press('Space')
  await dialog.getByLabel('How many must agree').fill('2')
  await noBarriers(page)
  await photograph(page, 'who-decides')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await page.getByText('Saved. It holds for what is asked from now on.').first().waitFor()
  expect(await olga.client.routing_policy.get()).toMatchObject({
    needed: 2,
    people: expect.arrayContaining([
      { id: rina.id, name: 'Rina Halim' },
      { id: dewi.id, name: 'Dewi Lubis' },
    ]),
  })
  await goto('/governance/handoff-rules')
  await page.getByRole('button', { name: 'Who decides' }).press('Enter')
  await dialog.getByRole('button', { name: 'As usual again' }).press('Enter')
  await page.getByText('It is decided on as usual again.').first().waitFor()
  expect(await olga.client.routing_policy.get()).toMatchObject({ needed: 1, valid_from: null })
  expect(faults).toEqual([])
})

test('whoever may not write rules is told so, and reads and tries them; on a phone nothing is cut off', async () => {
  const sari = await signingIn('Sari Wijaya', 'rep')
  const { page, goto, faults } = await company.open(sari, { width: 390, height: 844 })
  await goto('/routing')
  await page.getByText('to change them takes the right to design pipelines').waitFor()
  expect(await page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0)
  await page.locator('[data-replay]').getByText('it takes the right to design pipelines').waitFor()
  await photograph(page, 'reader-390')
  for (const tab of ['rules', 'incoming', 'changes', 'versions']) {
    await goto(`/routing/${tab}`)
    await page.locator('#tab-heading').waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle').catch(() => {})
    expect(await widthOf(page), tab).toBeLessThanOrEqual(390)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await noBarriers(page)
    }
  }
  expect(faults).toEqual([])
})

/** Colours change over a moment. */
const noBarriers = (page: Page) => expect.poll(() => barriersOn(page), { timeout: 5000 }).toEqual([])

async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
}
