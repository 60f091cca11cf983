import { describe, expect, test } from 'vitest'
import { readAmount, readPaste } from './read-paste.ts'

describe('an amount out of a spreadsheet', () => {
  const eur = (amount: string) => ({ amount, currency: 'EUR' })
  test.each([
    ['1200', eur('1200')],
    ['1,200,000.50', eur('1200000.50')],
    ['1.200.000,50', eur('1200000.50')],
    ['1 200 000', eur('1200000')],
    ["1'200'000", eur('1200000')],
    ['€1200.5', eur('1200.5')],
    ['1200,5', eur('1200.5')],
    ['USD 12', { amount: '12', currency: 'USD' }],
    ['-', null],
  ])('%s', (text, money) => expect(readAmount(text, 'EUR')).toEqual(money))

  test.each(['1.200', '1,200', '1.2.3', '-5', 'many', '1.005,5,5', '9'.repeat(16), '1.234567', 'QQQ 1'])(
    '%s is refused with what would do',
    (text) => expect(readAmount(text, 'EUR')).toEqual(expect.stringMatching(/expected|written|write|large|decimals/)),
  )
})

describe('a piece of a spreadsheet', () => {
  const known = {
    pipelines: [
      { id: 'pip_1', name: 'Trade', unique: 'trade' },
      { id: 'pip_2', name: 'trade', unique: 'trade_2' },
    ],
    teams: [{ id: 'team_1', name: 'North' }],
    people: [
      { id: 'per_1', name: 'Ana', unique: 'ana@example.test' },
      { id: 'per_2', name: 'Ana', unique: 'other@example.test' },
    ],
    calendar: { fiscal_year_start_month: 1 },
    currency: 'EUR',
  }
  const read = (...lines: string[]) => readPaste(lines.join('\r\n'), known)
  const details = (...lines: string[]) => read(...lines).faults.map(({ pointer }) => pointer)

  test('has a column for each period, or names one in each line; empty cells say nothing', () => {
    const wide = read('Team\tPipeline\t2026-Q4\t2027', 'north\ttrade\t1000\t', '')
    expect(wide).toEqual({
      faults: [],
      quotas: [
        {
          line: 2,
          pipeline_id: 'pip_1',
          team_id: 'team_1',
          person_id: null,
          period: '2026-Q4',
          amount: { amount: '1000', currency: 'EUR' },
        },
      ],
    })
    const long = read('person\tperiod\tamount\tcurrency', 'other@example.test\t2026-q4\t5\tusd')
    expect(long.quotas).toMatchObject([{ person_id: 'per_2', period: '2026-Q4', amount: { currency: 'USD' } }])
  })

  test('is refused where a name means nobody or two, a line names two, or a quota stands twice', () => {
    expect(details('person\t2026', 'Ana\t1', 'Eve\t1')).toEqual(['/text/line/2/person', '/text/line/3/person'])
    expect(details('person\tteam\t2026', 'ana@example.test\tNorth\t1')).toEqual(['/text/line/2/team'])
    expect(details('team\t2026', '\t1')).toEqual(['/text/line/2/pipeline'])
    expect(details('team\t2026', 'North\t1', 'North\t2')).toEqual(['/text/line/3/2026'])
  })

  test('needs a first line that says what the columns are', () => {
    for (const header of ['', 'who\t2026', 'team', 'team\tperiod', 'team\tperiod\tamount\t2026', 'team\t2026\t2026'])
      expect(details(header, 'North\t1'), header).toEqual(['/text/line/1'])
  })
})
