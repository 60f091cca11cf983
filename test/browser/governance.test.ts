import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Company, openDeal, type Person, startCompany } from './company.ts'
import { closeBrowser, type VisitOptions } from './visit.ts'

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
    await page.keyboard.press('g')
    await page.keyboard.press('o')
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

  test('are read by whoever may not change them, dark and on a phone too', async () => {
    for (const options of [{ theme: 'dark' as const }, { width: 390, height: 844 }]) {
      const { page, goto, faults, context } = await open(company.ana, options)
      await goto('/governance')
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
      await box.uncheck()
      await expect
        .poll(async () => (await company.budi.client.notification_preferences.get()).data[2])
        .toMatchObject({ kind: 'deal.assigned', app: false })
      await box.check()
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
