import { expect, test } from 'vitest'
import { hoursText, typedHours } from './working-hours.ts'

test.each([
  ['09:00–17:00', [{ from: '09:00', to: '17:00' }]],
  [
    '9-12, 13.30 - 18',
    [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ],
  ],
  ['', []],
  ['morning', [{ from: 'morning', to: '' }]],
])('%j is read as hours', (text, hours) => expect(typedHours(text)).toEqual(hours))

test('what is written is read back as the same', () => {
  const hours = [
    { from: '08:30', to: '12:00' },
    { from: '13:00', to: '24:00' },
  ]
  expect(typedHours(hoursText(hours))).toEqual(hours)
})
