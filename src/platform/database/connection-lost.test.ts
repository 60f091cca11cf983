import { expect, test } from 'vitest'
import { isConnectionLost } from './connection-lost.ts'

test.each([
  ['ended by an administrator', { code: '57P01' }, true],
  ['not to be reached', { code: 'ECONNREFUSED' }, true],
  ['a socket that nobody reads from', new Error('write EPIPE'), true],
  ['ended while a statement waited', new Error('Connection terminated unexpectedly'), true],
  ['ended before', new Error('Client has encountered a connection error and is not queryable'), true],
  ['a statement that took too long', { code: '57014' }, false],
  ['a value that is there already', { code: '23505', message: 'duplicate key' }, false],
  ['something else', new Error('undefined is not a function'), false],
  ['nothing', null, false],
])('%s', (_, error, expected) => {
  expect(isConnectionLost(error)).toBe(expected)
})
