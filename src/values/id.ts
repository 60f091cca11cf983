import { z } from 'zod'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** What an id names; the prefix is part of the id, on the wire and in the database alike. */
export const prefixes = [
  'wsp',
  'per',
  'key',
  'pip',
  'def',
  'deal',
  'led',
  'acc',
  'con',
  'prd',
  'lin',
  'act',
  'evi',
  'evt',
  'job',
  'imp',
  'rate',
  'quo',
  'fld',
  'team',
  'inv',
  'grt',
  'hook',
  'dlv',
  'ses',
  'ovr',
  'cfm',
  'gap',
  'apr',
  'chg',
  'cmt',
  'rev',
  'rhs',
  'bkt',
  'ntf',
  'plt',
  'ovl',
  'link',
  'mrg',
  'cre',
  'tmap',
  'xfer',
  'rch',
  'inc',
  'cal',
  'hch',
  'hof',
  'ctr',
  'lng',
  'sub',
  'adj',
  'drv',
] as const
export type Prefix = (typeof prefixes)[number]

/** A UUIDv7 (sorts by creation) written in 26 base-32 digits behind the name of what it identifies. */
export function idFrom(prefix: Prefix, uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let digits = ''
  for (let i = 0; i < 26; i++) {
    digits = alphabet[Number(rest & 31n)] + digits
    rest >>= 5n
  }
  return `${prefix}_${digits}`
}

/** Schema of an id on the wire; the API description says of every member that takes one what it refers to. */
export const Id = (prefix: Prefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `expected an id that starts with ${prefix}_`)
    .meta({ 'x-ref': prefix })
