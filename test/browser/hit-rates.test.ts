import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Change, DealState } from '../../src/domain/ledger/index.ts'
import { newId } from '../../src/platform/transaction.ts'
import { type Told, writeTold } from '../stories/told-past.ts'
import { barriersOn, widthOf } from './barriers.ts'
import { closeDeals, type Company, pipeline, startCompany } from './company.ts'
import { closeBrowser, shoot, type VisitOptions } from './visit.ts'

let company: Company

/** A third quarter for which was called: of 24 commitments 20 came, of 16 best cases 9, of 30 others 2; then a fourth. */
beforeAll(async () => {
  company = await startCompany('simulated')
  const { server, ana, budi } = company
  await server.setClock('2026-05-01T09:00:00Z')
  await server.client.pipelines.create({
    source: readFileSync(`${import.meta.dirname}/../../motions/partner.yaml`, 'utf8'),
  })
  const { data } = await server.client.pipelines.list()
  const own = data.find(({ key }) => key === pipeline)
  if (!own) throw new Error('no pipeline')
  const place = { pipeline_id: own.id, definition_id: own.definition.id }
  const told: Told[] = []
  for (const [category, called, won] of [
    ['commit', 24, 20],
    ['best_case', 16, 9],
    ['pipeline', 30, 2],
  ] as const)
    for (let i = 0; i < called; i++) {
      const owner_id = i % 3 === 0 ? budi.id : ana.id
      const state = dealOf(newId('deal'), { ...place, category, owner_id })
      told.push({ at: '2026-06-15T09:00:00.000Z', kind: 'created' as Change['kind'], state })
      const at = `2026-09-${String(21 + (i % 9)).padStart(2, '0')}T09:00:00.000Z`
      const close =
        i < won
          ? { outcome: 'won' as const, category: 'closed' as const }
          : { outcome: 'lost' as const, category: 'omitted' as const }
      told.push({ at, kind: close.outcome, state: { ...state, ...close, closed_at: at, version: 2 } })
    }
  await writeTold(server, told)
  await closeDeals(company)
  await server.client.quotas.create({ pipeline, period: '2026-Q4', amount: { amount: '400000.00', currency: 'EUR' } })
  await server.client.teams.create({
    name: 'North',
    members: [ana.id, budi.id],
    valid_from: '2026-01-01T00:00:00.000Z',
  })
}, 180_000)
afterAll(async () => {
  await closeBrowser()
  await company.server.close()
})

const open = (options?: VisitOptions) => company.open(company.ana, options)

test('of what was committed, how much was won: by weeks before the end, by pipeline and team, by keyboard', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast/accuracy')
  const section = page.getByRole('region', { name: /deals committed 4 weeks before the end/ })
  await section
    .getByRole('heading', { name: 'Of 24 deals committed 4 weeks before the end 20 were won in time: 83%' })
    .waitFor()
  const commits = section.getByRole('figure', { name: 'Commit' })
  expect(
    await commits.getByRole('img', { name: 'In all: 83% of 24 won, between 64% and 93%: no telling yet' }).count(),
  ).toBe(1)
  expect(
    await section
      .getByRole('figure', { name: 'Pipeline', exact: true })
      .getByRole('img', { name: /In all: 7% of 30 won.*as meant/ })
      .count(),
  ).toBe(1)
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'hit-rates')
  await section
    .getByRole('group', { name: 'Weeks before the end' })
    .getByRole('button', { name: '1', exact: true })
    .press('Enter')
  await page.getByRole('heading', { name: /deals committed a week before the end/ }).waitFor()
  await page.getByRole('button', { name: 'Teams' }).press('Enter')
  await page
    .getByRole('img', { name: /^North: / })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'More about this picture: Commit' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Show as a table' }).press('Enter')
  expect(await page.getByRole('table', { name: 'Commit' }).getByRole('row', { name: 'North' }).count()).toBe(5)
  expect(faults).toEqual([])
  await context.close()
})

