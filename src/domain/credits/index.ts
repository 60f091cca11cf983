export { getCredits, setCredits } from './operations.ts'
