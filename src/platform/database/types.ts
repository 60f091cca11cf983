import pg from 'pg'
import { forever } from '../../values/instant.ts'

const oid = { int8: 20, date: 1082, timestamptz: 1184 }

/** PostgreSQL writes `2026-11-24 04:00:00.12+00` (the session is in UTC); the code speaks RFC 3339 with milliseconds. */
function instantFrom(text: string): string {
  if (text === forever || text.endsWith(forever)) return text
  // Nearly all are `2026-11-24 04:00:00.123+00` or without a fraction; hundreds of thousands of them are read for a forecast.
  if (text.length === 26 && text[19] === '.') return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`
  if (text.length === 22 && text[10] === ' ') return `${text.slice(0, 10)}T${text.slice(11, 19)}.000Z`
  const [day, time = ''] = text.split(' ')
  const [seconds = '', fraction = ''] = time.replace(/\+00$/, '').split('.')
  return `${day}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
}

/** One reading of values for PostgreSQL and PGlite: int8 as bigint, days and moments as text. */
export const types = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (type === oid.int8) return BigInt
    if (type === oid.date) return (text: string) => text
    if (type === oid.timestamptz) return instantFrom
    return pg.types.getTypeParser(type, format as 'text')
  },
}
