import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSetUpLink } from '../../src/domain/people/index.ts'
import { type Company, openDeal, pipeline, startCompany } from './company.ts'
import { widthOf } from './barriers.ts'
import { closeBrowser, expectOpenToAll, shoot } from './visit.ts'

let company: Company

beforeAll(async () => {
  company = await startCompany()
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('a fact is edited in place; where somebody else changed the deal meanwhile, both values are shown', async () => {
  const { ana, budi } = company
  const deal = await openDeal(ana.client, 'Edited deal')
  const { page, goto, context } = await company.open(ana)
  // Without live signals the page keeps the version that it has read.
  await context.route('**/events/stream', (route) => route.abort())
  await goto(`/deals/${deal.key}`)
  await page.getByRole('button', { name: /^Edit Source/ }).click()
  await page.keyboard.type('fair')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Edit Source: fair' }).waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).source).toBe('fair')
  await page.waitForLoadState('networkidle')

  await page.getByRole('button', { name: 'Edit Source: fair' }).click()
  await budi.client.deals.update({ deal_id: deal.id, source: 'partner' })
  await page.keyboard.press('Control+A')
  await page.keyboard.type('web site')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'The deal changed while you edited: Source' })
  await dialog.waitFor()
  expect(await dialog.getByRole('definition').allTextContents()).toEqual(['fair', 'partner', 'web site'])
  await dialog.getByRole('button', { name: 'Save mine' }).click()
  await page.getByRole('button', { name: 'Edit Source: web site' }).waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).source).toBe('web site')

  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: /^Edit Next step/ }).click()
  await budi.client.deals.update({ deal_id: deal.id, close_date: '2031-05-06' })
  await page.keyboard.type('Call on Monday')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Edit Next step: Call on Monday' }).waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).next_step).toBe('Call on Monday')
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).close_date).toBe('2031-05-06')
})

test('a gate is settled on the page: what is missing is given in place, or asked of a named person', async () => {
  const { ana, budi } = company
  const deal = await openDeal(ana.client, 'Gated deal', null)
  const { page, goto, faults } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  const gate = page.locator('[data-gate="worth_a_call"]')
  await gate.getByRole('button', { name: 'Ask…' }).click()
  await gate.getByLabel('Ask', { exact: true }).selectOption({ label: 'Budi Santoso' })
  await gate.getByRole('button', { name: 'Create the task' }).click()
  await gate.getByText('Asked Budi Santoso').waitFor()
  const { data: tasks } = await budi.client.activities.list({ owner: 'me', open: 'true' })
  expect(tasks.map(({ criterion, deal_id }) => [criterion, deal_id])).toEqual([['worth_a_call', deal.id]])

  await gate.getByLabel('Amount').fill('9000')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('[data-gate="worth_a_call"][data-met]').waitFor()
  await page.getByRole('button', { name: /^Move to Buyer sees that it fits/ }).click()
  await page.locator('[data-entry="stage"]').getByText('Buyer states a need → Buyer sees that it fits').waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).stage.key).toBe('fit_seen')
  expect(faults).toEqual([])
})

test('what happens is told on the timeline: a note, a loss with its reason, reopening', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Storied deal')
  const { page, goto } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  await page.getByRole('heading', { name: 'Storied deal' }).waitFor()
  await page.keyboard.press('n')
  await page.getByLabel('Note in a line').fill('They decide in spring')
  await page.keyboard.press('Enter')
  await page.locator('[data-entry="activities"]').getByText('They decide in spring').waitFor()

  await page.getByRole('button', { name: 'Lost' }).click()
  await page.getByRole('dialog', { name: 'Why was it lost?' }).getByLabel('Reason').selectOption({ label: 'Price' })
  await page.getByRole('button', { name: 'Mark as lost' }).click()
  await page.locator('[data-entry="stage"]').getByText('Lost: Price').waitFor()
  await page.getByRole('button', { name: 'Reopen' }).click()
  await page.locator('[data-entry="stage"]').getByText('Reopened in Buyer states a need').waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).outcome).toBeNull()
})

test('line items make the amount of a deal', async () => {
  const { ana, server } = company
  await server.client.products.create({ name: 'Team licence' })
  const deal = await openDeal(ana.client, 'Itemised deal')
  const { page, goto } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  const lines = page.locator('section', { has: page.getByRole('heading', { name: 'Line items' }) })
  await lines.getByRole('button', { name: 'Add' }).click()
  await lines.getByLabel('Product').selectOption({ label: 'Team licence' })
  await lines.getByLabel('Quantity').fill('10')
  await lines.getByLabel('Unit price').fill('25,00')
  await lines.getByLabel('Charged').selectOption({ label: 'each month' })
  await lines.getByRole('button', { name: 'Save the lines' }).click()
  await lines.getByText('a month, 12 times').waitFor()
  await expect.poll(async () => (await ana.client.deals.get({ deal_id: deal.id })).amount?.amount).toBe('3000.00')
})

