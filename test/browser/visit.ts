import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { barriersOn } from './barriers.ts'
import { openBrowser } from './browser.ts'

export type Visit = { page: Page; context: BrowserContext; faults: string[]; goto(path: string): Promise<void> }
export type VisitOptions = { width?: number; height?: number; theme?: 'light' | 'dark'; signedIn?: boolean }

let browser: Promise<Browser> | undefined

/** A browser of its own for a person, signed in unless told otherwise; `faults` collects what the page complains about. */
export async function visit(
  url: string,
  { email, password }: { email: string; password: string },
  { width = 1440, height = 900, theme = 'light', signedIn = true }: VisitOptions = {},
): Promise<Visit> {
  browser ??= openBrowser()
  const context = await (await browser).newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    hasTouch: width < 768,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isRefusal(message.text())) faults.push(message.text())
  })
  if (signedIn) {
    const answer = await context.request.post(`${url}/api/v1/sessions`, { data: { email, password } })
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()}`)
  }
  const goto = async (path: string) => void (await page.goto(`${url}${path}`))
  return { page, context, faults, goto }
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** The browser logs every refusal (4xx) as an error by itself; refusals are answers here. */
const isRefusal = (text: string) => text.startsWith('Failed to load resource')

export const quiet = (): void => {}

/** A picture of the whole page for people, light and dark, where `SHOTS` says into which folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (!folder) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Nothing seriously keeps people out of the page; colours change over a moment. */
export const expectOpenToAll = (page: Page) => expect.poll(() => barriersOn(page), { timeout: 5000 }).toEqual([])

/** The keyboard stands there. */
export const expectFocus = (page: Page, selector: string) =>
  expect.poll(() => page.locator(selector).evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true)

/**
 * Goes somewhere by a chord such as `G B`, pressed until it is heard: the shell listens as soon as it is drawn, which on
 * a busy machine is a little after its headings.
 */
export const goByKeys = (page: Page, chord: readonly [string, string], path: string) =>
  expect
    .poll(
      async () => {
        for (const key of chord) await page.keyboard.press(key)
        return new URL(page.url()).pathname
      },
      { timeout: 15_000, interval: 500 },
    )
    .toContain(path)
