export { Contact } from './contact.ts'
export { createContact, getContact, listContacts, updateContact } from './operations.ts'
export { readContact, rehomeContacts } from './store.ts'
