import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../command-line.ts'
import { faults, type Json, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
})
afterAll(() => wire.server.close())

const nine = [
  { from: '09:00', to: '12:30' },
  { from: '13:00', to: '17:30' },
]
const week = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine }
const berlin = { name: 'Berlin', time_zone: 'Europe/Berlin', hours: week, regions: ['DE-BE'] }

const due = async (hours: number, from: string): Promise<Json> =>
  (await wire.call('GET', `/calendars/berlin/deadline?hours=${hours}&from=${from}`)).body

test('a workspace says when it works, and the end of a wait is counted by that', async () => {
  expect((await wire.call('GET', '/calendars')).body).toEqual({ data: [] })
  expect((await wire.call('GET', '/calendars/berlin/deadline?hours=8')).status).toBe(404)
  const set = await wire.call('PUT', '/calendars/berlin', berlin)
  expect(set.body).toMatchObject({ key: 'berlin', version: 1, regions: ['DE-BE'], hours: { sunday: [] } })
  // Tuesday evening: 8 hours are the whole of Wednesday.
  expect(await due(8, '2026-11-24T20:00:00Z')).toMatchObject({ due_at: '2026-11-25T16:30:00.000Z' })
  expect((await wire.call('PUT', '/calendars/berlin', berlin)).body).toEqual(set.body)
})

test('holidays are entered or copied, renamed and taken back; none is made up', async () => {
  expect(await due(8, '2026-12-24T20:00:00Z')).toMatchObject({ due_at: '2026-12-25T16:30:00.000Z' })
  const text = 'date,name\n2026-12-25,Christmas Day\n2026-12-26,Boxing Day\n2027-01-01,New Year'
  const added = await wire.call('POST', '/holidays', { region: 'DE-BE', text })
  expect(added.body).toEqual({ region: 'DE-BE', added: 3, renamed: 0, unchanged: 0 })
  // Friday is Christmas Day: the work of Monday.
  expect(await due(8, '2026-12-24T20:00:00Z')).toMatchObject({ due_at: '2026-12-28T16:30:00.000Z' })
  const again = { region: 'DE-BE', days: [{ day: '2027-01-01', name: "New Year's Day" }] }
  expect((await wire.call('POST', '/holidays', again)).body).toMatchObject({ added: 0, renamed: 1 })
  expect((await wire.call('POST', '/holidays', again)).body).toMatchObject({ renamed: 0, unchanged: 1 })
  expect((await wire.call('GET', '/holidays?region=DE-BE&from=2026-12-26')).body.data).toMatchObject([
    { day: '2026-12-26', name: 'Boxing Day' },
    { day: '2027-01-01', name: "New Year's Day" },
  ])
  expect((await wire.call('DELETE', '/holidays/DE-BE/2026-12-25')).status).toBe(200)
  expect((await wire.call('DELETE', '/holidays/DE-BE/2026-12-25')).status).toBe(404)
  expect(await due(8, '2026-12-24T20:00:00Z')).toMatchObject({ due_at: '2026-12-25T16:30:00.000Z' })
})

test('what cannot be is refused with its place and what would do', async () => {
  const put = (change: object) => wire.call('PUT', '/calendars/berlin', { ...berlin, ...change })
  expect(faults(await put({ hours: {} }))).toEqual(['/hours'])
  expect(faults(await put({ hours: { monday: [{ from: '17:00', to: '09:00' }] } }))).toEqual(['/hours/monday/0/to'])
  expect(faults(await put({ hours: { monday: [...nine, { from: '08:00', to: '10:00' }] } }))).toEqual(['/hours/monday'])
  expect(faults(await put({ time_zone: 'Mars/Base' }))).toEqual(['/time_zone'])
  expect(faults(await wire.call('POST', '/holidays', { region: 'DE-BE', text: '2026-12-25' }))).toEqual(['/text'])
  expect(faults(await wire.call('POST', '/holidays', { region: 'DE-BE' }))).toEqual(['/days'])
  const rep = await wire.server.addPerson({ role: 'rep' })
  expect((await wire.call('PUT', '/calendars/berlin', berlin, { key: rep.key })).status).toBe(403)
  expect((await wire.call('GET', '/calendars', undefined, { key: wire.other.key })).body).toEqual({ data: [] })
})

test('the command line lists calendars and takes a file of holidays', async () => {
  const command = commandLine(wire.server)
  expect((await command(['calendars', 'list'])).stdout).toMatch(/berlin\s+Berlin\s+Europe\/Berlin/)
  expect(
    await command(['calendars', 'deadline', 'berlin', '--hours', '4', '--from', '2026-11-24T08:00:00Z']),
  ).toMatchObject({
    exit_code: 0,
    stdout: expect.stringContaining('2026-11-24T12:30:00.000Z'),
  })
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-holidays-')), 'days.csv')
  writeFileSync(file, "2027-03-08, Women's Day\n")
  expect((await command(['holidays', 'add', 'DE-BE', file])).stdout).toMatch(/^1 added, 0 renamed/)
  expect(await command(['holidays', 'add', 'DE-BE', `${file}.gone`])).toMatchObject({ exit_code: 2 })
})
