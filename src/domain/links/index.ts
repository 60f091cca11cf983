export type { Edge } from './decide-link.ts'
export { createLink, deleteLink, linkRenewals, listLinks, renewalOf } from './operations.ts'
export { readApart } from './store.ts'
