import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { closeBrowser, quiet, visit, type VisitOptions } from './visit.ts'

const source = readFileSync(join(import.meta.dirname, '../../motions/direct.yaml'), 'utf8')

let server: TestServer
let rina: { email: string; password: string }
beforeAll(async () => {
  buildWeb(quiet)
  server = await startTestServer()
  rina = await server.letSignIn((await server.addPerson({ role: 'revops', name: 'Rina Sari' })).id)
  await server.client.pipelines.create({ source })
  for (const [at, amount] of ['400.00', '5000.00', '7000.00'].entries())
    await server.client.deals.create({ name: `Deal ${at}`, pipeline: 'direct', amount: { amount, currency: 'EUR' } })
})
afterAll(async () => {
  await closeBrowser()
  await server.close()
})

test.each<[string, VisitOptions]>([
  ['light', {}],
  ['dark', { theme: 'dark' }],
  ['390', { width: 390, height: 844 }],
])(
  'before a pipeline is created, the past says which deals would have gone there, by keyboard (%s)',
  async (look, options) => {
    const { page, goto, faults, context } = await visit(server.url, rina, options)
    const before = (await server.client.pipelines.list({})).data.length
    await goto('/pipelines')
    await page.getByRole('button', { name: 'New pipeline' }).press('Enter')
    await page.getByRole('button', { name: 'Try it on the past: Transactional' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Which deals would have gone to Transactional?' })
    const rule = dialog.getByLabel('Which deals would go there')
    await expect.poll(() => rule.evaluate((element) => element === document.activeElement)).toBe(true)

    await page.keyboard.type('deal.amont < 6000')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').getByText('amont').waitFor()

    await page.keyboard.press('Control+a')
    await page.keyboard.type('deal.amount < 6000')
    await page.keyboard.press('Enter')
    await dialog.getByText(/^2 of 3 deals since .* would have gone there\.$/).waitFor()
    await dialog.getByRole('cell', { name: '2 of 3' }).waitFor()
    if (process.env['SHOTS']) await page.screenshot({ path: join(process.env['SHOTS'], `try-${look}.png`) })
    expect((await server.client.pipelines.list({})).data).toHaveLength(before)

    await dialog.getByRole('button', { name: 'Back' }).press('Enter')
    await page.getByRole('button', { name: 'Use this: Transactional' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)