test('a new deal: an account nobody knows is created with it, and the amount may have a decimal comma', async () => {
  const { ana } = company
  const { page, goto } = await company.open(ana)
  await goto(`/board/${pipeline}`)
  await page.getByRole('button', { name: 'New deal' }).click()
  const dialog = page.getByRole('dialog', { name: 'New deal' })
  await dialog.getByLabel('Name').fill('Neue Firma – Team')
  await dialog.getByLabel('Account').fill('Neue Firma GmbH')
  await dialog.getByText('A new account of this name is created.').waitFor()
  await dialog.getByLabel('Amount').fill('12.500,50')
  await dialog.getByText('= €12,500.50').waitFor()
  await dialog.getByRole('button', { name: 'Create' }).dblclick()
  await page.waitForURL('**/deals/D-*')
  const { data } = await ana.client.deals.list({ q: 'Neue Firma' })
  expect(data.map(({ account, amount }) => [account?.name, amount?.amount])).toEqual([['Neue Firma GmbH', '12500.50']])
})

test('a key that is pressed twice moves once and says so once', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Twice deal')
  const { page, goto } = await company.open(ana)
  await goto(`/deals/${deal.key}`)
  await page.getByRole('heading', { name: 'Gate to Buyer sees that it fits' }).waitFor()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('Moved to Buyer sees that it fits').first().waitFor()
  await page.waitForTimeout(300)
  expect(await page.locator('[data-toast]').count()).toBe(1)
  const { data } = await ana.client.deals.history({ deal_id: deal.id })
  expect(data.map(({ kind }) => kind)).toEqual(['created', 'moved'])
})

test('as of a moment in the past nothing can be changed, and what did not exist yet is said not to', async () => {
  const { ana } = company
  const deal = await openDeal(ana.client, 'Late deal')
  const { page, goto } = await company.open(ana)
  await goto(`/deals/${deal.key}?as_of=2020-01-01T00:00:00Z`)
  await page.getByText(`${deal.key} did not exist yet`).waitFor()
  await goto(`/board/${pipeline}?as_of=2020-01-01T00:00:00Z`)
  await page.getByText('Nothing can be changed here.').waitFor()
  expect(await page.getByRole('button', { name: 'New deal' }).count()).toBe(0)
})

test('a new workspace: its owner says who they are by the link that the server printed, and is in', async () => {
  const { server } = company
  await sql`update person set email = 'owner@localhost.invalid' where id = ${server.owner.id}`.execute(
    server.database.owner,
  )
  const whom = { workspace_id: server.workspace_id, person_id: server.owner.id }
  const { token } = await createSetUpLink(server.database.owner, whom, new Date().toISOString())
  const { page, goto } = await company.open(company.ana, { signedIn: false })
  await goto(`/set-up#token=${token}`)
  await page.getByLabel('Your name').fill('Olga Owner')
  await page.getByLabel('Email').fill('olga@example.test')
  await page.getByLabel('Password').fill('a password of my own')
  await page.getByLabel('Once more').fill('a password of my own')
  await page.getByRole('button', { name: 'Set the password and go in' }).click()
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  const { person } = await server.client.me.get()
  expect([person.name, person.email, person.signs_in]).toEqual(['Olga Owner', 'olga@example.test', true])
})

test('somebody is invited: the link names them, lets them choose a password, and works once', async () => {
  const { server } = company
  const person = await server.client.people.create({ name: 'Ines Neu', email: 'ines@example.test', role: 'rep' })
  const { path } = await server.client.set_up_links.create({ person_id: person.id })
  const { page, goto } = await company.open(company.ana, { signedIn: false })
  await goto(path)
  await page.getByText('You will sign in as ines@example.test').waitFor()
  for (const label of ['Password', 'Once more']) await page.getByLabel(label).fill('a password of my own')
  await page.getByRole('button', { name: 'Set the password and go in' }).click()
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  await page.context().clearCookies()
  await goto('/sign-in')
  await goto(path)
  for (const label of ['Password', 'Once more']) await page.getByLabel(label).fill('another password of mine')
  await page.getByRole('button', { name: 'Set the password and go in' }).click()
  await page.getByText('This link is unknown, has expired or was used').waitFor()
})

