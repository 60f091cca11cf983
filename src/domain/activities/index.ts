export { Activity, type ActivityKind, activityKinds, NewActivity } from './activity.ts'
export { tellOfDueActivities } from './jobs.ts'
export { addActivity, createActivity, listActivities, updateActivity } from './operations.ts'
export { activityReferences, rehomeActivities } from './store.ts'
