import { randomFrom } from '../../stats/random.ts'
import { evaluateRule } from '../../values/rule/evaluate-rule.ts'
import { loadRule } from '../../values/rule/load-rule.ts'
import { proportion } from '../../stats/proportion.ts'
import { type Criterion, criteriaOf, dealLanguage } from '../pipelines/index.ts'
import type { DesignFault } from './design-finding.ts'
import { literalsIn, sampleFacts } from './sample-facts.ts'
import type { Subject } from './subject.ts'
import { percent, rounded } from './words.ts'

/** Criteria that stop nobody, or everybody. */
export function idleCriteria(subject: Subject): DesignFault[] {
  const { definition, library, history } = subject
  const language = dealLanguage(library)
  return criteriaOf(definition).flatMap(({ criterion, path }) => {
    const stage = path[0] === 'stages' ? (definition.stages[Number(path[1])]?.key ?? null) : null
    const { rule } = criterion
    const drawn = rule === undefined ? [] : judged(language, rule, criterion, subject.now)
    const found = drawn.map((fault) => ({ ...fault, path: [...path, 'rule'], stage }))
    if (found.some(({ code }) => code !== 'only-filled-in')) return found
    const seen = history?.asked.find((one) => one.criterion === criterion.key)
    return [...found, ...(seen ? neverUnmet(criterion, seen, path, stage) : [])]
  })
}

type Judged = Omit<DesignFault, 'path' | 'stage'>

const draws = 500

/** Tries a rule on deals as they might be: one that gives the same answer whatever they are decides nothing. */
function judged(language: ReturnType<typeof dealLanguage>, rule: string, criterion: Criterion, now: string): Judged[] {
  const loaded = loadRule(language, rule)
  if (!loaded.ok) return []
  const literals = literalsIn(rule)
  const random = randomFrom(7)
  const holds = (empty: number) => {
    const facts = sampleFacts(language.vocabulary, literals, { random, now: Date.parse(now), empty })
    return evaluateRule(loaded.value, facts).holds
  }
  const filled = holds(0)
  if (differs(filled, () => holds(0))) return []
  const gaps = differs(filled, () => holds(0.3)) || holds(1) !== filled
  const { label, kind } = criterion
  if (filled && !gaps)
    return [
      {
        code: 'never-failing',
        message: `"${label}" holds whatever the deal is: ${rule}.`,
        remedy: 'Take it out, or ask for something that a deal can fail.',
        figures: { tried: draws * 2 },
      },
    ]
  if (filled && kind === 'rule')
    return [
      {
        code: 'only-filled-in',
        message: `"${label}" holds as soon as its values are filled in, whatever they are: ${rule}.`,
        remedy: 'Ask for the field itself (kind: field), or for a value that a deal can fail.',
        figures: { tried: draws },
      },
    ]
  if (filled || gaps || searches.test(rule)) return []
  return [
    {
      code: 'never-holding',
      message: `"${label}" holds for no deal at all: ${rule}.`,
      remedy: 'Correct the rule; as it stands no deal passes this gate.',
      figures: { tried: draws * 2 },
    },
  ]
}

/** Whether any of many draws gives another answer; most rules do after a few. */
const differs = (answer: boolean, draw: () => boolean): boolean => {
  for (let drawn = 0; drawn < draws; drawn++) if (draw() !== answer) return true
  return false
}

/** A drawn text rarely contains what a rule searches for, so its silence proves nothing. */
const searches = /\b(startsWith|endsWith|contains|exists|exists_one|filter|all)\s*\(/

const enough = 40

/** Deals that have just come before a gate and meet it already: it stops nobody. */
function neverUnmet(
  { label, level }: Criterion,
  { deals, unmet }: { deals: string[]; unmet: number },
  path: (string | number)[],
  stage: string | null,
): DesignFault[] {
  if (deals.length < enough || unmet > 0) return []
  const { high } = proportion(unmet, deals.length)
  return [
    {
      code: 'never-failing',
      severity: 'advice',
      path,
      stage,
      message: `All ${deals.length} deals that stand before it meet "${label}" already (at most ${percent(high)} of deals could fail it).`,
      remedy: level === 'hard' ? 'Keep it if it guards something; else take it out.' : 'Take it out, or ask for more.',
      figures: { n: deals.length, unmet, high: rounded(high) },
      deals,
    },
  ]
}
