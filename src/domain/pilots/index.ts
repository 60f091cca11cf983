export { armOf, type Running } from './arm-of.ts'
export { endPilots, tellOfEndedPilot } from './jobs.ts'
export { pilotOperations } from './operations.ts'
export { insertSent, readRunning, type Sent } from './store.ts'
