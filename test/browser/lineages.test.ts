import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { messyDeals, motions, pipelineOf, stages } from '../stories/messy-pipeline.ts'
import { writePast } from '../stories/past-deals.ts'
import { startWire, type Wire } from '../stories/wire.ts'
import { closeBrowser, quiet, shoot, visit, type VisitOptions } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let wire: Wire
let rina: { email: string; password: string }
beforeAll(async () => {
  buildWeb(quiet)
  wire = await startWire()
  await wire.call('PUT', '/test-clock', { now: '2026-11-24T12:00:00.000Z' })
  rina = await wire.server.letSignIn((await wire.server.addPerson({ role: 'revops', name: 'Rina Sari' })).id)
  for (const key of ['messy', ...motions.map((motion) => motion.key)])
    await wire.server.client.pipelines.create({ source: pipelineOf(key, stages) })
  await wire.within('write', (context) => writePast(context, messyDeals()))
  await wire.server.settled()
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await wire.server.close()
})

const open = (options?: VisitOptions) => visit(wire.server.url, rina, options)
async function checkAccessible(page: Page) {
  await page.evaluate(axe)
  const found = await page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`)
  expect(found).toEqual([])
}

/** Writes the split into the form, by keyboard where it is more than a choice, and has it planned. */
async function plan(page: Page) {
  await page.getByLabel('Which pipeline', { exact: true }).selectOption({ label: 'Messy' })
  await page.getByRole('button', { name: 'Add a part' }).press('Enter')
  for (const [at, motion] of motions.entries()) {
    const part = page.getByRole('listitem').filter({ has: page.getByLabel(`${at + 1}. goes to`) })
    await part.getByLabel(`${at + 1}. goes to`).selectOption(motion.key)
    if (motion.rule === undefined) continue
    await part.getByLabel('Deals of which this holds').focus()
    await page.keyboard.type(motion.rule)
  }
  await page.getByLabel('Deals of which this holds').last().press('Enter')
  await page.getByText('No deal and no amount differs').waitFor()
  await page.getByRole('button', { name: 'Split it' }).scrollIntoViewIfNeeded()
}

test('a pipeline is split by keyboard: planned, done with its history, and taken back', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/pipelines')
  await page.getByRole('link', { name: 'Split or merge' }).press('Enter')
  await page.getByText('No pipeline was split or merged.').waitFor()
  await plan(page)
  for (const name of ['Small', 'Medium', 'Large'])
    expect(
      await page
        .getByRole('row', { name: `Messy → ${name}` })
        .getByRole('cell')
        .first()
        .textContent(),
    ).toBe('140')
  await checkAccessible(page)
  await shoot(page, 'lineages-plan')

  await page.getByLabel('Why', { exact: true }).fill('Three motions, three pipelines')
  await page.getByLabel('Why', { exact: true }).press('Enter')
  await page.getByText('420 open deals moved, 900 closed ones count as history').waitFor({ timeout: 30_000 })
  await shoot(page, 'lineages-done')
  expect((await wire.server.client.pipelines.get({ pipeline: 'messy' })).lifecycle).toBe('sunset')

  // What takes no new deals offers none, and is not offered for one.
  await goto('/board/messy')
  await page.getByText('This pipeline takes no new deals.').waitFor()
  await page.keyboard.press('c')
  const creating = page.getByRole('dialog', { name: 'New deal' })
  await creating.getByLabel('Pipeline').waitFor()
  const offered = await creating
    .getByLabel('Pipeline')
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  expect(offered).not.toContain('messy')
  await page.keyboard.press('Escape')
  await creating.waitFor({ state: 'detached' })
  await goto('/pipelines/lineages')

  await page.getByRole('button', { name: 'Undo: Three motions, three pipelines' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).press('Enter')
  await page.getByText('420 deals stand again where they stood, 0 stayed').waitFor({ timeout: 30_000 })
  expect((await wire.server.client.pipelines.get({ pipeline: 'messy' })).lifecycle).toBe('active')

  // As it stands once its job was cancelled before any deal went.
  const { pool } = wire.server.database
  await pool.query(`update lineage set state = 'moving', undone_at = null, undone_by = null`)
  await pool.query(`update lineage_deal set state = 'waiting', moved_version = null where state = 'back'`)
  await page.reload()
  await page.getByText('stopped on the way').waitFor()
  await page.getByText('0 of 420 open deals moved').waitFor()
  await checkAccessible(page)
  await shoot(page, 'lineages-stopped')
  await page.getByRole('button', { name: 'Go on: Three motions, three pipelines' }).press('Enter')
  await page.getByText('420 open deals moved, 900 closed ones count as history').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Undo: Three motions, three pipelines' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).press('Enter')
  await page.getByText('420 deals stand again where they stood, 0 stayed').waitFor({ timeout: 30_000 })
  expect(faults).toEqual([])
  await context.close()
}, 240_000)

test('several are merged, and what cannot be is said', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/pipelines/lineages')
  await page.getByRole('tab', { name: 'Merge several' }).press('Enter')
  await page.getByLabel('Which one they become').selectOption('large')
  for (const name of ['Small', 'Medium']) await page.getByRole('checkbox', { name }).press('Space')
  await page.getByRole('button', { name: 'Show what it would do' }).press('Enter')
  await page.getByText('Nothing of Small would go to Large: no deal fits.').waitFor()
  await page.getByLabel('Why', { exact: true }).fill('One is enough')
  await page.getByRole('button', { name: 'Merge them' }).press('Enter')
  await page.getByRole('alert').getByText('nothing to split or merge').waitFor()
  expect(faults).toEqual([])
  await context.close()
}, 60_000)

test.each<[string, VisitOptions]>([
  ['dark', { theme: 'dark' }],
  ['phone', { width: 390, height: 844 }],
])(
  'the plan is read in the %s',
  async (look, options) => {
    const { page, goto, faults, context } = await open(options)
    await goto('/pipelines/lineages')
    await plan(page)
    expect(await page.evaluate('document.querySelector("main").scrollWidth <= innerWidth')).toBe(true)
    await checkAccessible(page)
    await shoot(page, `lineages-${look}`)
    expect(faults).toEqual([])
    await context.close()
  },
  60_000,
)
