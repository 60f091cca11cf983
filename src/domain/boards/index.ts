export { foldTotals } from './jobs.ts'
export { getBoard, getBoardStage, getUnionBoard, getUnionPhase } from './operations.ts'
