export {
  Agenda,
  agendaDeal,
  agendaHead,
  AgendaQuery,
  AgendaReason,
  calledThenAndNow,
  type SinceKind,
} from './agenda.ts'
export { readAgenda, readCalled, readScope, readTold, requireAllOf, type Scope, seesAllOf } from './operations.ts'
