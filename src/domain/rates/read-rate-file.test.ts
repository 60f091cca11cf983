import { describe, expect, test } from 'vitest'
import { plainRate, readRateFile } from './read-rate-file.ts'

const read = (text: string) => {
  const found = readRateFile(text)
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value
}
const refusal = (text: string) => {
  const found = readRateFile(text)
  return found.ok ? 'taken' : found.refusal.code
}

describe('the file of one day', () => {
  const file = 'Date, USD, JPY, IDR, \n27 November 2026, 1.1570, 180.83, 19263.29, \n'
  test('has a rate a currency', () =>
    expect(read(file)).toEqual({
      rates: [
        { currency: 'USD', valid_from: '2026-11-27', per_euro: '1.157' },
        { currency: 'JPY', valid_from: '2026-11-27', per_euro: '180.83' },
        { currency: 'IDR', valid_from: '2026-11-27', per_euro: '19263.29' },
      ],
      columns: ['USD', 'JPY', 'IDR'],
      currencies: ['IDR', 'JPY', 'USD'],
      days: ['2026-11-27'],
      empty: 0,
      skipped: [],
    }))
})

describe('the file of all days', () => {
  const file = '\uFEFFDate,USD,CYP,IDR,\r\n2026-11-27,1.157,N/A,19263.29,\r\n1999-01-04,1.1789,0.58231,,\r\n'
  test('has none where it says N/A, or nothing', () => {
    const { rates, days, empty } = read(file)
    expect(rates.map(({ currency, per_euro }) => `${currency} ${per_euro}`)).toEqual([
      'USD 1.157',
      'IDR 19263.29',
      'USD 1.1789',
    ])
    expect(days).toEqual(['1999-01-04', '2026-11-27'])
    expect(empty).toBe(1)
  })
  test('says which currencies are none any more', () =>
    expect(read(file).skipped).toEqual([
      { row: null, column: 'CYP', code: 'not-in-use', message: 'no currency in use; its column is left out' },
    ]))
})

test('what is no day or rate is left out and named by its line, and the rest is taken', () => {
  const { rates, skipped } = read(
    'Date,USD,EUR\n2026-02-30,1.1,1\nyesterday,1.1,1\n2026-03-02,"1.1",1\n2026-03-02,1.2,1\n2026-03-03,-1,1\n2026-03-04,0.0,1\n31 Foo 2026,1,1',
  )
  expect(rates).toEqual([{ currency: 'USD', valid_from: '2026-03-02', per_euro: '1.1' }])
  expect(skipped.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
    'null EUR euro',
    '2 Date no-day',
    '3 Date no-day',
    '5 Date twice',
    '6 USD no-rate',
    '7 USD no-rate',
    '8 Date no-day',
  ])
})

test.each([
  ['no file', '', 'no-heading'],
  ['no heading', '2026-11-27,1.157\n', 'no-heading'],
  ['no currency', 'Date,CYP,EUR\n2026-11-27,1,1\n', 'no-currency'],
  ['a currency twice', 'Date,USD,usd\n', 'currency-twice'],
  ['a heading alone', 'Date,USD\n', 'taken'],
])('%s: %s', (_, text, code) => expect(refusal(text)).toBe(code))

test('more than is taken at once is refused whole', () => {
  const days = Array.from({ length: 10_001 }, (_, i) => `${Temporal.PlainDate.from('1990-01-01').add({ days: i })},1,2`)
  expect(refusal(`Date,USD,JPY\n${days.join('\n')}`)).toBe('too-many-rates')
})

test.each([
  ['1.10', '1.1'],
  ['007.50', '7.5'],
  ['100', '100'],
  ['100.000', '100'],
  ['0.0100', '0.01'],
])('%s is %s', (given, plain) => expect(plainRate(given)).toBe(plain))
