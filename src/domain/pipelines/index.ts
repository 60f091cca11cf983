export { ByRevenueKind, byRevenueKind, sumsByKind } from './by-revenue-kind.ts'
export { criteriaOf, evidenceName } from './criteria.ts'
export * from './deal-facts.ts'
export * from './definition.ts'
export * from './field.ts'
export { readableEvent, readableFields, requireWritable, unreadable, unwritable } from './field-rights.ts'
export { type Fault, type Finding, pathText } from './finding.ts'
export * from './operations.ts'
export { lifecycles, type Lifecycle, Pipeline, pipelineOf, PipelineRef, type PipelineRow } from './pipeline.ts'
export { readDefinition, type DefinitionSource } from './read-definition.ts'
export { mostBytes, readYaml, type YamlFault } from './read-yaml.ts'
export { refuseArchived } from './refuse-archived.ts'
export * from './ways.ts'
export * from './decide-version.ts'
export * from './stage-map.ts'
export * from './reference.ts'
export {
  insertVersion,
  lockPipeline,
  readDefinitionOf,
  readDefinitions,
  readPipeline,
  readPipelines,
  readSource,
  saveLifecycle,
} from './store.ts'
export { readVersions, type Version } from './store.ts'
