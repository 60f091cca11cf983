export { getHitRates, lookAtPeople } from './operations.ts'
