import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

const odd = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  "'",
  ' ',
  '\t',
  '\r',
  '\n',
  '"',
  ',',
  ';',
  '\u0000',
  '\u00a0',
  '\u2003',
  '1',
  'a',
  '.',
)
const cell = fc.oneof(
  fc.array(odd, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
)
const startsFormula = (text: string) => /^[\s\p{Cc}]*[=+\-@]/u.test(text) && !/^[+-]?[\d.,]+$/.test(text)
/** What reads the file again takes the guard away. */
const unguarded = (text: string) => (/^'+[\s\p{Cc}]*[=+\-@]/u.test(text) ? text.slice(1) : text)

test('S10: 10,000 random tables open without a formula and are read again as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (rows) => {
      const text = rows.map(csvLine).join('')
      const read = parse(text, { record_delimiter: '\r\n', relax_column_count: false }) as string[][]
      for (const one of read.flat()) expect(startsFormula(one)).toBe(false)
      expect(read.map((row) => row.map(unguarded))).toEqual(rows)
    }),
    { numRuns: 10_000, seed: 20_261_124 },
  )
})
