import { sql } from 'kysely'
import { insertRows } from '../../platform/database/insert-rows.ts'
import type { Tx } from '../../platform/database/open.ts'
import type { Product } from './product.ts'

const columns = sql.raw('id, key, name, active, version, created_at from product')

export type ProductFilter = {
  active?: boolean | undefined
  limit: number
  cursor?: [string, string] | undefined
}

/** Products by key, one more than asked for. */
export async function readProducts(tx: Tx, workspace_id: string, filter: ProductFilter): Promise<Product[]> {
  const { active, limit, cursor } = filter
  const { rows } = await sql<Product>`
    select ${columns} where workspace_id = ${workspace_id}
      ${active === undefined ? sql`` : sql`and active = ${active}`}
      ${cursor === undefined ? sql`` : sql`and (key collate "C", id) > (${cursor[0]}, ${cursor[1]})`}
    order by key collate "C", id limit ${limit + 1}`.execute(tx)
  return rows
}

/** All of them, those first that were there first. */
export async function readAllProducts(tx: Tx, workspace_id: string): Promise<Product[]> {
  const { rows } = await sql<Product>`
    select ${columns} where workspace_id = ${workspace_id} order by id`.execute(tx)
  return rows
}

/** Reads a product and keeps others from changing it until this transaction ends. */
export async function lockProduct(tx: Tx, workspace_id: string, id: string): Promise<Product | undefined> {
  const { rows } = await sql<Product>`
    select ${columns} where workspace_id = ${workspace_id} and id = ${id} for update`.execute(tx)
  return rows[0]
}

export async function readProductByKey(tx: Tx, workspace_id: string, key: string): Promise<Product | undefined> {
  const { rows } = await sql<Product>`
    select ${columns} where workspace_id = ${workspace_id} and key = ${key}`.execute(tx)
  return rows[0]
}

export async function insertProduct(tx: Tx, workspace_id: string, product: Product): Promise<void> {
  await insertRows(tx, 'product', [{ workspace_id, ...product }])
}

export async function updateProduct(tx: Tx, workspace_id: string, product: Product): Promise<void> {
  const { id, key, name, active, version } = product
  await sql`update product set key = ${key}, name = ${name}, active = ${active}, version = ${version}
    where workspace_id = ${workspace_id} and id = ${id}`.execute(tx)
}
