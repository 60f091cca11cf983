export { addDealContact, addMember, removeDealContact, removeMember } from './operations.ts'
export { DealContact, DealMember, dealContactRoles } from './participant.ts'
export { readDealContacts, readTeam } from './store.ts'
