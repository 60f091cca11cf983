export { pipelineMapOperations } from './operations.ts'
