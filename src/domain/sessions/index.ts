export {
  endOtherSessions,
  endSession,
  endSessionsOfPerson,
  getSecondFactor,
  listSessions,
  resetSecondFactor,
} from './operations.ts'
