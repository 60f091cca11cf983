import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What seriously keeps people out of a page as it stands: contrast, names, roles, keyboard. */
export async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  )) as string[]
}

/** How wide a page is that may not scroll sideways. */
export const widthOf = async (page: Page): Promise<number> =>
  Number(
    await page.evaluate('Math.max(document.scrollingElement.scrollWidth, document.querySelector("main").scrollWidth)'),
  )
