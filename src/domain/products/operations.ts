import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { requireVersion } from '../../platform/precondition.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { differenceOf } from '../../values/difference.ts'
import { patched } from '../../values/merge-patch.ts'
import { Page, pageOf } from '../../values/page.ts'
import { foldedText } from '../../values/text.ts'
import { keyFromName, NewProduct, Product, ProductChange, ProductQuery } from './product.ts'
import * as store from './store.ts'

export const listProducts = operation({
  name: 'products.list',
  http: 'GET /products',
  access: 'deals:read',
  effect: 'read',
  summary: 'What is sold, by key',
  input: ProductQuery,
  output: Page(Product),
  async run({ tx, workspace_id }, query) {
    const rows = await store.readProducts(tx, workspace_id, query)
    return pageOf(rows, query.limit, ({ key, id }) => [key, id])
  },
})

export const createProduct = operation({
  name: 'products.create',
  http: 'POST /products',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Create a product that line items can name',
  input: NewProduct,
  output: Product,
  version: ({ version }) => version,
  async run(context, { name, key = keyFromName(name) }) {
    const { tx, workspace_id, newId, now, record } = context
    if (key === '') throw invalid('/key', 'required', 'This name holds nothing that a key could; give a key as well.')
    await refuseTakenKey(context, key)
    const product: Product = { id: newId('prd'), key, name, active: true, version: 1, created_at: now }
    await store.insertProduct(tx, workspace_id, product)
    record({ type: 'product.created', subject: product.id, version: 1, data: { after: product } })
    return product
  },
})

export const updateProduct = operation({
  name: 'products.update',
  http: 'PATCH /products/{product_id}',
  access: 'pipelines:configure',
  effect: 'write',
  summary: 'Rename a product, or take it off sale',
  input: ProductChange,
  output: Product,
  version: ({ version }) => version,
  async run(context, { product_id, if_version, ...given }) {
    const { tx, workspace_id, record, unchanged } = context
    const before = await store.lockProduct(tx, workspace_id, product_id)
    if (!before) throw notFound('product')
    requireVersion('product', before, if_version)
    const changed = patched(before, given)
    const difference = differenceOf(before, changed)
    if (difference === null) {
      unchanged()
      return before
    }
    if (changed.key !== before.key) await refuseTakenKey(context, changed.key)
    const after = { ...changed, version: before.version + 1 }
    await store.updateProduct(tx, workspace_id, after)
    record({ type: 'product.updated', subject: product_id, version: after.version, data: difference })
    return after
  },
})

/**
 * The products that these words mean, by key or by name, capitals aside; where wanted, those that are missing are created.
 * What leads to none is not in the answer.
 */
export async function findProducts(
  context: Context,
  words: readonly string[],
  { create }: { create: boolean },
): Promise<Map<string, Product>> {
  const { tx, workspace_id, newId, now, record } = context
  const found = new Map<string, Product>()
  if (words.length === 0) return found
  const known = await store.readAllProducts(tx, workspace_id)
  for (const word of new Set(words)) {
    const key = keyFromName(word)
    const one =
      known.find((product) => product.key === word) ??
      known.find(({ name }) => foldedText(name) === foldedText(word)) ??
      known.find((product) => product.key === key)
    if (one) found.set(word, one)
    if (one || !create || key === '') continue
    const product: Product = { id: newId('prd'), key, name: word, active: true, version: 1, created_at: now }
    await store.insertProduct(tx, workspace_id, product)
    record({ type: 'product.created', subject: product.id, version: 1, data: { after: product } })
    known.push(product)
    found.set(word, product)
  }
  return found
}

async function refuseTakenKey({ tx, workspace_id }: Context, key: string): Promise<void> {
  const other = await store.readProductByKey(tx, workspace_id, key)
  if (!other) return
  const product = { id: other.id, name: other.name }
  throw new Problem('conflict', `${key} is already the key of ${other.name}; choose another.`, 'product-exists', {
    product,
  })
}
