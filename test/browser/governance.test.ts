import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Company, openDeal, type Person, startCompany } from './company.ts'
import { closeBrowser, goByKeys, type VisitOptions } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const motion = (key: string) => readFileSync(join(import.meta.dirname, `../../motions/${key}.yaml`), 'utf8')
const pictures = process.env['SHOTS']

let company: Company
let rita: Person
beforeAll(async () => {
  company = await startCompany()
  const { server } = company
  const faulty = motion('new-business')
    .replace('name: Buyer can picture the solution', 'name: Product demo')
    .replace('review_every_days: 90', 'review_every_days: 90\n  review_on: 2026-01-15')
  const twin = faulty.replace('key: new-business', 'key: new-logos').replace('name: New business', 'name: New logos')
  for (const source of [faulty, twin]) await server.client.pipelines.create({ source })
  const member = await server.addPerson({ role: 'revops', name: 'Rita Ops' })
  rita = { ...member, ...(await server.letSignIn(member.id)) }
  if (pictures) mkdirSync(pictures, { recursive: true })
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const shoot = async (page: Page, name: string) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}
const checkAccessible = async (page: Page) => {
  await page.evaluate(axe)
  const found = await page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`)
  expect(found).toEqual([])
}
const open = (person: Person, options?: VisitOptions) => company.open(person, options)

describe('charters', () => {
  test('are reached by the keyboard, and a pipeline is let run out and brought back', async () => {
    const { page, goto, faults, context } = await open(rita)
    await goto('/')
    await page.getByRole('heading').first().waitFor()
    await goByKeys(page, ['g', 'o'], '/governance')
    await page.getByRole('link', { name: 'Charters' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Two weeks').or(page.getByText('Trust has to be earned first')).first().waitFor()
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Transactional' }) })
    await card.getByRole('button', { name: 'Transactional: Take no new deals' }).focus()
    await page.keyboard.press('Enter')
    await card.getByText('Sunset: no new deals').waitFor()
    expect((await company.server.client.pipelines.get({ pipeline: 'transactional' })).lifecycle).toBe('sunset')
    await page.keyboard.press('z')
    await expect
      .poll(async () => (await company.server.client.pipelines.get({ pipeline: 'transactional' })).lifecycle)
      .toBe('active')
    await page.getByText('Merge?').first().waitFor()
    await checkAccessible(page)
    await shoot(page, 'charters-light')
    expect(faults).toEqual([])
    await context.close()
  })

  test('say what stands in the way of putting one away', async () => {
    await openDeal(company.ana.client, 'Still open')
    await company.server.client.pipelines.update({ pipeline: 'transactional', lifecycle: 'sunset' })
    const { page, goto, context } = await open(rita)
    await goto('/governance/charters')
    await page.getByRole('button', { name: 'Transactional: Archive' }).click()
    await page.getByText('One open deal is still in Transactional').first().waitFor()
    await company.server.client.pipelines.update({ pipeline: 'transactional', lifecycle: 'active' })
    await context.close()
  })

  test('ask those who decide, where a policy says so', async () => {
    const { client } = company.server
    await client.approval_policies.set({ pipeline: 'new-logos', subject_kind: 'sunset', needed: 1 })
    const asking = await open(rita)
    await asking.goto('/governance/charters')
    await asking.page.getByRole('button', { name: 'New logos: Take no new deals' }).click()
    await asking.page.getByText('Others decide on it; they are asked').waitFor()
    await asking.page.getByText('Rita Ops asks: Let New logos take no new deals').waitFor()
    await asking.page.getByText('You asked for this yourself').waitFor()
    await asking.context.close()
    const member = await company.server.addPerson({ role: 'revops', name: 'Dewi Ops' })
    const dewi = { ...member, ...(await company.server.letSignIn(member.id)) }
    const { page, goto, faults, context } = await open(dewi)
    await goto('/governance/charters')
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'New logos' }) })
    await card.getByRole('button', { name: 'Approve' }).focus()
    await checkAccessible(page)
    await shoot(page, 'charters-question')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await card.getByText('Sunset: no new deals').waitFor()
    await client.pipelines.update({ pipeline: 'new-logos', lifecycle: 'active' })
    expect(faults).toEqual([])
    await context.close()
  })

  test('say who decides, and whoever administers rights says otherwise, by keyboard', async () => {
    const { client } = company.server
    const archive = { pipeline: 'new-logos', subject_kind: 'archive' as const }
    const { page, goto, faults, context } = await open(rita)
    await goto('/governance/charters')
    await page.getByRole('button', { name: 'New logos: Who decides' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Who decides in New logos' })
    await dialog.getByText('As usual: one person who holds the right to approve').waitFor()
    await dialog.getByLabel('On what').selectOption({ label: 'That it is archived' })
    await dialog.getByText('As usual: whoever may configure the pipeline does it').waitFor()
    await dialog.getByLabel('Who decides').selectOption({ label: 'These people' })
    await dialog.getByRole('checkbox', { name: 'Ana Bauer' }).press('Space')
    await checkAccessible(page)
    await shoot(page, 'who-decides')
    await dialog.getByLabel('How many must agree').press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await client.approval_policies.get(archive)).toMatchObject({ needed: 1, people: [{ name: 'Ana Bauer' }] })

    await page.getByRole('button', { name: 'New logos: Who decides' }).press('Enter')
    await dialog.getByLabel('On what').selectOption({ label: 'That it is archived' })
    await dialog.getByRole('button', { name: 'As usual again' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    expect(await client.approval_policies.get(archive)).toMatchObject({ people: null, valid_from: null })
    expect(faults).toEqual([])
    await context.close()
  })

  test('are read by whoever may not change them, dark and on a phone too', async () => {
    for (const options of [{ theme: 'dark' as const }, { width: 390, height: 844 }]) {
      const { page, goto, faults, context } = await open(company.ana, options)
      await goto('/governance/charters')
      await page.getByText('Trust has to be earned first').first().waitFor()
      expect(await page.getByRole('button', { name: 'Take no new deals' }).count()).toBe(0)
      expect(await page.evaluate('document.querySelector("main").scrollWidth <= innerWidth')).toBe(true)
      await checkAccessible(page)
      await shoot(page, `charters-${options.width ? 'phone' : 'dark'}`)
      expect(faults).toEqual([])
      await context.close()
    }
  })
})

describe('a review', () => {
  test('is found under what is late, shows figures and findings, and is noted with its decisions', async () => {
    const { page, goto, faults, context } = await open(rita)
    await goto('/governance/reviews')
    await page.getByText('review due 15 Jan').first().waitFor()
    await shoot(page, 'reviews-light')
    await page.getByRole('main').getByRole('link', { name: 'New business' }).click()
    await page.getByRole('heading', { name: 'Review of New business' }).waitFor()
    const findings = page.getByRole('region', { name: 'Findings' })
    await findings.getByText('Product demo names what we do').waitFor()
    await findings.getByText(/line \d+, stages\[1\]\.name/).waitFor()
    await findings.getByText('Its review was due on 2026-01-15').waitFor()
    await page.getByLabel('What was said').fill('The demo is ours, not theirs.')
    await page.getByLabel('What was decided').fill('Rename the second stage\nLook at the twin')
    await checkAccessible(page)
    await shoot(page, 'review-light')
    await page.getByRole('button', { name: 'Note the review' }).click()
    await page.getByText('Rename the second stage').waitFor()
    await findings.getByText('Its review was due').waitFor({ state: 'detached' })
    const [held] = (await company.server.client.pipeline_reviews.list({ pipeline: 'new-business' })).data
    expect(held?.decisions).toEqual(['Rename the second stage', 'Look at the twin'])
    expect(faults).toEqual([])
    await context.close()
  })

  test('is read dark and on a phone', async () => {
    for (const options of [{ theme: 'dark' as const }, { width: 390, height: 844 }]) {
      const { page, goto, context } = await open(rita, options)
      await goto('/governance/reviews/new-logos')
      await page.getByText('Product demo names what we do').waitFor()
      expect(await page.evaluate('document.querySelector("main").scrollWidth <= innerWidth')).toBe(true)
      await checkAccessible(page)
      await shoot(page, `review-${options.width ? 'phone' : 'dark'}`)
      await context.close()
    }
  })
})

describe('notifications', () => {
  test('ring the bell, are opened by the keyboard, read, and lead to the deal', async () => {
    const { server, ana } = company
    const deal = await openDeal(server.client, 'Acme – Scales')
    const { page, goto, faults, context } = await open(ana)
    await goto('/notifications')
    await page.getByText('Nothing yet').waitFor()
    await shoot(page, 'notifications-empty')
    await server.client.deals.update({ deal_id: deal.id, owner: ana.id })
    await server.settled()
    await goto('/')
    await page.getByRole('link', { name: 'Notifications, 1 new' }).waitFor()
    await page.getByRole('heading').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('n')
    await page.getByRole('button', { name: 'Acme – Scales is yours now' }).waitFor()
    await checkAccessible(page)
    await shoot(page, 'notifications-light')
    await page.getByRole('button', { name: 'Acme – Scales is yours now' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/deals/${deal.key}`)
    await page.getByRole('link', { name: 'Notifications, nothing new' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('are set per kind and way; a chat is addressed and taken away again', async () => {
    for (const options of [{}, { theme: 'dark' as const, width: 390, height: 844 }]) {
      const { page, goto, faults, context } = await open(company.budi, options)
      await goto('/settings/notifications')
      const box = page.getByLabel('Somebody made you the owner of a deal: In the app')
      // It shows what is kept, a moment after the click: `uncheck` would look too soon.
      await box.click()
      await expect
        .poll(async () => (await company.budi.client.notification_preferences.get()).data)
        .toContainEqual(expect.objectContaining({ kind: 'deal.assigned', app: false }))
      await box.click()
      await expect.poll(() => box.isChecked()).toBe(true)
      await page.getByText('This installation sends no mail').waitFor()
      await page.getByLabel('Address').fill('http://10.0.0.7/hook')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('10.0.0.7 lies inside a network').waitFor()
      await page.getByLabel('Address').fill('https://chat.example.test/services/T0/B0/secretpart')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('chat.example.test/…part').waitFor()
      await checkAccessible(page)
      await shoot(page, `notifications-settings-${options.width ? 'phone-dark' : 'light'}`)
      await page.getByRole('button', { name: 'Take it away' }).click()
      await page.getByText('chat.example.test/…part').waitFor({ state: 'detached' })
      expect(faults).toEqual([])
      await context.close()
    }
  })
})
