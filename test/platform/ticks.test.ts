import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startClock } from '../../src/platform/clock.ts'
import { startJobs, type Tick } from '../../src/platform/jobs.ts'
import { openTestDatabase } from '../database.ts'

describe('a tick that takes longer than its rhythm', () => {
  it('is never run beside itself, and has ended when the server has', async () => {
    const database = await openTestDatabase()
    let [begun, within, most] = [0, 0, 0]
    const slow: Tick = {
      name: 'slow',
      every_seconds: 0.02,
      async run() {
        begun++
        most = Math.max(most, ++within)
        await pause(150)
        within--
      },
    }
    const jobs = await startJobs(database, {}, [slow], { clock: startClock('real'), log: pino({ level: 'silent' }) })
    await expect.poll(() => begun).toBeGreaterThan(2)
    await jobs.runDue()
    await expect.poll(() => within).toBe(1)
    await jobs.close()
    expect({ most, within }).toEqual({ most: 1, within: 0 })
    await database.close()
  })
})
