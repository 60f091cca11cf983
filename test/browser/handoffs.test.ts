import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, file, wanted } from '../stories/shops.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, openDeal, pipeline, stages, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

let company: Company
const pictures = process.env['SHOTS']

const other = (key: string, name: string, first: string) =>
  file(first, agreed).replace('key: shops', `key: ${key}`).replace('name: Shops', `name: ${name}`)
const strict = `{ key: asked, name: Asked, phase: qualify,
      entry: [{ key: sized, label: A size, level: hard, kind: rule, rule: deal.amount >= 1 }] }`

beforeAll(async () => {
  company = await startCompany()
  const { server, budi } = company
  const { client } = server
  await client.pipelines.create({ source: other('growth', 'Growth', wanted) })
  await client.pipelines.create({ source: other('large', 'Large', strict) })
  const day = [{ from: '08:00', to: '18:00' }]
  const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
  await client.calendars.set({ calendar: 'office', name: 'Office', time_zone: 'UTC', hours })
  const respond = { hours: 16, calendar: 'office' }
  const owner = { by: 'person' as const, person_id: budi.id }
  const trigger = { on: 'manual' as const, pipeline }
  const more = { key: 'more', name: 'They want more', trigger, to: { pipeline: 'growth' }, link: 'expands' as const }
  const grown = {
    key: 'grown',
    name: 'Teams may become companies',
    mode: 'proposed' as const,
    trigger: { on: 'stage' as const, pipeline, stage: stages[1] },
    to: { pipeline: 'large' },
    respond,
  }
  const carry = { name: '{deal}: more of it', close_in_days: 90, next_step: 'Ask how it goes' }
  const change = await client.handoff_changes.create({
    rules: [{ ...more, carry, owner, respond }, grown],
    reason: 'They belong together',
  })
  const boss = await server.addPerson({ role: 'revops', name: 'Ratna' })
  await boss.client.approval_votes.create({ approval_id: change.approval_id ?? '', vote: 'approve' })
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

test('a follow-on deal is opened with H on the board by a rule, and its receiver accepts it on its page', async () => {
  const { ana, budi } = company
  const deal = await openDeal(ana.client, 'Toko Maju')
  const { page, goto, faults, context } = await company.open(ana)
  await goto(`/board/${pipeline}`)
  const card = page.getByRole('group', { name: 'Toko Maju' })
  await card.waitFor()
  await card.focus()
  await page.keyboard.press('h')
  const dialog = page.getByRole('dialog', { name: 'Open follow-on deal' })
  await dialog.getByText('Growth, which has to accept it').waitFor()
  await expect.poll(() => dialog.getByRole('radio', { name: /They want more/ }).isChecked()).toBe(true)
  await dialog.getByText('Close date in 90 days').waitFor()
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'follow-on')
  await dialog.getByLabel('Note for whoever receives it').focus()
  await page.keyboard.type('Their head office asked')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Open in Growth' }).press('Enter')
  await page
    .getByText(/D-\d+ opened in Growth/)
    .first()
    .waitFor()
  const [handoff] = (await ana.client.handoffs.list({ deal: deal.id })).data
  expect(handoff).toMatchObject({ state: 'waiting', because: 'Their head office asked', link: 'expands' })

  await goto(`/deals/${deal.key}`)
  const follows = page.locator('[data-follows]')
  await follows.getByRole('link', { name: /Toko Maju: more of it/ }).waitFor()
  await follows.getByText('waits to be accepted').waitFor()
  await follows.scrollIntoViewIfNeeded()
  await photograph(page, 'follows')

  const his = await company.open(budi)
  await his.goto(`/deals/${handoff?.to.deal?.key}`)
  const bar = his.page.getByRole('region', { name: 'Waits to be accepted' })
  await bar.getByText('Handed over by Ana Bauer').waitFor()
  await bar.getByText(/to be accepted by/).waitFor()
  expect(await barriersOn(his.page)).toEqual([])
  await photograph(his.page, 'waiting')
  await bar.getByRole('button', { name: 'Accept' }).press('Enter')
  await expect.poll(() => bar.count()).toBe(0)
  expect((await ana.client.handoffs.get({ handoff_id: handoff?.id ?? '' })).state).toBe('accepted')
  // The page of whoever sent it hears of it by itself.
  await follows.getByText('accepted', { exact: true }).waitFor()
  expect([...faults, ...his.faults]).toEqual([])
  await his.context.close()
  await context.close()
}, 60_000)

test('the list is worked through by keyboard: one goes back with a reason, a proposed one is opened', async () => {
  const { ana, budi, server } = company
  const deal = await openDeal(ana.client, 'Lestari Semen')
  const sent = await ana.client.handoffs.create({ deal_id: deal.id, rule: 'more' })
  const { page, goto, faults, context } = await company.open(budi)
  await goto('/')
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  const isThere = async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('j')
    return page.getByRole('heading', { name: 'Hand-offs', level: 1 }).count()
  }
  await expect.poll(isThere, { timeout: 15_000, interval: 500 }).toBe(1)
  const item = page.getByRole('article', { name: 'Lestari Semen: more of it' })
  await item.waitFor()
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'list')
  await item.focus()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Not accepted' })
  await dialog.getByText('Ana Bauer hears why, and may ask again').waitFor()
  await expect.poll(() => dialog.getByLabel('Reason').evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.type('Who decides there?')
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'refuse')
  await dialog.getByRole('button', { name: 'Return', exact: true }).press('Enter')
  await page.getByText('Nothing waits for you').waitFor()
  expect(await ana.client.handoffs.get({ handoff_id: sent.id })).toMatchObject({
    state: 'returned',
    reason: 'Who decides there?',
    to: { deal: { outcome: 'void' } },
  })

  const grown = await openDeal(ana.client, 'Garuda Pangan')
  await ana.client.moves.create({ deal_id: grown.id, to_stage: stages[1] })
  await server.settled()
  const hers = await company.open(ana)
  await hers.goto('/handoffs')
  const proposed = hers.page.getByRole('article', { name: 'A deal in Large for Garuda Pangan' })
  await proposed.focus()
  await hers.page.keyboard.press('a')
  const accept = hers.page.getByRole('dialog', { name: 'A deal in Large for Garuda Pangan' })
  await accept.getByRole('button', { name: 'Open in Large' }).press('Enter')
  await accept.getByRole('alert').waitFor()
  await photograph(hers.page, 'accept')
  await accept.getByLabel('Amount').fill('900')
  await accept.getByRole('button', { name: 'Open in Large' }).press('Enter')
  await hers.page
    .getByText(/D-\d+ accepted in Large/)
    .first()
    .waitFor()
  await hers.page.getByRole('button', { name: 'From me' }).press('Enter')
  await hers.page.getByText('“Who decides there?”').waitFor()
  await photograph(hers.page, 'sent')
  expect([...faults, ...hers.faults]).toEqual([])
  await hers.context.close()
  await context.close()
}, 60_000)

