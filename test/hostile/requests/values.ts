import type { Random } from '../../../src/stats/random.ts'
import type { Json } from '../../stories/wire.ts'

/** A number as it is written in JSON, where JavaScript has none such. */
export type Raw = { raw: string }

export type Ids = Record<string, string[]>
/** What is there in our workspace, and what is there in somebody else's. */
export type Known = { ours: Ids; theirs: Ids; words: Record<string, string[]> }

/** A well-formed value of a member: known ids, words that exist, or whatever its schema asks for. */
export function wellFormed(name: string, schema: Json, known: Known, random: Random): unknown {
  const words = known.words[name]
  if (words && schema.format === undefined && (schema.type === 'string' || schema.anyOf)) return random.pick(words)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return wellFormed(name, random.pick<Json>(either), known, random)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return random.pick(schema.enum)
  if (schema.type === 'integer') return random.pick([schema.minimum ?? 0, 1, 2, 3, 200])
  if (schema.type === 'boolean') return random.chance(0.5)
  if (schema.type === 'null') return null
  if (schema.type === 'array')
    return Array.from({ length: 1 + random.below(3) }, () => wellFormed(name, schema.items ?? {}, known, random))
  if (schema.type === 'object') return objectOf(schema, known, random)
  const prefix = prefixOf(schema)
  if (prefix !== undefined) return idOf(prefix, known.ours, random)
  if (schema.format === 'date') return random.pick(['2026-11-24', '2026-12-31', '2027-01-01', '2024-02-29'])
  if (schema.format === 'date-time') return random.pick(['2026-11-24T19:00:00Z', '2026-01-01T00:00:00+07:00'])
  if (schema.format === 'email') return `fuzz.${random.below(1e6)}@example.test`
  if (schema.format === 'uri') return 'https://files.example.test/report'
  return `Words ${random.below(1e6)}`
}

function objectOf({ properties = {}, required = [] }: Json, known: Known, random: Random): Json {
  const wanted = Object.entries<Json>(properties).filter(([name]) => required.includes(name) || random.chance(0.5))
  return Object.fromEntries(wanted.map(([name, schema]) => [name, wellFormed(name, schema, known, random)]))
}

