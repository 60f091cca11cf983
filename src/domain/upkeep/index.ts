export { lifecycleSubjects, listUpkeep, takeOn, updatePipeline } from './operations.ts'
export { Upkeep } from './upkeep.ts'
