export { Activity, type ActivityKind, activityKinds } from './activity.ts'
export { tellOfDueActivities } from './jobs.ts'
export { createActivity, listActivities, updateActivity } from './operations.ts'
export { activityReferences, rehomeActivities } from './store.ts'
