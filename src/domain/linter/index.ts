export { DesignFinding } from './design-finding.ts'
export { likeness } from './alike.ts'
export { findingsOf, lintDefinition, lintPipeline } from './operations.ts'
