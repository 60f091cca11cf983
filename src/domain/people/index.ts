export { accessOf, type Role, roles, rolesWith } from './access.ts'
export { addPerson, type Installation, peopleOperations, todayIn } from './operations.ts'
export { Person, PersonRef } from './person.ts'
export { hashOf } from './secret.ts'
export { memberByKey, membersByUser, readPeople, readPersonByEmail } from './store.ts'
export {
  connectSignIn,
  connectVerified,
  createSetUpLink,
  type Founded,
  foundWorkspace,
  isMember,
  type Redeemed,
  readOwner,
  redeemSetUpLink,
  renewOwnerKey,
} from './founding.ts'
