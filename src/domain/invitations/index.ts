export { sendInvitations } from './jobs.ts'
export { acceptInvitation, invitationOperations, type Offer, previewInvitation } from './operations.ts'
