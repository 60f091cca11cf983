export { incomingOperations } from './operations.ts'
