import { expect, test } from 'vitest'
import { keyFromName, NewProduct } from './product.ts'

test.each([
  ['Pro plan', 'pro-plan'],
  ['GTX Plus (2026) ', 'gtx-plus-2026'],
  ['Crème brûlée & café', 'creme-brulee-cafe'],
  ['株式会社', ''],
  ['x'.repeat(80), 'x'.repeat(60)],
])('the key of "%s" is "%s"', (name, key) => expect(keyFromName(name)).toBe(key))

test.each(['Pro', 'pro plan', '-pro', ''])('"%s" is no key', (key) =>
  expect(NewProduct.safeParse({ name: 'Pro', key }).error?.issues[0]?.path).toEqual(['key']),
)
