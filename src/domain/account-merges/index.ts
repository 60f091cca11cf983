export { listAccountMerges, mergeAccounts, reverseAccountMerge } from './operations.ts'
