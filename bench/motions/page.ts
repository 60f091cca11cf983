import { millions } from './picture.ts'
import type { Part, Quarter, Said } from './quarters.ts'

type Of = (quarter: Quarter) => number

const sum = (quarters: readonly Quarter[], of: Of) => quarters.reduce((all, one) => all + of(one), 0)
const percent = (share: number) => `${(100 * share).toFixed(0)} %`
const signed = (share: number) => `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`
const within = ({ low, high }: Said, closed: number) => closed >= low && closed <= high
const range = ({ low, likely, high }: Said) => `${millions(likely, 2)} (${millions(low, 2)}–${millions(high, 2)})`

export function figuresOf(quarters: readonly Quarter[]) {
  const closed = sum(quarters, (one) => one.closed)
  const figure = (said: Of) => ({
    bias: sum(quarters, (one) => said(one) - one.closed) / closed,
    missed: sum(quarters, (one) => Math.abs(said(one) - one.closed)) / closed,
  })
  const held = (said: (one: Quarter) => Said) => quarters.filter((one) => within(said(one), one.closed)).length
  return {
    habit: figure((one) => one.habit),
    one: { ...figure((one) => one.one.likely), held: held((one) => one.one) },
    five: { ...figure((one) => one.five.likely), held: held((one) => one.five) },
    width: sum(quarters, ({ five }) => five.high - five.low) / sum(quarters, ({ one }) => one.high - one.low),
  }
}

/** The sentence of the first two minutes, of the last quarter. */
export function sentenceOf(quarters: readonly Quarter[]): string {
  const last = quarters.at(-1)
  if (last === undefined) return ''
  const { five } = last
  return `For the last quarter, one pipeline with stage probabilities would have said ${millions(last.habit)}. Five said ${millions(five.likely)} (${millions(five.low)}–${millions(five.high)}). It closed at ${millions(last.closed)}.`
}

export const titleOfTotals = (quarters: readonly Quarter[]): string => {
  const { habit, five } = figuresOf(quarters)
  return `Stage probability × amount said ${(1 + habit.bias).toFixed(1)} × what closed; the range of five held in ${five.held} of ${quarters.length} quarters`
}

export const titleOfMotions = (quarters: readonly Quarter[]): string => {
  const spared = ({ one, own, closed }: ReturnType<typeof motionsOf>[number]) => (one.missed - own.missed) * closed
  const [worst] = motionsOf(quarters).toSorted((a, b) => spared(b) - spared(a))
  return worst === undefined
    ? ''
    : `One model for all misses ${worst.motion} by ${percent(worst.one.missed)}, its own pipeline by ${percent(worst.own.missed)}`
}

function motionsOf(quarters: readonly Quarter[]) {
  const names = quarters[0]?.parts.map(({ motion }) => motion) ?? []
  return names.map((motion) => {
    const parts = quarters.flatMap((one) => one.parts.filter((part) => part.motion === motion))
    const closed = parts.reduce((all, part) => all + part.closed, 0)
    const figure = (said: (part: Part) => number) => ({
      bias: parts.reduce((all, part) => all + said(part) - part.closed, 0) / closed,
      missed: parts.reduce((all, part) => all + Math.abs(said(part) - part.closed), 0) / closed,
    })
    return {
      motion,
      closed,
      habit: figure((part) => part.habit),
      one: figure((part) => part.one.expected),
      own: figure((part) => part.own.expected),
      held: parts.filter((part) => within(part.own, part.closed)).length,
    }
  })
}

/** The page: what was done, what was said, what came, and where five pipelines did no better. */
export function pageOf({
  quarters,
  deals,
  seed,
}: {
  quarters: readonly Quarter[]
  deals: number
  seed: number
}): string {
  const { habit, one, five, width } = figuresOf(quarters)
  const motions = motionsOf(quarters)
  const lost = quarters.filter((quarter) => off(quarter.five, quarter) > off(quarter.one, quarter))
  const outside = quarters.filter((quarter) => !within(quarter.five, quarter.closed))
  const worse = motions.filter(({ own, one: all }) => own.missed > all.missed)
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(', ') || 'none'
  return `# Five motions, against one pipeline

Written by \`npm run bench:motions\`, which makes these figures and pictures anew. A simulated company of the five motions of
[proof.md](proof.md), with good and bad months (monthly AR(.7) on the logit, sd .35, and .15 of each motion's own): ${deals}
deals over three years. The first year is history; on the first day of each of the eight quarters after it everybody says
what the quarter will bring, from what was known that morning. The seed is ${seed}, chosen before anything was looked at.

> ${sentenceOf(quarters)}

![${titleOfTotals(quarters)}](pictures/five-motions.svg)

- **Stage probability × amount**: the share ever won of deals that passed a stage, one list of stages for the company,
  times what is open. It knows no time and no deals to come. A CRM would take only deals whose typed close date lies in the
  quarter; nobody types dates here, so that this is the whole open pipeline.
- **One pipeline**: Tributary's own model with all deals in one pipeline: age in the stage, bands of size, levels,
  a half-life, shared luck, new business. As good as one pipeline can be.
- **Five pipelines**: the same model, each motion in a pipeline of its own, added up under shared luck.

| quarter | stage probability × amount | one pipeline: likely (low–high) | five pipelines: likely (low–high) | closed at |
|---|---|---|---|---|
${quarters.map((quarter) => `| ${quarter.name} | ${millions(quarter.habit, 2)} | ${range(quarter.one)}${mark(quarter.one, quarter)} | ${range(quarter.five)}${mark(quarter.five, quarter)} | ${millions(quarter.closed, 2)} |`).join('\n')}
| said in all, against what closed | ${signed(habit.bias)} | ${signed(one.bias)} | ${signed(five.bias)} | |
| missed by, on average | ${percent(habit.missed)} | ${percent(one.missed)} | ${percent(five.missed)} | |
| range held | – | ${one.held} of ${quarters.length} | ${five.held} of ${quarters.length} | |

\\* outside its range. The ranges of five are ${width.toFixed(2)} × as wide as those of one.

## Motion by motion
Of the deals that were open on each first day; *one model* is one survival model for all deals without bands of size
(\`pooled\` of [backtest.md](backtest.md)), asked about the deals of each motion.

![${titleOfMotions(quarters)}](pictures/five-motions-each.svg)

| motion | closed in all | stage probability × amount: off in all, missed by | one model | its own pipeline | its range held |
|---|---|---|---|---|---|
${motions.map((motion) => `| ${motion.motion} | ${millions(motion.closed, 2)} | ${signed(motion.habit.bias)}, ${percent(motion.habit.missed)} | ${signed(motion.one.bias)}, ${percent(motion.one.missed)} | ${signed(motion.own.bias)}, ${percent(motion.own.missed)} | ${motion.held} of ${quarters.length} |`).join('\n')}

## Where five pipelines lost
- Nearer to what closed was one pipeline in ${names(lost)}.
- Outside the range of five: ${names(outside)}. An 80 % range ought to miss one or two of eight.
- Worse than one model: ${worse.map(({ motion }) => motion).join(', ') || 'no motion'}.
- In the total a good model of one pipeline comes near to five: amounts tell much of which motion a deal is of, errors of
  motions cancel out, and most of what is missed is the luck of the quarter, which nobody can know. Who has to say what
  *renewals* or *enterprise* will bring cannot do without the five.
- One company and eight quarters prove nothing: [proof.md](proof.md) counts over many companies.
`
}

const off = ({ likely }: Said, { closed }: Quarter) => Math.abs(likely - closed)
const mark = (said: Said, { closed }: Quarter) => (within(said, closed) ? '' : ' \\*')
