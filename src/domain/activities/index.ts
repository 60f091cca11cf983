export { Activity, type ActivityKind, activityKinds } from './activity.ts'
export { createActivity, listActivities, updateActivity } from './operations.ts'
export {
  type ActivityCounts,
  activityCounts,
  type HeldMeeting,
  heldMeetings,
  type NextActivity,
  nextActivities,
} from './store.ts'
