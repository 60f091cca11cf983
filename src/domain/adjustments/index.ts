export { Adjustment } from './adjustment.ts'
export { holding, levelAbove } from './decide-adjustment.ts'
export { addAdjustment, createAdjustment, listAdjustments, refusePast } from './operations.ts'
export { readAdjustments } from './store.ts'
