import type { LineRow } from '../line-items/index.ts'
import type { Product } from '../products/index.ts'
import type { Sources } from './columns.ts'
import { productUnknown, type Read, refused, type Verdict } from './verdict.ts'

/** Rows with the product that they name, and a refusal for each whose product nobody knows. */
export function partSold<R extends Read>(
  reads: readonly R[],
  products: ReadonlyMap<string, Product>,
  { deal }: Sources,
) {
  const sold: (R & { product: Product | null })[] = []
  const refusals: Verdict[] = []
  for (const read of reads) {
    const { recurring } = read.said
    const product = recurring === null ? null : products.get(recurring.product)
    if (product !== undefined) sold.push({ ...read, product })
    else refusals.push(refused(read.row, productUnknown(recurring?.product ?? '', deal.product?.column ?? null)))
  }
  return { sold, refusals }
}

/** What of a row comes again, as the line items that it becomes. */
export function linesOf({ said, product }: Read & { product: Product | null }, newId: () => string): LineRow[] {
  if (said.recurring === null || product === null) return []
  const { product: _, ...line } = said.recurring
  const named = { product_id: product.id, product_key: product.key, product_name: product.name }
  return [{ id: newId(), deal_id: '', ...named, kind: 'recurring', quantity: 1, ...line }]
}
