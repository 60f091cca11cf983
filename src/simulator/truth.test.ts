import { expect, test } from 'vitest'
import { fiveMotions } from './motion.ts'
import { simulateDeals } from './simulate.ts'
import { trueChance } from './truth.ts'

test('the true chance is the share of simulated deals that are won, by stage, age and horizon', () => {
  for (const motion of fiveMotions.filter(({ key }) => key !== 'partner')) {
    const chanceOf = trueChance(motion, 30)
    const groups = new Map<string, { n: number; said: number; came: number }>()
    const quick = { ...motion, per_day: 12 }
    for (const { outcome, closed, stays } of simulateDeals({ motions: [quick], seed: 9, from_day: 0, days: 700 }))
      for (const day of [380, 520, 660])
        stays.forEach(({ entered, left }, stage) => {
          if (entered > day || (left !== null && left <= day)) return
          const age_days = day - entered
          const old = age_days < motion.cycle_days / 4 ? 'young' : age_days < motion.cycle_days ? 'older' : 'stale'
          const group = groups.getOrInsertComputed(`${stage} ${old}`, () => ({ n: 0, said: 0, came: 0 }))
          group.n++
          group.said += chanceOf({ stage, age_days })
          group.came += Number(outcome === 'won' && closed !== null && closed <= day + 30)
        })
    for (const { n, said, came } of groups.values()) {
      const sd = Math.sqrt(Math.max((said / n) * (1 - said / n) * n, 1))
      expect(Math.abs(came - said)).toBeLessThan(4 * sd)
    }
  }
})
