import type { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { operation } from '../../platform/operation.ts'
import { invalid, notFound, Problem } from '../../platform/problem.ts'
import { explainRule } from '../../values/rule/explain-rule.ts'
import { loadRule, type Rule, type RuleFault } from '../../values/rule/load-rule.ts'
import { strangeChoice } from '../../values/rule/strange-choice.ts'
import { readDeals } from '../ledger/index.ts'
import { explainCriterion, factsOf, type Situation, situationOf } from '../moves/index.ts'
import { criteriaOf, dealLanguage } from '../pipelines/index.ts'
import { Explanation, ExplanationRequest } from './explanation.ts'

export const explainOnDeal = operation({
  name: 'explanations.create',
  http: 'POST /deals/{deal_id}/explanations',
  status: 200,
  access: 'deals:read',
  effect: 'read',
  cost: 2,
  mcp: {
    tool: 'explain_rule',
    hint: 'Give the key of a criterion from explain_gate to learn which part of its rule is false and why; or any rule',
  },
  summary: 'Which part of a rule holds on a deal, which does not, and why; of a criterion, or any rule at all',
  input: ExplanationRequest,
  output: Explanation,
  async run(context, { deal_id, criterion, rule }) {
    if ((criterion === undefined) === (rule === undefined))
      throw invalid(criterion === undefined ? '/criterion' : '/rule', 'one-of', 'Give either a criterion or a rule.')
    const [deal] = await readDeals(context.tx, context.workspace_id, [deal_id])
    if (!deal) throw notFound('deal')
    const situation = await situationOf(context, deal)
    const named = { id: deal.id, key: `D-${deal.number}` }
    if (rule !== undefined) return { deal: named, ...ofRule(context, situation, rule) }
    return { deal: named, ...ofCriterion(context, situation, criterion ?? '') }
  },
})

type Explained = Omit<z.input<typeof Explanation>, 'deal'>

function ofCriterion({ now }: Context, situation: Situation, key: string): Explained {
  const explained = explainCriterion(situation, key, now)
  if (explained === undefined) {
    const known = criteriaOf(situation.definition).map(({ criterion }) => criterion.key)
    throw invalid('/criterion', 'unknown', `This deal has no criterion ${key}; there are ${known.join(', ')}.`)
  }
  const { gate, rule, parts } = explained
  return { criterion: key, rule, holds: gate.satisfied, because: gate.because, parts, gate }
}

function ofRule({ now }: Context, situation: Situation, source: string): Explained {
  const parts = explainRule(readable(situation, source), factsOf(situation, now))
  const [whole] = parts
  return {
    criterion: null,
    rule: source,
    holds: whole?.holds ?? false,
    because: whole?.because ?? [],
    parts,
    gate: null,
  }
}

/** A field that is not for the reader does not exist in their rules: a question would tell its value bit by bit. */
function readable({ definition, library, unreadable }: Situation, source: string): Rule {
  const used = library.filter(
    ({ key, subject }) =>
      definition.fields.some((use) => use.key === key && use.subject === subject) &&
      !(subject === 'deal' && unreadable?.has(key)),
  )
  const loaded = loadRule(dealLanguage(used, definition), source)
  const strange = loaded.ok ? strangeChoice(loaded.value) : undefined
  if (loaded.ok && strange === undefined) return loaded.value
  const { remedy } = strange ?? (loaded.ok ? { remedy: '' } : (loaded.refusal.details as RuleFault))
  const message = strange?.message ?? (loaded.ok ? '' : loaded.refusal.message)
  const detail = `${message} ${remedy}`
  throw new Problem('invalid', detail, 'rule-invalid', { errors: [{ pointer: '/rule', code: 'rule', detail }] })
}
