import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pageOf, sentenceOf, titleOfMotions, titleOfTotals } from './motions/page.ts'
import { millions, pictureOfMotions, pictureOfTotals } from './motions/picture.ts'
import { eightQuarters } from './motions/quarters.ts'

/**
 * Five motions against one pipeline, eight quarters of a simulated company: `npm run bench:motions -- [--seed 101]`.
 * Prints what was said and what came; with the usual seed it also writes docs/statistics/five-motions.md and its pictures.
 */
const usual = '101'
const { values } = parseArgs({ options: { seed: { type: 'string', default: usual } } })
const seed = Number(values.seed)
const { quarters, deals } = eightQuarters(seed, (name) => process.stderr.write(`\r${name}`))
process.stderr.write('\n')
console.table(
  Object.fromEntries(
    quarters.map(({ name, habit, one, five, closed }) => [
      name,
      {
        'stage probability × amount': millions(habit, 2),
        'one pipeline': `${millions(one.likely, 2)} (${millions(one.low, 2)}–${millions(one.high, 2)})`,
        'five pipelines': `${millions(five.likely, 2)} (${millions(five.low, 2)}–${millions(five.high, 2)})`,
        'closed at': millions(closed, 2),
      },
    ]),
  ),
)
console.log(sentenceOf(quarters))
if (values.seed === usual) {
  const folder = join(import.meta.dirname, '../docs/statistics')
  writeFileSync(join(folder, 'five-motions.md'), pageOf({ quarters, deals, seed }))
  writeFileSync(join(folder, 'pictures/five-motions.svg'), pictureOfTotals(quarters, titleOfTotals(quarters)))
  writeFileSync(join(folder, 'pictures/five-motions-each.svg'), pictureOfMotions(quarters, titleOfMotions(quarters)))
}
