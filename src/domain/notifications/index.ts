export { deliverNotifications, type Subscription, tell, tellOfEvents } from './jobs.ts'
export type { Note } from './note.ts'
export { notificationOperations } from './operations.ts'
