export { eventTypes, testType } from './event-types.ts'
export { clearOldDeliveries, startWebhooks } from './jobs.ts'
export { WebhookMessage } from './message.ts'
export { webhookOperations } from './operations.ts'
