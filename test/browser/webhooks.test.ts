import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Receiver, startReceiver, verify } from '../receiver.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { closeBrowser, quiet, visit, type VisitOptions } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let server: TestServer
let receiver: Receiver
let rita: { email: string; password: string }
let status = 200
beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer({ settings: { outgoing_allow: ['127.0.0.1'] } })
  receiver = await startReceiver(() => ({ status, body: status === 200 ? 'thank you' : 'closed for lunch' }))
  const member = await server.addPerson({ role: 'revops', name: 'Rita Ops' })
  rita = await server.letSignIn(member.id)
})
afterAll(async () => {
  await closeBrowser()
  await receiver.close()
  await server.close()
})

async function openSection(options?: VisitOptions) {
  const opened = await visit(server.url, rita, options)
  await opened.goto('/settings/webhooks')
  return opened
}

const shoot = async (page: Page, name: string) => {
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

const entries = (page: Page) => page.getByRole('region', { name: 'Delivery log' }).getByRole('listitem')

test('an endpoint is added, its secret shown once, tested, looked into, sent to again, rotated and removed', async () => {
  const { page, faults, context } = await openSection()
  await page.getByText('Nobody is told yet').waitFor()
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  const adding = page.getByRole('dialog', { name: 'Add an endpoint' })
  await adding.getByLabel('Address').fill('https://10.1/')
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  await adding.getByText('10.0.0.1 lies inside a network').waitFor()
  await adding.getByLabel('Address').fill(receiver.url)
  await adding.getByLabel('Description').fill('Warehouse')
  await adding.getByLabel('All of them').uncheck()
  await adding.getByLabel('deal.won').check()
  await adding.getByLabel('account.created').check()
  await shoot(page, 'webhooks-add')
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  const shown = page.getByRole('dialog', { name: 'Signing secret' })
  const secret = (await shown.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_/)
  await shoot(page, 'webhooks-secret')
  await shown.getByRole('button', { name: 'I have kept it' }).click()

  const card = page.getByRole('article', { name: 'Warehouse' })
  await card.getByText('account.created, deal.won').waitFor()
  expect(await page.content()).not.toContain(secret)
  await card.getByRole('button', { name: 'Send a test event' }).click()
  await expect.poll(() => receiver.received.length).toBe(1)
  verify(secret, receiver.received[0] as never)
  await entries(page).getByText('Delivered').waitFor()

  status = 503
  await server.client.accounts.create({ name: 'Harbour' })
  await entries(page).first().getByText('Waiting').waitFor()
  await entries(page).first().locator('summary').click()
  await entries(page).first().getByText('closed for lunch').waitFor()
  await entries(page).first().getByText('"type": "account.created"').waitFor()
  await shoot(page, 'webhooks-log')
  status = 200
  await entries(page).first().getByRole('button', { name: 'Resend' }).click()
  await entries(page).first().getByText('Delivered').waitFor()
  expect(receiver.types().at(-1)).toBe('account.created')

  await card.getByRole('button', { name: 'Edit' }).click()
  const editing = page.getByRole('dialog', { name: 'Edit the endpoint' })
  expect(await editing.getByLabel('Address').inputValue()).toBe(receiver.url)
  await editing.getByLabel('Address').fill('https://10.1/')
  await editing.getByRole('button', { name: 'Save' }).click()
  await editing.getByText('10.0.0.1 lies inside a network').waitFor()
  await editing.getByLabel('Address').fill(`${receiver.url}elsewhere`)
  await editing.getByLabel('account.created').uncheck()
  await editing.getByLabel('deal.moved').check()
  await shoot(page, 'webhooks-edit')
  await editing.getByRole('button', { name: 'Save' }).click()
  await card.getByText('deal.moved, deal.won').waitFor()
  await card.getByText(`${receiver.url}elsewhere`).waitFor()

  await card.getByRole('button', { name: 'Rotate the secret' }).click()
  const renewed = (await shown.locator('code').textContent()) ?? ''
  expect(renewed).not.toBe(secret)
  await shown.getByText('signed with the old secret as well').waitFor()
  await page.keyboard.press('Escape')
  await card.getByRole('button', { name: 'Switch off' }).click()
  await card.getByText('Switched off.').waitFor()
  await card.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog', { name: 'Remove this endpoint?' }).getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Nobody is told yet').waitFor()
  expect(faults).toEqual([])
  await context.close()
})

const looks: VisitOptions[] = [{ theme: 'light' }, { theme: 'dark' }, { width: 390, height: 844 }]
test.each(looks)('the section keeps nobody out and fits: %o', async (look) => {
  const made = await server.client.webhook_endpoints.create({
    url: `${receiver.url}a/rather/long/path/that/some/receivers/have/${'x'.repeat(60)}`,
    description: 'Warehouse',
    event_types: ['account.created', 'account.updated', 'deal.created', 'deal.moved', 'deal.won'],
  })
  status = 503
  await server.client.accounts.create({ name: `Harbour ${look.theme} ${look.width}` })
  await server.settled()
  status = 200
  await server.client.webhook_endpoints.test({ endpoint_id: made.id })
  await server.settled()
  const { page, context, faults } = await openSection(look)
  await page.getByRole('button', { name: 'Show the log' }).click()
  await entries(page).last().locator('summary').click()
  await entries(page).last().getByText('closed for lunch').waitFor()
  await shoot(page, `webhooks-${look.theme ?? 'phone'}`)
  await page.evaluate(axe)
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  )) as string[]
  expect(found).toEqual([])
  const width = await page.evaluate('document.scrollingElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(look.width ?? 1440)
  expect(faults).toEqual([])
  await server.client.webhook_endpoints.delete({ endpoint_id: made.id })
  await context.close()
})
