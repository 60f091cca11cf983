export { createQuota, listQuotas, setQuota } from './operations.ts'
export { Quota } from './quota.ts'
export { readQuotaList, readQuotas } from './store.ts'
