import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTransfers, type Transfers } from '../stories/transfer-wire.ts'
import { widthOf } from './barriers.ts'
import { closeBrowser, expectFocus, expectOpenToAll, quiet, shoot, visit, type VisitOptions } from './visit.ts'

let wire: Transfers
type Person = { email: string; password: string }
let rina: Person
let dewi: Person
let sari: Person
beforeAll(async () => {
  buildWeb(quiet)
  wire = await startTransfers()
  const signingIn = async (name: string, role: 'revops' | 'rep') =>
    wire.server.letSignIn((await wire.server.addPerson({ name, role })).id)
  rina = await signingIn('Rina Sari', 'revops')
  dewi = await signingIn('Dewi Lubis', 'revops')
  sari = await signingIn('Sari Wijaya', 'rep')
  const day = [{ from: '08:00', to: '18:00' }]
  const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
  await wire.made('PUT', '/calendars/office', { name: 'Office', time_zone: 'UTC', hours })
})
afterAll(async () => {
  await closeBrowser()
  await wire.server.close()
})

const open = (person: Person, options?: VisitOptions) => visit(wire.server.url, person, options)
const rulesInForce = async () => (await wire.call('GET', '/handoff-rules')).body

test('rules are written with all that they have, checked as they are typed, proposed and approved, by keyboard', async () => {
  const { page, goto, faults, context } = await open(rina)
  const { keyboard } = page
  await goto('/handoffs')
  await page.getByRole('link', { name: 'Hand-off rules' }).press('Enter')
  await page.getByText('No hand-off rule is in force').waitFor()
  await page.getByText('Nothing was proposed').or(page.getByText('Rules are written as a draft')).first().waitFor()
  await shoot(page, 'handoff-rules-empty')

  await keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: 'New hand-off rule' })
  await dialog.waitFor()
  await keyboard.type('Won goes to service')
  await dialog.getByLabel('From pipeline').selectOption('trade')
  await dialog.getByLabel('Only where').fill('deal.amout > 100')
  await dialog.getByText('Did you mean amount?').waitFor()
  await dialog.getByText('it is said beside the field').waitFor()
  expect(await dialog.getByRole('button', { name: 'Add to the draft' }).isDisabled()).toBe(true)
  await shoot(page, 'handoff-rule-unreadable')
  await dialog.getByLabel('Only where').fill('deal.amount > 100')
  await dialog.getByLabel('To pipeline').selectOption('service')
  await dialog.getByLabel('What the new deal is to the old one').selectOption('expands')
  await dialog.getByLabel('Its name').fill('{deal}: service')
  await dialog.getByLabel('Closes after, days').fill('90')
  await dialog.getByLabel('Next step').fill('Ask how it goes')
  // The whole amount of a deal that was won as new revenue would be won once more.
  await dialog.getByLabel('Amount', { exact: true }).selectOption('deal')
  await dialog.getByText('would be won again').waitFor()
  await dialog.getByLabel('Amount', { exact: true }).selectOption('none')
  await dialog.getByText('No circle, no dead end').waitFor()
  await dialog.getByRole('button', { name: 'Add a field' }).press('Enter')
  await dialog.getByLabel('Fields that come along: Region becomes').selectOption('area')
  await dialog.getByLabel('Its receivers accept it within a time limit').press('Space')
  await dialog.getByLabel('Business hours').fill('0.3')
  await dialog
    .getByText(/quarter|0\.25|multiple/)
    .first()
    .waitFor()
  await dialog.getByLabel('Business hours').fill('24')
  await dialog.getByLabel('The old owner brought the new deal').press('Space')
  await dialog.getByLabel('Overlay credit of the old owner, %').fill('12.5')
  await dialog.getByText('No circle, no dead end').waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'handoff-rule-form')
  await dialog.getByLabel('Name', { exact: true }).focus()
  await keyboard.press('Enter')
  await expectFocus(page, '[data-rule=won_goes_to_service]')
  const rule = page.locator('[data-rule=won_goes_to_service]')
  await rule.getByText('within 24 business hours of Office').waitFor()
  await rule.getByText('the old owner has 12.5% beside the money').waitFor()

  // A second rule that closes a circle is said at once, and cannot be proposed.
  await keyboard.press('a')
  await dialog.waitFor()
  await keyboard.type('And back again')
  await dialog.getByLabel('From pipeline').selectOption('service')
  await dialog.getByLabel('To pipeline').selectOption('trade')
  await dialog.getByText('Each deal would open the next one for ever').waitFor()
  await dialog.getByLabel('Name', { exact: true }).focus()
  await keyboard.press('Enter')
  await expectFocus(page, '[data-rule=and_back_again]')
  const bar = page.getByRole('region', { name: 'Your draft' })
  await page.locator('[data-findings]').getByText('Each deal would open the next one for ever').waitFor()
  expect(await bar.getByRole('button', { name: 'Propose it…' }).isDisabled()).toBe(true)
  await shoot(page, 'handoff-rules-circle')
  await keyboard.press('Delete')
  await page.locator('[data-rule=and_back_again]').waitFor({ state: 'detached' })
  await keyboard.press('z')
  await page.locator('[data-rule=and_back_again]').waitFor()
  await page.locator('[data-rule=and_back_again]').focus()
  await keyboard.press('Enter')
  const edit = page.getByRole('dialog', { name: 'Edit hand-off rule' })
  await edit.getByLabel('How', { exact: true }).selectOption('proposed')
  await edit.getByText('No circle, no dead end').waitFor()
  await edit.getByLabel('Name', { exact: true }).focus()
  await keyboard.press('Enter')

  // The draft is still there after a reload.
  await page.reload()
  await bar.getByText('2 rules change, nothing is wrong with them').waitFor()
  await page.getByRole('button', { name: 'Propose it…' }).press('Enter')
  const propose = page.getByRole('dialog', { name: 'Propose these rules' })
  await propose.waitFor()
  await keyboard.press('Tab')
  await keyboard.type('Service follows every sale.')
  await propose.getByRole('button', { name: 'Propose', exact: true }).press('Enter')
  await page.getByRole('heading', { name: 'Hand-off rules', level: 1 }).waitFor()
  await page.locator('[data-diff=won_goes_to_service]').getByText('new', { exact: true }).waitFor()
  await expectOpenToAll(page)
  await shoot(page, 'handoff-change')

  const other = await open(dewi)
  await other.goto('/governance/handoff-rules')
  await other.page.getByRole('link', { name: /Hand-off rules.*by Rina Sari/ }).press('Enter')
  await other.page.getByRole('button', { name: 'Approve' }).waitFor()
  await other.page.keyboard.press('a')
  const decide = other.page.getByRole('dialog', { name: 'Approve Hand-off rules?' })
  await decide.getByRole('button', { name: 'Approve', exact: true }).press('Enter')
  await other.page.locator('[data-state=published]').waitFor()
  await page.locator('[data-state=published]').waitFor()
  expect(await rulesInForce()).toMatchObject({
    version: 1,
    rules: [
      {
        key: 'won_goes_to_service',
        when: 'deal.amount > 100',
        trigger: { on: 'won', pipeline: 'trade' },
        to: { pipeline: 'service' },
        link: 'expands',
        carry: {
          name: '{deal}: service',
          amount: 'none',
          close_in_days: 90,
          next_step: 'Ask how it goes',
          fields: { region: 'area' },
        },
        credit: { sourced: true, overlay: 1250 },
        respond: { hours: 24, calendar: 'office' },
      },
      { key: 'and_back_again', mode: 'proposed', trigger: { on: 'won', pipeline: 'service' } },
    ],
  })
  expect([...faults, ...other.faults]).toEqual([])
  await Promise.all([context.close(), other.context.close()])
}, 240_000)

