export {
  Carry,
  type HandoffFinding,
  HandoffPlan,
  type HandoffRule,
  HandoffRules,
  linksOfHandoffs,
  MetricKey,
  triggerKinds,
} from './handoff-rule.ts'
export { handoffRuleOperations, planOf } from './operations.ts'
export { insertVersion, lockRules, readCurrentRules } from './store.ts'
