import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const here = join(import.meta.dirname, '../../src/web')

test('every text on a screen is in the catalogue, so that none is shown uncompiled', () => {
  const catalogue = readFileSync(join(here, 'locales/en.po'), 'utf8').replaceAll('"\n"', '')
  const known = new Set([...catalogue.matchAll(/^msgid "(.*)"$/gm)].map(([, text = '']) => text))
  const files = globSync('**/*.{ts,tsx}', { cwd: here }).filter((file) => !file.includes('.test.'))
  const missing = files.flatMap((file) =>
    textsIn(readFileSync(join(here, file), 'utf8')).filter((text) => !known.has(text.replaceAll('"', '\\"'))),
  )
  expect(known.size).toBeGreaterThan(300)
  expect(missing, 'run: npx lingui extract --clean').toEqual([])
})

const textsIn = (source: string): string[] =>
  [...source.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/i18n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) =>
    text.replaceAll("\\'", "'"),
  )
