export { createWorkspace } from './operations.ts'
