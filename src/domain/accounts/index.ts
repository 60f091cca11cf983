export { Account, AccountRef, accountKinds } from './account.ts'
export { DomainSchema, readDomain } from './domain-name.ts'
export { type Comparable, type Likeness, likenessReasons } from './compare-accounts.ts'
export { fillKeys } from './jobs.ts'
export {
  createAccount,
  ensureAccounts,
  findAlike,
  getAccount,
  knownAccounts,
  listAccounts,
  refuseMerged,
  updateAccount,
} from './operations.ts'
export { accountKeyOf, type WantedAccount } from './plan-accounts.ts'
export type { Alike, Candidate } from './rank-alike.ts'
export {
  idsWithin,
  lockAccounts,
  partAccount,
  readAccount,
  readAccountByDomain,
  readLiving,
  replaceKeys,
  updateAccount as saveAccount,
} from './store.ts'
