export { accessOf, type Role, roles, rolesWith } from './access.ts'
export {
  addPerson,
  type Installation,
  peopleOperations,
  refuseUninvitable,
  refuseWider,
  todayIn,
} from './operations.ts'
export { NamedIn, Person, PersonRef, Reassignment, TimeZoneSchema } from './person.ts'
export { hashOf, newToken } from './secret.ts'
export { isKeyHeld, lockPeople, memberById, memberByKey, type Membership, membersByUser, readPeople } from './store.ts'
export { readPersonByEmail, readStandings, readWorkspace, type Standing } from './store.ts'
export { systemFor } from './system.ts'
export { connectSignIn, createSetUpLink, type Founded, foundWorkspace } from './founding.ts'
export { insertWorkspace, type Proof, proveSignIn, readOwner, type Redeemed, redeemSetUpLink } from './founding.ts'
export { connectVerified, isMember, renewOwnerKey, setSignIn, type SignIns } from './founding.ts'
