export { permitOn, permitOnDeal } from './operations.ts'
export { rightsOf } from './rights-of.ts'
