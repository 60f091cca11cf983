export { listUpkeep, updatePipeline } from './operations.ts'
export { Upkeep } from './upkeep.ts'