/** What kind of thing an id-like member names; `deal` also where a key such as D-1 would do. */
export const prefixOf = ({ pattern = '', anyOf = [] }: Json): string | undefined =>
  /(?:^|[(^|])([a-z]{3,4})_\[0-9a-h/.exec(pattern)?.[1] ?? anyOf.map(prefixOf).find(Boolean)

const idOf = (prefix: string, ids: Ids, random: Random) => random.pick(ids[prefix] ?? [unknownId(prefix)])

export const unknownId = (prefix: string) => `${prefix}_${'0'.repeat(25)}1`

/** Something that should not stand in a member: of another type, too large, foreign, or only strange. */
export function odd(schema: Json, known: Known, random: Random): unknown {
  const prefix = prefixOf(schema)
  if (prefix !== undefined && random.chance(0.5))
    return random.pick([
      unknownId(prefix),
      idOf(prefix, known.theirs, random),
      idOf(random.pick(Object.keys(known.ours)), known.ours, random),
      `${prefix}_${'z'.repeat(26)}`,
      `${prefix}_`,
      ...dealKeys,
    ])
  const own = ofItsKind(schema)
  if (own !== undefined && random.chance(0.5)) return random.pick(own)
  return random.pick<() => unknown>([
    () => random.pick(texts),
    () => random.pick(texts),
    () => random.pick(moments),
    () => random.pick(numbers),
    () => random.pick(shapes)(),
    () => random.pick(monies),
  ])()
}

/** What nearly fits is more dangerous than what does not: moments for a moment, numbers for a number. */
function ofItsKind(schema: Json): readonly unknown[] | undefined {
  if (schema.anyOf) return schema.anyOf.map(ofItsKind).find(Boolean)
  if (schema.format === 'date' || schema.format === 'date-time') return moments
  if (schema.type === 'integer') return numbers
  if (schema.properties?.currency) return monies
  return schema.type === 'string' ? texts : undefined
}

/** Values of the right form at the edge of what there is, each to be tried in every member of its kind. */
export function edges(schema: Json, known: Known): readonly unknown[] {
  if (schema.anyOf) return [null, ...schema.anyOf.flatMap((one: Json) => edges(one, known))]
  const prefix = prefixOf(schema)
  if (prefix !== undefined) return [unknownId(prefix), known.theirs[prefix]?.[0] ?? '', `${prefix}_${'z'.repeat(26)}`]
  if (schema.format === 'date') return ['0001-01-01', '9999-12-31', '2024-02-29']
  if (schema.format === 'date-time')
    return [
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:59:59-14:00',
    ]
  if (schema.properties?.currency)
    return ['EUR', 'KWD', 'IDR'].map((currency) => ({ amount: '999999999999999.99', currency }))
  if (schema.type === 'integer') return [schema.minimum ?? 0, Number.MAX_SAFE_INTEGER]
  if (schema.type === 'array')
    return [[], Array(500).fill(null), ...edges(schema.items ?? {}, known).map((one) => [one])]
  if (schema.type === 'object') return [{}, { a: '\u0000' }]
  return schema.type === 'string' && !schema.enum ? ['\u0000', '\ud800', '%', 'x'.repeat(10_000)] : []
}

const dealKeys = ['D-0', 'D-1', 'D-01', 'D--1', 'D-999999999999', 'D-9999999999999', 'D-', 'd-1', 'D-1e3', 'me']

export const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202enoitartsiger',
  '\ufeff',
  'x'.repeat(100_000),
  '😀'.repeat(160),
  'é'.repeat(200),
  "'; drop table deal; --",
  "' or '1'='1",
  '1); select pg_sleep(9); --',
  '%_%',
  '\\',
  '../../../etc/passwd',
  '${7*7}{{7*7}}',
  '=cmd|x',
  'null',
  'undefined',
  'NaN',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'https://[::1',
  'javascript:alert(1)',
  'x@example.test',
  'EUR',
  'XTS',
  'trade',
  'enterprise',
  '-created',
  'created; drop table deal',
  'Asia/Jakarta',
]

export const moments = [
  'infinity',
  '-infinity',
  'now',
  'epoch',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '10000-01-01',
  '-000001-01-01',
  '+010000-01-01',
  '2026-02-30',
  '2026-13-01',
  '2026-02-29',
  '1582-10-10',
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '0000-12-31T23:59:59Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-14:00',
  '2026-11-24T20:00:00+23:59',
  '2026-11-24T20:00:00+99:99',
  '2026-11-24T20:00:60Z',
  '2026-11-24T24:00:00Z',
  '2026-11-24T20:00:00.123456789123Z',
  '2026-11-24T20:00:00[Asia/Jakarta]',
  '2026-11-24 20:00:00 Asia/Jakarta',
  '2026-11-24',
  '2026-Q4',
  '2026-Q0',
  '2026-W53',
  '2026-W54',
  '0000',
  '0001',
  '0001-Q1',
  '9999',
  '9999-Q4',
  '9999-12',
  '9999-W52',
  '2026-00',
]

export const numbers: (number | Raw)[] = [
  0,
  1,
  -1,
  1.5,
  201,
  2_147_483_648,
  9_007_199_254_740_991,
  1e21,
  ...['-0', '1e400', '-1e400', '1e-400', '9223372036854775808', '9007199254740993', '0.1e-7', '1E2'].map((raw) => ({
    raw,
  })),
]

const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)])

const shapes: (() => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => [],
  () => ({}),
  () => [[]],
  () => [null],
  () => Array(5_000).fill(1),
  () => ({ amount: '1.00' }),
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => ({ toString: 1, valueOf: 2, length: -1 }),
  () => ({ '': '' }),
  () => ({ 'a\u0000b': 1, '\ud800': 2 }),
  () => deep(30),
  () => deep(60),
]

const monies: Json[] = [
  ...['0', '-0.00', '-1.00', '0.001', '999999999999999', '999999999999999.99', '9999999999999999', '1e5', '1,5'].map(
    (amount) => ({ amount, currency: 'EUR' }),
  ),
  ...['KWD', 'KWD', 'USD', 'CLF', 'JPY', 'XAU', 'XTS', 'eur', 'EU', 'IDR', '€'].map((currency) => ({
    amount: '9'.repeat(15),
    currency,
  })),
  { amount: 1, currency: 'EUR' },
  { amount: '1', currency: 'EUR', more: 1 },
]
