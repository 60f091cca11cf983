import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessOf } from '../../src/domain/people/index.ts'
import { boundByNothing } from '../../src/platform/rights.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { fiveMotions } from '../../src/simulator/motion.ts'
import { simulateDeals } from '../../src/simulator/simulate.ts'
import { knownAt } from '../../src/stats/stay.ts'
import { writePast } from '../stories/past-deals.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { type Company, pipeline, stages, startCompany } from './company.ts'
import { closeBrowser, type VisitOptions } from './visit.ts'

const now = '2026-11-30T09:00:00Z'
const today = Date.parse(now) / 86_400_000

let company: Company
beforeAll(async () => {
  company = await startCompany('simulated')
  await company.server.setClock(now)
})
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

/** Two motions with three years of past. */
async function writeHistory({ server }: Company): Promise<void> {
  const source = readFileSync(join(import.meta.dirname, '../../motions/renewal.yaml'), 'utf8')
  const renewal = await server.client.pipelines.create({ source })
  const ways = [
    { ...fiveMotions[1], key: pipeline, stages, per_day: 1 },
    { ...fiveMotions[4], key: renewal.key, stages: renewal.stages.map(({ key }) => key), per_day: 0.4 },
  ] as Parameters<typeof simulateDeals>[0]['motions']
  const simulated = simulateDeals({ motions: ways, seed: 3, from_day: today - 700, days: 700 })
  const past = simulated.map((deal) => ({
    pipeline: deal.pipeline,
    stays: knownAt(deal.stays, today),
    amount: { amount: `${Math.round(deal.amount)}.00`, currency: 'EUR' },
  }))
  const { workspace_id, owner } = server
  const actor = { id: owner.id, name: 'Owner', role: 'owner', workspace_id, channel: 'import' } as const
  const whole = { ...actor, access: accessOf('owner'), rights: boundByNothing }
  await inTransaction(
    server.database,
    { actor: whole, effect: 'write', name: 'test', now: server.server.clock.now() },
    (context) => writePast(context, past),
  )
}

const open = (options?: VisitOptions) => company.open(company.ana, options)
/** The page scrolls inside its frame, so that all of it needs a tall window. */
const shoot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS']
  const size = page.viewportSize()
  if (!folder || !size) return
  await page.setViewportSize({ ...size, height: 2_000 })
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await page.setViewportSize(size)
}
const focused = (page: Page) => page.evaluate('document.activeElement.getAttribute("aria-label")')

test('by keyboard from an empty page over a run to what every method would have said', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast')
  await page.getByRole('link', { name: 'Accuracy', exact: true }).waitFor()
  await page.keyboard.press('5')
  await page.waitForURL('**/forecast/accuracy**')
  await page.getByText('No forecast has been held against your past yet').waitFor()
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'accuracy-empty')

  await page.getByRole('button', { name: 'Run the first backtest' }).press('Enter')
  await page.getByText('There is too little history to judge any forecast').waitFor({ timeout: 60_000 })
  await page.getByText('Not enough data: has 0 closed deals, needs 30').waitFor()
  await shoot(page, 'accuracy-too-little')

  await writeHistory(company)
  await page.reload()
  await page.getByRole('button', { name: 'Run it again' }).press('Enter')
  await page.getByRole('progressbar', { name: 'How far the backtest is' }).waitFor()
  await shoot(page, 'accuracy-running')
  await page.getByRole('heading', { name: 'Which method earned its place where' }).waitFor({ timeout: 120_000 })
  const finding = /^The model would have held what happened in all pipelines \d+ times of \d+$/
  const figure = page.getByRole('figure', { name: finding })
  await figure.waitFor()
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'accuracy-light')

  await figure.getByRole('img').first().focus()
  const first = await focused(page)
  expect(first).toMatch(/^20\d\d-\d\d-01: said €.* happened/)
  await page.keyboard.press('ArrowRight')
  expect(await focused(page)).not.toBe(first)

  await page.keyboard.press('\\')
  await page.getByRole('figure', { name: /^One pipeline would have held/ }).waitFor()
  expect(page.url()).toContain('method=pooled')
  await shoot(page, 'accuracy-as-one')
  await page.keyboard.press('\\')
  await page.getByRole('figure', { name: finding }).waitFor()
  await page.keyboard.press('H')
  await page.getByText('90 days ahead', { exact: true }).first().waitFor()
  await page.keyboard.press('J')
  await page.getByRole('figure', { name: /held what happened in Transactional/ }).waitFor()
  // The table below names the same figures as the interface.
  const scores = page.getByRole('table').nth(1)
  expect(await scores.getByRole('row').count()).toBeGreaterThan(7)
  expect(await barriersOn(page)).toEqual([])
  expect(faults).toEqual([])
  await context.close()
  // It waits for three backtests.
}, 240_000)

test.each([
  ['dark', { theme: 'dark' }],
  ['phone', { width: 390, height: 844 }],
] as const)('on %s it reads as well', async (name, options) => {
  const { page, goto, faults, context } = await open(options)
  await goto('/forecast/accuracy')
  await page.getByRole('figure', { name: /would have held what happened/ }).waitFor()
  expect(await barriersOn(page)).toEqual([])
  expect(await widthOf(page)).toBeLessThanOrEqual('width' in options ? options.width : 1440)
  await shoot(page, `accuracy-${name}`)
  expect(faults).toEqual([])
  await context.close()
})

test('stopped, it leaves what was there', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast/accuracy')
  await page.getByRole('figure', { name: /would have held what happened/ }).waitFor()
  await page.getByRole('button', { name: 'Run it again' }).press('Enter')
  await page.getByRole('button', { name: 'Stop' }).press('Enter')
  await page.getByText('The last one was stopped and left nothing behind.').waitFor({ timeout: 30_000 })
  await page.getByRole('figure', { name: /would have held what happened/ }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})