test('people only where an owner allows it, after a press; a period without calls says what to do', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast/accuracy')
  await page.getByRole('button', { name: 'People' }).press('Enter')
  await page.getByText('Figures about people are off.').waitFor()
  await company.server.client.workspace.update({ figures_about_people: true })
  await page.reload()
  await page.getByRole('button', { name: 'People' }).press('Enter')
  await page.getByText('That you looked is recorded').waitFor()
  await page.getByRole('button', { name: 'Look at people' }).press('Enter')
  await page
    .getByRole('img', { name: /^Ana Bauer: / })
    .first()
    .waitFor()
  expect(await page.getByRole('img', { name: /^North: / }).count()).toBe(3)
  await page.getByRole('button', { name: 'Years' }).press('Enter')
  await page.getByText('Nothing was called for a year that is over.').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('the roll-up shows the way so far and ahead, moment by moment by keyboard, each pipeline on one scale or its own', async () => {
  const { page, goto, faults, context } = await open()
  await goto('/forecast?period=2026-Q4')
  const figure = page.getByRole('figure', { name: /won so far in Q4 2026, and likely/ })
  await figure.waitFor()
  const first = figure.getByRole('img').first()
  expect(await first.getAttribute('aria-label')).toBe('Oct 1: €0 won')
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/^Oct 15: €\d+K won$/)
  expect(await figure.getByRole('img').last().getAttribute('aria-label')).toMatch(
    /^Dec 31: likely €.+, between €.+ and €/,
  )
  const parts = page.getByRole('region', { name: 'Where each pipeline leads' })
  await parts.getByText('All on one scale').waitFor()
  await parts.getByRole('button', { name: 'Own scales' }).press('Enter')
  await parts.getByText('Each on a scale of its own').waitFor()
  expect(await parts.getByRole('figure').count()).toBe(2)
  expect(await barriersOn(page)).toEqual([])
  await shoot(page, 'forecast-path')
  await figure.getByRole('button', { name: 'More about this picture' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Show as a table' }).press('Enter')
  expect(
    await page
      .getByRole('table', { name: /won so far/ })
      .getByRole('row')
      .count(),
  ).toBeGreaterThan(10)
  await goto('/forecast?period=2026-Q3')
  await page.getByRole('figure', { name: /won in Q3 2026/ }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test.each([
  ['dark', { theme: 'dark' }],
  ['a phone', { width: 390, height: 844 }],
] as const)('on %s both read as well', async (name, options) => {
  const { page, goto, faults, context } = await open(options)
  for (const [path, wait] of [
    ['/forecast?period=2026-Q4', /won so far in Q4 2026/],
    ['/forecast/accuracy', /deals committed 4 weeks before the end/],
  ] as const) {
    await goto(path)
    await page.getByRole('heading', { name: wait }).waitFor()
    expect(await barriersOn(page)).toEqual([])
    if (name === 'a phone') expect(await widthOf(page)).toBeLessThanOrEqual(390)
    await shoot(page, `${path.includes('accuracy') ? 'hit-rates' : 'forecast-path'}-${name.replace('a ', '')}`)
  }
  expect(faults).toEqual([])
  await context.close()
})

const dealOf = (
  id: string,
  given: Pick<DealState, 'pipeline_id' | 'definition_id' | 'category' | 'owner_id'>,
): DealState => ({
  id,
  number: 0n,
  version: 1,
  created_at: '2026-06-15T09:00:00.000Z',
  name: 'Called',
  ...given,
  stage: 'need_stated',
  entered_stage_at: '2026-06-15T09:00:00.000Z',
  amount_minor: 1_200_000n,
  currency: 'EUR',
  close_date: '2026-09-20',
  account_id: null,
  partner_account_id: null,
  source: null,
  outcome: null,
  outcome_reason: null,
  closed_at: null,
  fields: {},
  owed: [],
  carried: {},
  revenue_kind: 'new',
  amount_measure: 'total_contract_value',
  frozen_rate: null,
  counted: true,
  next_step: null,
  wait_until: null,
})
