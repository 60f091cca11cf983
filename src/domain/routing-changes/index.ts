export {
  createChange as proposeRouting,
  policyFor as routingPolicyFor,
  routingChangeOperations,
  routingSubject,
  withdrawChange as withdrawRouting,
} from './operations.ts'
export { readChange as readRoutingChange } from './store.ts'
export { routingReferences } from './store.ts'
