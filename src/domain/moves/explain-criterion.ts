import type { Instant } from '../../values/instant.ts'
import { type ExplainedPart, explainRule } from '../../values/rule/explain-rule.ts'
import { askedByKey } from './crossed.ts'
import { withStanding } from './excuses.ts'
import { factsOf } from './facts.ts'
import { gatesOf, restsOnHidden } from './gates.ts'
import type { Gate } from './move.ts'
import { rulesOf } from './rules.ts'
import type { Situation } from './situation.ts'

export type ExplainedCriterion = { gate: Gate; rule: string | null; parts: ExplainedPart[] }

/** A criterion on a deal: what its gate says, and its rule part by part; undefined where the deal has none such. */
export function explainCriterion(situation: Situation, key: string, now: Instant): ExplainedCriterion | undefined {
  const asked = askedByKey(situation.definition, key)
  if (!asked) return undefined
  const [gate] = withStanding(gatesOf(situation, [asked], now), situation.deal.owed, now)
  if (!gate) return undefined
  const rule = rulesOf(situation.definition, situation.library).get(key)
  const hidden = restsOnHidden(asked.criterion, situation)
  return {
    gate,
    rule: asked.criterion.rule ?? null,
    parts: rule && !hidden ? explainRule(rule, factsOf(situation, now)) : [],
  }
}
