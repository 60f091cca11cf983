export { createLink, deleteLink, listLinks } from './operations.ts'
export { readApart } from './store.ts'
