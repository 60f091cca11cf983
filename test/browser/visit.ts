import type { Browser, BrowserContext, Page } from 'playwright-core'
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
