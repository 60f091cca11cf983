import { expect, test } from 'vitest'
import { readHolidays } from './read-holidays.ts'

const days = (text: string) => {
  const read = readHolidays(text)
  return read.ok ? read.value.map(({ day, name }) => `${day} ${name}`) : read.refusal.message
}

test('lines of a day and a name, with or without a heading, in the manner of any spreadsheet', () => {
  expect(
    days('date,name\n2027-01-01, New Year\'s Day\n\n2027-05-01;Labour Day\r\n2027-10-03\t"Unity, Day of"\n'),
  ).toEqual(["2027-01-01 New Year's Day", '2027-05-01 Labour Day', '2027-10-03 Unity, Day of'])
})

test('a day that stands there twice is one holiday, by its last name', () => {
  expect(days('2027-01-01, One\n2027-01-01, Other')).toEqual(['2027-01-01 Other'])
})

test('a calendar file, its folded lines, its escapes, and an event of several days', () => {
  const file = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20270310',
    'DTEND;VALUE=DATE:20270312',
    'SUMMARY:Hari Raya\\, first and',
    '  second day',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20270817',
    'SUMMARY;LANGUAGE=id:Hari Kemerdekaan',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  expect(days(file)).toEqual([
    '2027-03-10 Hari Raya, first and second day',
    '2027-03-11 Hari Raya, first and second day',
    '2027-08-17 Hari Kemerdekaan',
  ])
})

test('what is no day is refused with its line', () => {
  expect(days('2027-01-01, One\n2027-02-30, Never')).toMatch(/^Line 2 is no day with a name/)
  expect(days('2027-01-01')).toMatch(/^Line 1/)
  expect(days('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:When?\nEND:VEVENT\nEND:VCALENDAR')).toMatch(/^Event 1/)
  expect(days(' \n')).toMatch(/no day in this/)
})
