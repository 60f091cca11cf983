import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Company, openDeal, type Person, pipeline, startCompany } from './company.ts'
import { closeBrowser } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const published = readFileSync(join(import.meta.dirname, `../../motions/${pipeline}.yaml`), 'utf8')
const drafted = published.replace('name: Buyer sees that it fits', 'name: Product demo')
const pictures = process.env['SHOTS']

let company: Company
let rita: Person
beforeAll(async () => {
  company = await startCompany()
  const { server } = company
  const member = await server.addPerson({ role: 'revops', name: 'Rita Ops' })
  rita = { ...member, ...(await server.letSignIn(member.id)) }
  await server.client.drafts.save({ pipeline, source: drafted, stage_map: {} })
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

describe('the health of a design', () => {
  test('stands beside the draft, which is rehearsed against past moves', async () => {
    const deal = await openDeal(company.ana.client, 'Moved before')
    await company.ana.client.moves.create({ deal_id: deal.id, to_stage: 'fit_seen' })
    const { page, goto, faults, context } = await company.open(rita)
    await goto(`/pipelines/${pipeline}/design?pane=health`)
    await page.getByText('Product demo names what we do').waitFor()
    await page.getByRole('button', { name: 'Rehearse' }).click()
    await page.getByText('It would have stopped nobody.').waitFor()
    await checkAccessible(page)
    await shoot(page, 'health-light')
    await goto('/pipelines')
    await page.getByText('review due').first().waitFor()
    await shoot(page, 'pipelines-health')
    expect(faults).toEqual([])
    await context.close()
  })
})

describe('a pilot', () => {
  test('is started from its draft, compared, and adopted as a change request, by the keyboard', async () => {
    const { server } = company
    const { page, goto, faults, context } = await company.open(rita)
    await goto('/governance/pilots')
    await page.getByText('Nothing is tried yet').waitFor()
    await checkAccessible(page)
    await shoot(page, 'pilots-empty')
    await page.getByRole('button', { name: 'Start a pilot' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Share, in percent').fill('50')
    await checkAccessible(page)
    await shoot(page, 'pilots-start')
    await page.getByRole('button', { name: 'Start the pilot' }).click()
    await page.getByRole('heading', { name: 'Transactional (pilot) beside Transactional' }).waitFor()
    const money = { amount: '9000.00', currency: 'EUR' }
    const { data } = await server.client.deals.bulk({
      operations: Array.from({ length: 70 }, (_, i) => ({ op: 'create', name: `Deal ${i}`, pipeline, amount: money })),
    })
    await server.client.deals.bulk({
      operations: data.slice(0, 24).map(({ deal }) => ({
        op: 'move' as const,
        deal_id: deal?.id ?? '',
        outcome: 'lost' as const,
        reason: 'price',
      })),
    })
    await goto('/governance/pilots')
    await page
      .getByRole('cell', { name: 'no difference to be seen' })
      .or(page.getByText('too few to tell'))
      .first()
      .waitFor()
    await checkAccessible(page)
    await shoot(page, 'pilots-light')
    await page.getByRole('button', { name: 'Adopt' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Why').fill('Nothing is lost by it')
    await page.getByRole('button', { name: 'Adopt it' }).click()
    await page.waitForURL('**/governance/changes/chg_*')
    await page.getByText('Adopt Transactional (pilot)').first().waitFor()
    await page.getByRole('heading', { name: 'Rehearsal' }).waitFor()
    await shoot(page, 'change-with-rehearsal')
    expect(faults).toEqual([])
    await context.close()
  })

  test('is read dark and on a phone, by whoever may not start one too', async () => {
    for (const [person, options] of [
      [rita, { theme: 'dark' as const }],
      [rita, { width: 390, height: 844 }],
      [company.ana, { width: 390, height: 844, theme: 'dark' as const }],
    ] as const) {
      const { page, goto, faults, context } = await company.open(person, options)
      await goto('/governance/pilots')
      await page.getByRole('button', { name: 'Show the comparison' }).click()
      await page.getByText('What is not compared, and why').click()
      expect(await page.evaluate('document.querySelector("main").scrollWidth <= innerWidth')).toBe(true)
      if (person === company.ana) expect(await page.getByRole('button', { name: 'Start a pilot' }).count()).toBe(0)
      await checkAccessible(page)
      await shoot(page, `pilots-${'width' in options ? 'phone' : 'wide'}${'theme' in options ? '-dark' : ''}`)
      expect(faults).toEqual([])
      await context.close()
    }
  })
})
