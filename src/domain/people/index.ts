export { accessOf, type Role, roles, rolesWith } from './access.ts'
export { addPerson, type Installation, peopleOperations, todayIn } from './operations.ts'
export { Person, PersonRef } from './person.ts'
export { hashOf } from './secret.ts'
export {
  memberById,
  memberByKey,
  type Membership,
  membersByUser,
  readPeople,
  readPersonByEmail,
  readStandings,
  type Standing,
} from './store.ts'
export {
  connectSignIn,
  createSetUpLink,
  type Founded,
  foundWorkspace,
  type Redeemed,
  readOwner,
  redeemSetUpLink,
  renewOwnerKey,
} from './founding.ts'
