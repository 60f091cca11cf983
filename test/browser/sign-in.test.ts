import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../scripts/build-web.ts'
import { type Account, startProvider } from '../identity-provider.ts'
import { codeOf } from '../one-time-code.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { closeBrowser, quiet, visit } from './visit.ts'

let server: TestServer
let provider: Awaited<ReturnType<typeof startProvider>>
let account: Account

beforeAll(async () => {
  buildWeb(quiet)
  const port = await freePort()
  const public_url = `http://127.0.0.1:${port}`
  provider = await startProvider(`${public_url}/api/v1/single-sign-on/callback`, () => account)
  server = await startTestServer({ settings: { port, public_url, provider: provider.settings } })
}, 120_000)
afterAll(async () => {
  await closeBrowser()
  await server.close()
  await provider.close()
})

async function freePort(): Promise<number> {
  const held = createServer()
  await new Promise<void>((ready) => held.listen(0, '127.0.0.1', ready))
  const { port } = held.address() as AddressInfo
  await new Promise((closed) => held.close(closed))
  return port
}

async function person(name: string) {
  const { id } = await server.addPerson({ name })
  return server.letSignIn(id)
}

test('a second step is turned on, asked for, and turned off; sessions are seen and ended', async () => {
  const ana = await person('Ana Bauer')
  const { page, goto, faults, context } = await visit(server.url, ana)
  const second = await visit(server.url, ana)
  await goto('/settings/sign-in')
  await page.getByText('Where you are signed in').waitFor()
  await page.getByText('This one').waitFor()
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByLabel('Your password').fill('not my password')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('This is not the password you sign in with.').waitFor()
  await page.getByLabel('Your password').fill(ana.password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('img', { name: 'The secret as a QR code' }).waitFor()
  const secret = ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '')
  const codes = await page.locator('ol ul li').allTextContents()
  expect(codes).toHaveLength(10)
  await page.getByLabel('The code that the app shows now').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'Turn off' }).waitFor()
  expect(await page.content()).not.toContain(codes[0])

  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByText('End all others').waitFor({ state: 'detached' })
  await second.goto('/')
  await second.page.getByLabel('Password').waitFor()
  await second.page.getByLabel('Email').fill(ana.email)
  await second.page.getByLabel('Password').fill(ana.password)
  await second.page.keyboard.press('Enter')
  await second.page.getByLabel('Code').fill('000000')
  await second.page.keyboard.press('Enter')
  await second.page.getByText('This code does not fit').waitFor()
  await second.page.getByLabel('Code').fill(codes[3] ?? '')
  await second.page.keyboard.press('Enter')
  await second.page.getByRole('button', { name: 'Ana Bauer' }).first().waitFor()

  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByLabel('A code of the app').fill(codes[4] ?? '')
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('button', { name: 'Turn on' }).waitFor()
  expect([...faults, ...second.faults]).toEqual([])
  await Promise.all([context.close(), second.context.close()])
})

test('through the provider, back to the page that was wanted; a stranger is told in a sentence', async () => {
  const budi = await person('Budi Santoso')
  account = { sub: 'budi', email: budi.email, email_verified: true }
  const { page, goto, faults, context } = await visit(server.url, budi, { signedIn: false })
  await goto('/settings/sign-in')
  await page.getByRole('link', { name: 'Sign in with Example Login' }).click()
  await page.getByText('Where you are signed in').waitFor()
  await context.close()

  account = { sub: 'stranger', email: 'stranger@example.test', email_verified: true }
  const other = await visit(server.url, budi, { signedIn: false })
  await other.goto('/')
  await other.page.getByRole('link', { name: 'Sign in with Example Login' }).click()
  await other.page.getByText('a member of no workspace here').waitFor()
  expect([...faults, ...other.faults]).toEqual([])
  await other.context.close()
})

test('a page may run nothing that did not come as a file from this server', async () => {
  const { page, goto, context } = await visit(server.url, await person('Citra'), { signedIn: false })
  await goto('/sign-in')
  const blocked = await page.evaluate(`(async () => {
    const seen = []
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
    const inline = document.createElement('script')
    inline.textContent = 'window.planted = true'
    document.body.append(inline)
    const styled = document.createElement('div')
    styled.innerHTML = '<p style="color: red" onclick="1">x</p><img src="https://evil.example/x.png">'
    document.body.append(styled)
    await fetch('https://evil.example/').catch(() => {})
    await new Promise((wake) => setTimeout(wake, 300))
    return { planted: window.planted, seen: [...new Set(seen)].sort() }
  })()`)
  expect(blocked).toEqual({
    planted: undefined,
    seen: ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr'],
  })
  await context.close()
})
