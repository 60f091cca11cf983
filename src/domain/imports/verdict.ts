import type { Routed } from '../routing/index.ts'
import { quoted } from './read-cell.ts'
import type { Row, RowFault } from './row.ts'

/** What became of a row. */
export type Verdict = {
  row: number
  state: 'created' | 'updated' | 'unchanged' | 'refused'
  code?: string
  column?: string | null
  message?: string
  /** Where the row says that the deal is won: in minor units, null without an amount. */
  won?: { amount_minor: bigint | null; currency: string } | null
  /** Where the routing rules sent it, and by which of them; null by the fallback. */
  routed?: Sent | undefined
}

export type Sent = { pipeline: string; rule: string | null }

/** A row of the file with what it says; the same digest next time is the same said. */
export type Read = { row: number; said: Row; digest: string; routed?: Way | undefined }
/** Where the rules sent it, whose they made it, and what is kept of why. */
export type Way = Extract<Routed, { pipeline: string }>

export const refused = (row: number, { code, column, message }: RowFault): Verdict => ({
  row,
  state: 'refused',
  code,
  column,
  message,
})

export const taken = (state: 'created' | 'updated' | 'unchanged', { row, said, routed }: Read): Verdict => ({
  row,
  state,
  routed: routed && { pipeline: said.pipeline, rule: routed.kept.rule },
  won: said.outcome === 'won' ? { amount_minor: said.amount_minor, currency: said.currency } : null,
})

export const duplicateOf = (first: number, column: string | null): RowFault => ({
  code: 'duplicate_in_file',
  column,
  message: `Row ${first} of this file has the same id.`,
})

export const notPermitted: RowFault = {
  code: 'pipeline_right',
  column: null,
  message: 'You do not have the right to work on this deal in its pipeline, for whoever owns it.',
}

export const unrouted = (column: string | null): RowFault => ({
  code: 'unrouted',
  column,
  message: 'Nothing says which pipeline this is, no routing rule takes it, and there is no fallback.',
})

export const routedOutOfSight = (column: string | null): RowFault => ({
  code: 'unrouted',
  column,
  message: 'The routing rules send this row to where you may not open any deal.',
})

export const pipelineNotActive: RowFault = {
  code: 'pipeline_not_active',
  column: null,
  message: 'This pipeline takes no new deals any more; only deals that are closed may be brought into it.',
}

export const fieldNotPermitted: RowFault = {
  code: 'field_right',
  column: null,
  message: 'This row fills a field that you may not write in this pipeline.',
}

export const productUnknown = (said: string, column: string | null): RowFault => ({
  code: 'product_unknown',
  column,
  message: `No product here is ${quoted(said)}; add it under that key or name, or let the mapping do so, where you may.`,
})

export const renewsUnknown = (said: string, column: string | null): RowFault => ({
  code: 'renews_unknown',
  column,
  message: `No deal ${quoted(said)} is here yet. Put its row above this one, or import the refused rows again after it.`,
})

export const editedHere: RowFault = {
  code: 'edited_here',
  column: null,
  message: 'This deal was changed here since it was imported; what the file says would overwrite that.',
}
