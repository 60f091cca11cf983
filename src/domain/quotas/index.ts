export { createQuota, listQuotas, setQuota } from './operations.ts'
export { Quota } from './quota.ts'
export { readQuotas } from './store.ts'