test('without a rule a pipeline is chosen, and what its first stage asks for is asked', async () => {
  const { budi } = company
  const deal = await budi.client.deals.create({ name: 'Citra Group', pipeline: 'growth' })
  const { page, goto, faults, context } = await company.open(budi, { width: 390, height: 844 })
  await goto(`/deals/${deal.key}`)
  await page.getByRole('button', { name: /^Open follow-on deal/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Open follow-on deal' })
  await dialog.getByLabel('Pipeline').selectOption('large')
  await dialog.getByRole('button', { name: 'Open in Large' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Amount').fill('1200')
  await photograph(page, 'free-390')
  await dialog.getByRole('button', { name: 'Open in Large' }).click()
  await page
    .getByText(/D-\d+ opened in Large/)
    .first()
    .waitFor()
  const [handoff] = (await budi.client.handoffs.list({ deal: deal.id, state: 'any' })).data
  expect(handoff).toMatchObject({ state: 'accepted', rule: null, link: 'sourced_from', kind: 'handoff' })
  await goto('/handoffs?view=all')
  await page.getByRole('article').first().waitFor()
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'list-390')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test('the rules in force are read, with what their check found', async () => {
  const { server } = company
  const rina = await server.addPerson({ role: 'revops', name: 'Rina Sari' })
  const { page, goto, faults, context } = await company.open({ ...rina, ...(await server.letSignIn(rina.id)) })
  await goto('/governance/handoff-rules')
  const more = page.locator('[data-rule=more]')
  await more.getByText('within 16 business hours of Office').waitFor()
  await more.getByText('Budi Santoso').waitFor()
  await page.locator('[data-rule=grown]').getByText('whoever accepts it').waitFor()
  await page.getByText('No circle, no dead end').waitFor()
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'rules')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'rules-390')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test('working hours and holidays are set by keyboard in the settings', async () => {
  const { server } = company
  const citra = await server.addPerson({ role: 'revops', name: 'Citra' })
  const { page, goto, faults, context } = await company.open({ ...citra, ...(await server.letSignIn(citra.id)) })
  await goto('/settings/calendars')
  await page.getByRole('button', { name: 'New calendar' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New calendar' })
  await dialog.getByLabel('Name').fill('Berlin')
  await dialog.getByLabel('Time zone').selectOption('Europe/Berlin')
  await dialog.getByLabel('Regions whose holidays it keeps').fill('de-be')
  await dialog.getByLabel('Monday', { exact: true }).fill('9-12, 13-17.30')
  await dialog.getByRole('button', { name: 'Monday’s hours until Friday' }).press('Enter')
  await dialog.getByLabel('Friday', { exact: true }).fill('morning')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await dialog.getByText('expected a time such as 09:00').first().waitFor()
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'calendar')
  await dialog.getByLabel('Friday', { exact: true }).fill('9-12')
  await page.keyboard.press('Enter')
  const berlin = page.locator('[data-calendar=berlin]')
  await berlin.getByText('09:00–12:00, 13:00–17:30').first().waitFor()
  const saved = (await server.client.calendars.list()).data.find(({ key }) => key === 'berlin')
  expect(saved).toMatchObject({
    time_zone: 'Europe/Berlin',
    regions: ['DE-BE'],
    hours: { friday: [{ from: '09:00', to: '12:00' }], saturday: [] },
  })

  const add = page.locator('[data-add-holidays]')
  await add.getByLabel('Of region').fill('DE-BE')
  await add.getByLabel('Paste holidays').fill('2099-01-01, New Year\n2099-05-01, Labour Day')
  await add.getByRole('button', { name: 'Add holidays' }).press('Enter')
  const table = page.getByRole('region', { name: 'Holidays' })
  await table.getByText('Labour Day').waitFor()
  const event = 'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20991003\nSUMMARY:Unity Day\nEND:VEVENT'
  await add.getByLabel('Paste holidays').fill(`BEGIN:VCALENDAR\nVERSION:2.0\n${event}\nEND:VCALENDAR`)
  await add.getByRole('button', { name: 'Add holidays' }).press('Enter')
  await table.getByText('Unity Day').waitFor()
  await table.getByRole('button', { name: 'Take away Labour Day, DE-BE' }).press('Enter')
  await expect.poll(() => table.getByText('Labour Day').count()).toBe(0)
  expect((await server.client.holidays.list({ region: 'DE-BE' })).data.map(({ name }) => name)).toEqual([
    'New Year',
    'Unity Day',
  ])
  await add.getByLabel('Paste holidays').fill('some day')
  await add.getByRole('button', { name: 'Add holidays' }).press('Enter')
  await add.getByText('Line 1 is no day with a name').waitFor()
  expect(await barriersOn(page)).toEqual([])
  await photograph(page, 'calendars')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await photograph(page, 'calendars-390')
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

type Page = Awaited<ReturnType<Company['open']>>['page']

async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(pictures, `handoffs-${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