test('a rule becomes a transfer by a figure, with the reason it needs; what was published before stands beside it', async () => {
  const { page, goto, faults, context } = await open(rina)
  await goto('/governance/handoff-rules?rule=and_back_again')
  const dialog = page.getByRole('dialog', { name: 'Edit hand-off rule' })
  await dialog.getByLabel('It fires when').selectOption('usage')
  await dialog.getByLabel('Moves the deal itself').check()
  await dialog.getByText('Say why deals leave').waitFor()
  await dialog.getByLabel('Why deals leave').selectOption('bigger')
  await dialog.getByLabel('Figure').fill('sites')
  await dialog.getByLabel('Value', { exact: true }).fill('12')
  await dialog.getByText('No circle, no dead end').waitFor()
  await shoot(page, 'handoff-rule-transfer')
  await dialog.getByRole('button', { name: 'Change the draft' }).press('Enter')
  await page.locator('[data-rule=and_back_again]').getByText('sites of an account rises to 12').waitFor()
  expect(new URL(page.url()).searchParams.get('rule')).toBeNull()
  await page.getByRole('button', { name: 'Propose it…' }).press('Enter')
  const propose = page.getByRole('dialog', { name: 'Propose these rules' })
  await propose.getByLabel('Title').fill('Larger ones move')
  await propose.getByLabel('Why').fill('They outgrow service.')
  await propose.getByRole('button', { name: 'Propose', exact: true }).press('Enter')
  const difference = page.locator('[data-diff=and_back_again]')
  await difference.getByText('sites of an account rises to 12').waitFor()
  await difference.locator('del', { hasText: 'opens a new deal' }).waitFor()
  await page.getByRole('button', { name: 'Withdraw' }).press('Enter')
  await page.locator('[data-state=withdrawn]').waitFor()
  expect((await rulesInForce()).version).toBe(1)
  expect(faults).toEqual([])
  await context.close()
}, 120_000)

test('whoever may not change rules reads them; on a phone nothing is cut off', async () => {
  const { page, goto, faults, context } = await open(sari, { width: 390, height: 844 })
  await goto('/governance/handoff-rules?rule=won_goes_to_service')
  await page.locator('[data-rule=won_goes_to_service]').waitFor()
  await page.getByText('to change them takes the right to design pipelines').waitFor()
  expect(await page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await expectOpenToAll(page)
  await shoot(page, 'handoff-rules-phone')
  expect(faults).toEqual([])
  await context.close()
  const editor = await open(rina, { width: 390, height: 844 })
  await editor.goto('/governance/handoff-rules?rule=won_goes_to_service')
  await editor.page.getByRole('dialog', { name: 'Edit hand-off rule' }).waitFor()
  expect(await widthOf(editor.page)).toBeLessThanOrEqual(390)
  await shoot(editor.page, 'handoff-rule-form-phone')
  await editor.context.close()
}, 120_000)
