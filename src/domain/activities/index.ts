export { Activity, type ActivityKind, activityKinds } from './activity.ts'
export { createActivity, listActivities, updateActivity } from './operations.ts'
export { activityReferences } from './store.ts'
