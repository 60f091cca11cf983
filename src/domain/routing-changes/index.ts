export {
  createChange as proposeRouting,
  routingChangeOperations,
  routingSubject,
  withdrawChange as withdrawRouting,
} from './operations.ts'
export { routingChanges, routingReferences } from './store.ts'
