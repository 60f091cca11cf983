export { getHistory } from './operations.ts'
export { restated } from './restate.ts'
export { dayNumber, staysOf } from './stays.ts'
export { readStanding, readStayRows, type StandingDeal, type StayRow } from './store.ts'