test('credit is said by keyboard: revenue adds up to all of it, overlay is apart, and each points to its event', async () => {
  const { ana, budi, server } = company
  const partner = await ana.client.accounts.create({ name: 'Mitra Teknologi', kind: 'partner' })
  const deal = await openDeal(ana.client, 'Credited deal', '1000.00')
  const { page, goto, faults, context } = await company.open(ana)
  const { keyboard } = page
  await goto(`/deals/${deal.key}`)
  const panel = page.locator('[data-credits]')
  await panel.getByText('as its owner').waitFor()
  await panel.getByText('100%').waitFor()
  await panel.getByRole('button', { name: 'Edit who is credited' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Who is credited' })
  await dialog.getByText('whoever owns the deal has all of it').waitFor()
  const add = dialog.getByRole('button', { name: 'Add a person : Revenue credit' })
  await add.press('Enter')
  await add.press('Enter')
  await add.press('Enter')
  const sum = dialog.locator('[data-sum]')
  await sum.getByText('Adds up to 100 %').waitFor()
  await dialog
    .getByLabel(/^Revenue credit: per cent of/)
    .first()
    .fill('60')
  await sum.getByText('40% are missing to 100 %').waitFor()
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await shoot(page, 'credit-missing')
  await sum.getByRole('button', { name: 'Share evenly' }).press('Enter')
  await sum.getByText('Adds up to 100 %').waitFor()
  expect(
    await dialog
      .getByLabel(/^Revenue credit: per cent of/)
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  ).toEqual(['33.34', '33.33', '33.33'])
  await dialog
    .getByRole('button', { name: /^Take .* away/ })
    .last()
    .press('Enter')
  await dialog.getByLabel('Revenue credit: who').first().selectOption({ label: 'Ana Bauer' })
  await dialog.getByLabel('Revenue credit: who').last().selectOption({ label: 'Budi Santoso' })
  await dialog.getByLabel('Revenue credit: per cent of Ana Bauer').fill('66.67')
  await dialog.getByLabel('Revenue credit: per cent of Budi Santoso').fill('33.33')
  const overlay = dialog.getByRole('button', { name: 'Add a person : Overlay credit' })
  await overlay.press('Enter')
  await dialog.getByLabel('Overlay credit, apart from the money: who').selectOption({ label: 'Budi Santoso' })
  await dialog.getByLabel('Overlay credit, apart from the money: per cent of Budi Santoso').fill('25')
  await dialog.getByLabel('Brought by').selectOption({ label: 'Mitra Teknologi' })
  await dialog.getByLabel('Had a part in it').first().selectOption({ label: 'Budi Santoso' })
  await expectOpenToAll(page)
  await shoot(page, 'credit')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await panel.getByText('66.67%').waitFor()
  await panel.getByText('€666.70').waitFor()
  await panel.getByText('Overlay, 25% of at most 100 %').waitFor()
  await panel.getByRole('link', { name: 'Mitra Teknologi' }).waitFor()
  await shoot(page, 'credit-panel')
  const credits = await ana.client.credits.get({ deal_id: deal.id })
  expect(credits).toMatchObject({
    revenue: [
      { person: { id: ana.id }, share: 6667, amount: { amount: '666.70' } },
      { person: { id: budi.id }, share: 3333, amount: { amount: '333.30' } },
    ],
    overlay: [{ person: { id: budi.id }, share: 2500 }],
    sourced: { partner: { id: partner.id } },
    influenced: [{ person: { id: budi.id } }],
  })
  await keyboard.press('z')
  await panel.getByText('as its owner').waitFor()
  expect(faults).toEqual([])
  await context.close()

  await ana.client.credits.set({ deal_id: deal.id, revenue: [{ person_id: budi.id, share: 10_000 }] })
  const rina = await server.addPerson({ role: 'revops', name: 'Rina Sari' })
  const reader = await company.open({ ...rina, ...(await server.letSignIn(rina.id)) }, { width: 390, height: 844 })
  await reader.goto(`/deals/${deal.key}`)
  const said = reader.page.locator('[data-credits]').getByRole('link', { name: /^since/ })
  await said.waitFor()
  expect(await widthOf(reader.page)).toBeLessThanOrEqual(390)
  await shoot(reader.page, 'credit-phone')
  await said.press('Enter')
  await reader.page.locator('[data-meant]').getByText('deal.credited').waitFor()
  await reader.page.locator('[data-meant]').getByText(budi.id).waitFor()
  expect(reader.faults).toEqual([])
}, 120_000)
