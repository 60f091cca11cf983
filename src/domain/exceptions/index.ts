export { listGateOverrides, tallyGateOverrides } from './operations.ts'
