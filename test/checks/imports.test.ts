import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { importFaults } from '../../scripts/check-imports.ts'
import { sourceFaults } from '../../scripts/check-sources.ts'

/** A small tree of sources that breaks nothing but what is planted in it. */
async function inTree<T>(files: Record<string, string>, look: (root: string) => T): Promise<Awaited<T>> {
  const root = mkdtempSync(join(tmpdir(), 'tributary-checks-'))
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'))
  for (const [name, text] of Object.entries({ 'package.json': '{"dependencies":{"kysely":"1"}}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  try {
    return await look(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

const one = 'export const one = 1\n'
const planted: [string, Record<string, string>][] = [
  ['no-circle', { 'src/stats/a.ts': `import './b.ts'`, 'src/stats/b.ts': `import type { A } from './a.ts'` }],
  [
    'no-circle-of-modules',
    {
      'src/domain/deals/store.ts': `import '../rates/index.ts'`,
      'src/domain/deals/index.ts': one,
      'src/domain/rates/index.ts': one,
      'src/domain/rates/store.ts': `import '../deals/index.ts'`,
    },
  ],
  ['values-stand-alone', { 'src/values/a.ts': `import type { A } from '../platform/a.ts'`, 'src/platform/a.ts': one }],
  ['stats-stand-alone', { 'src/stats/a.ts': `import '../values/a.ts'`, 'src/values/a.ts': one }],
  [
    'platform-knows-no-business',
    { 'src/platform/a.ts': `import '../domain/deals/index.ts'`, 'src/domain/deals/index.ts': one },
  ],
  ['domain-knows-no-surface', { 'src/domain/deals/store.ts': `import '../../api/a.ts'`, 'src/api/a.ts': one }],
  [
    'enter-by-the-door',
    { 'src/domain/deals/store.ts': `import '../rates/store.ts'`, 'src/domain/rates/store.ts': one },
  ],
  [
    'enter-by-the-door-from-outside',
    { 'src/api/a.ts': `import '../domain/rates/store.ts'`, 'src/domain/rates/store.ts': one },
  ],
  ['decisions-are-pure', { 'src/domain/deals/decide-move.ts': `import { readFileSync } from 'node:fs'` }],
  ['decisions-are-pure', { 'src/domain/deals/decide-move.ts': `import { sql } from 'kysely'\nsql` }],
  [
    'decisions-are-pure',
    { 'src/domain/deals/decide-move.ts': `import '../../platform/clock.ts'`, 'src/platform/clock.ts': one },
  ],
  ['screens-know-only-the-client', { 'src/web/a.ts': `import type { A } from '../api/a.ts'`, 'src/api/a.ts': one }],
  ['client-stands-alone', { 'src/client/a.ts': `import '../values/a.ts'`, 'src/values/a.ts': one }],
  ['screens-and-commands-apart', { 'src/web/a.ts': `import '../cli/a.ts'`, 'src/cli/a.ts': one }],
  ['nothing-unresolved', { 'src/api/a.ts': `import './gone.ts'` }],
]

test.each(planted)('a planted import is found: %s', async (rule, files) => {
  expect((await inTree(files, importFaults)).join('\n')).toContain(`${rule}:`)
})

test('a tree that breaks nothing has no faults, and a type is no reason to be impure', async () => {
  const files = {
    'src/domain/deals/decide-move.ts': `import type { Tx } from '../../platform/open.ts'\nexport type T = Tx`,
    'src/domain/deals/store.ts': `import { sql } from 'kysely'\nexport const query = sql`,
    'src/platform/open.ts': 'export type Tx = string',
  }
  expect(await inTree(files, importFaults)).toEqual([])
})

test.each([
  ['a room for everything', { 'src/domain/utils/a.ts': one }],
  ['a file that is too long', { 'src/domain/deals/deal.ts': one.repeat(401) }],
  ['unfinished work', { 'src/api/a.ts': `// ${'TO' + 'DO'} later` }],
  ['a test that does not run', { 'src/api/a.test.ts': `test${'.'}skip('x', () => {})` }],
  ['a class', { 'src/api/a.ts': 'export class Manager {}' }],
  ['a hidden clock', { 'src/domain/deals/decide-move.ts': 'export const now = () => Date.now()' }],
])('a planted source is found: %s', async (_, files) => {
  expect((await inTree(files, sourceFaults)).length).toBe(1)
})
