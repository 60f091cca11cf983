import type { Kysely } from 'kysely'

// biome-ignore lint: every store names its own tables and columns in its SQL
export type Tx = Kysely<any>
