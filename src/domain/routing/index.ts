export { ownerBy, type Routed, routeDeals } from './jobs.ts'
export {
  getDealRouting,
  getRouting,
  listVersions,
  planOf,
  previewRouting,
  requireWholeSight,
  rulesThatName,
  setOf,
  traceDeal,
} from './operations.ts'
export { type KnownOwners, ownerFaults, type RuleSetFault } from './check-rules.ts'
export { routingLanguage } from './language.ts'
export { type Fallback, Months, OwnerRule, RoutingPlan, type RoutingRule, RuleSet } from './routing.ts'
export {
  insertRoutings,
  insertVersion,
  lockRouting,
  readCurrent,
  readVersions as readRoutingVersions,
  type RoutingRow,
} from './store.ts'
