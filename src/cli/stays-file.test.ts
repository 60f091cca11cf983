import { expect, test } from 'vitest'
import { dayOf, readStays } from './stays-file.ts'

const header = ['deal', 'pipeline', 'stage', 'entered_at', 'left_at', 'next', 'amount']
const rows = [
  ['d1', 'sales', 'lead', '2026-01-05', '2026-01-09', 'offer', '1250.50'],
  ['d1', 'sales', 'offer', '2026-01-09', '2026-02-01', 'won', '1250.50'],
  ['d2', 'sales', 'lead', '2026-01-07', '', '', ''],
]
const fileOf = (some: readonly (readonly string[])[], between = ',') =>
  [header, ...some].map((row) => row.join(between)).join('\n')
const changed = (how: (row: readonly string[]) => readonly string[]) => rows.map(how)
const clean = readStays(fileOf(rows))

test('dates are read as programs write them, with their zones', () => {
  const noon = 20_458.5
  for (const text of [
    '2026-01-05T12:00:00Z',
    '2026-01-05T14:00+0200',
    '2026-01-05 14:00:00+02',
    '2026-01-05 14:00:00.000000 +02:00',
    '2026-01-05 06:30:00-05:30',
    '2026-01-05 12:00:00,000 UTC',
    '2026-01-05 12:00',
  ])
    expect({ text, day: dayOf(text) }).toEqual({ text, day: noon })
  for (const text of [
    '2026-02-29',
    '2026-01-05 25:00',
    '05.01.2026',
    '2026-01-05 12:00 CET',
    '9999-12-31',
    '0001-01-01',
  ])
    expect({ text, day: dayOf(text) }).toEqual({ text, day: undefined })
})

test('every separator, a comma before cents where it parts no cells, and words for nothing say the same', () => {
  const commas = changed((row) => row.map((cell, i) => (i === 6 ? cell.replace('.', ',') : cell)))
  for (const between of [';', '\t', '|']) expect(readStays(fileOf(commas, between))).toEqual(clean)
  for (const word of ['NA', 'NULL', 'NaT', 'nan', 'None', '\\N'])
    expect(readStays(fileOf(changed((row) => row.map((cell) => (cell === '' ? word : cell)))))).toEqual(clean)
  const shouted = changed((row) => row.map((cell, i) => (i === 5 && cell === 'won' ? 'Won' : cell)))
  expect(readStays(fileOf(shouted))).toEqual(clean)
  expect(readStays(fileOf([[...(rows[2] ?? []).slice(0, 4), '9999-12-31', '', '7']])).stays).toMatchObject([
    { left: null, to: null, amount: 7 },
  ])
})

test('what could be read in two ways is refused, and so is a year in which no deal was', () => {
  const { refused } = readStays(
    fileOf(
      [
        ['d3', 'sales', 'lead', '2026-01-07', '', '', '1,250'],
        ['d4', 'sales', 'lead', '9999-12-31', '', '', '5'],
        ['d5', 'sales', 'lead', '2026-01-07', '9999-12-31', 'lost', '5'],
      ],
      ';',
    ),
  )
  expect(refused).toEqual([
    { line: 2, column: 'amount', message: '1,250 is no amount; write digits with a point, such as 1250.50' },
    {
      line: 3,
      column: 'entered_at',
      message: '9999-12-31 lies in no year from 1900 to 2199; write 2026-03-31 or 2026-03-31T14:05:00Z',
    },
    {
      line: 4,
      column: 'left_at',
      message: '9999-12-31 lies in no year from 1900 to 2199; write 2026-03-31 or 2026-03-31T14:05:00Z',
    },
  ])
})

test('a stage that is called NA or Won is a stage', () => {
  const { stays, refused } = readStays(
    fileOf([
      ['d1', 'sales', 'NA', '2026-01-05', '2026-01-09', 'Won', '1'],
      ['d1', 'sales', 'Won', '2026-01-09', '2026-01-12', 'NA', '1'],
      ['d1', 'sales', 'NA', '2026-01-12', '2026-01-19', 'won', '1'],
    ]),
  )
  expect(refused).toEqual([])
  expect(stays.map(({ to }) => to)).toEqual(['Won', 'NA', 'won'])
})

test('a row that stands there twice counts once; going back and forth within a day is no repetition', () => {
  const twice = readStays(fileOf([...rows, ...rows]))
  expect(twice).toEqual({ ...clean, rows: 6, repeated: 3 })
  const turned = ['lead', 'offer', 'lead', 'offer'].map((stage, i) => [
    'd9',
    'sales',
    stage,
    '2026-01-05',
    '2026-01-05',
    i === 3 ? 'lost' : stage === 'lead' ? 'offer' : 'lead',
    '1',
  ])
  expect(readStays(fileOf(turned))).toMatchObject({ repeated: 0, stays: { length: 4 } })
})

test('an empty amount is that of the stay before in time, wherever it stands in the file, and never of one after', () => {
  const { stays } = readStays(
    fileOf([
      ['d1', 'sales', 'offer', '2026-02-01', '2026-03-01', 'won', ''],
      ['d2', 'sales', 'lead', '2026-01-07', '', '', ''],
      ['d1', 'sales', 'check', '2026-01-09', '2026-02-01', 'offer', '700'],
      ['d1', 'sales', 'lead', '2026-01-05', '2026-01-09', 'check', ''],
    ]),
  )
  expect(stays.map(({ deal, stage, amount }) => [deal, stage, amount])).toEqual([
    ['d1', 'lead', null],
    ['d1', 'check', 700],
    ['d1', 'offer', 700],
    ['d2', 'lead', null],
  ])
})
