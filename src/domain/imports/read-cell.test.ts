import { expect, test } from 'vitest'
import { type Format, plainNumber, readAmount, readMoment } from './read-cell.ts'

const format = (part: Partial<Format> = {}): Format => ({ dates: 'iso', decimal: '.', time_zone: 'UTC', ...part })
const at = (text: string, part: Partial<Format> = {}) => {
  const read = readMoment(text, format(part))
  return read.ok ? read.value.at : read.refusal.code
}

test.each<[string, Partial<Format>, string]>([
  ['2026-11-24', {}, '2026-11-24T00:00:00.000Z'],
  ['2026-11-24 04:05', {}, '2026-11-24T04:05:00.000Z'],
  ['2026-11-24T04:05:06.789Z', {}, '2026-11-24T04:05:06.789Z'],
  ['2026-11-24T04:05:06+07:00', {}, '2026-11-23T21:05:06.000Z'],
  ['2026-11-24', { time_zone: 'Asia/Jakarta' }, '2026-11-23T17:00:00.000Z'],
  ['2026-07-01 12:00', { time_zone: 'Europe/Berlin' }, '2026-07-01T10:00:00.000Z'],
  ['3/10/2016', { dates: 'm/d/yyyy' }, '2016-03-10T00:00:00.000Z'],
  ['3/10/2016', { dates: 'd/m/yyyy' }, '2016-10-03T00:00:00.000Z'],
  ['03.10.2016 17:30', { dates: 'd.m.yyyy' }, '2016-10-03T17:30:00.000Z'],
  ['10/20/2016 12:05 AM', { dates: 'm/d/yyyy' }, '2016-10-20T00:05:00.000Z'],
  ['10/20/2016, 1:05 pm', { dates: 'm/d/yyyy' }, '2016-10-20T13:05:00.000Z'],
  ['2016-10-20', { dates: 'm/d/yyyy' }, '2016-10-20T00:00:00.000Z'],
  ['2024-02-29', {}, '2024-02-29T00:00:00.000Z'],
  ['2023-02-29', {}, 'date'],
  ['13/45/2017', { dates: 'm/d/yyyy' }, 'date'],
  ['3/10/16', { dates: 'm/d/yyyy' }, 'date'],
  ['0050-01-01', {}, 'date'],
  ['2026-11-24 25:00', {}, 'date'],
  ['10/20/2016 13:05 PM', { dates: 'm/d/yyyy' }, 'date'],
  ['3/10/2016', {}, 'date'],
  ['08/12/2026', { dates: 'd.m.yyyy' }, 'date'],
  ['08.12/2026', { dates: 'd.m.yyyy' }, 'date'],
  ['soon', {}, 'date'],
])('%s as %o is %s', (text, part, expected) => {
  expect(at(text, part)).toBe(expected)
})

test.each([
  ['1054', '.', '1054'],
  ['1,054.50', '.', '1054.50'],
  ['1.054,50', ',', '1054.50'],
  ["CHF 1'054.50", '.', '1054.50'],
  ['€ 1 054,50', ',', '1054.50'],
  ['Rp1.000.000', ',', '1000000'],
  ['$1,054', '.', '1054'],
  ['1054.50 EUR', '.', '1054.50'],
  ['-12.5', '.', '-12.5'],
  ['007', '.', '7'],
  ['1,05', '.', undefined],
  ['1.054.50', '.', undefined],
  ['12abc', '.', undefined],
  ['1e4', '.', undefined],
  ['NaN', '.', undefined],
  ['--1', '.', undefined],
  ['', '.', undefined],
] as const)('the number in %s (decimals behind %s) is %s', (text, decimal, expected) => {
  expect(plainNumber(text, decimal)).toBe(expected)
})

test('an amount is exact in the decimals of its currency, or it is none', () => {
  const minor = (text: string, currency: string) => {
    const read = readAmount(text, currency, format())
    return read.ok ? read.value : read.refusal.code
  }
  expect(minor('1234567890123.45', 'EUR')).toBe(123456789012345n)
  expect(minor('-0.10', 'EUR')).toBe(-10n)
  expect(minor('12', 'JPY')).toBe(12n)
  expect(minor('12.000', 'EUR')).toBe(1200n)
  expect(minor('12.005', 'EUR')).toBe('amount')
  expect(minor('12.5', 'JPY')).toBe('amount')
  expect(minor('1234567890123456', 'EUR')).toBe('amount')
})
