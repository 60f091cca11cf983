export type { Language } from './confirmation.ts'
export { sendConfirmations } from './jobs.ts'
export {
  type Answer,
  answerConfirmation,
  confirmationOperations,
  type Offered,
  previewConfirmation,
} from './operations.ts'
export { confirmationReferences } from './store.ts'
