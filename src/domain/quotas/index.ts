export { createQuota, listQuotas, pasteQuotas, setQuota } from './operations.ts'
export { type AgreedQuota, Quota } from './quota.ts'
export { readQuotaList, readQuotas } from './store.ts'
