export { type NewAsks, newAsks, newlyFailing, owedAfter } from './after-change.ts'
export { type Asked, crossedBetween, crossedByCalling, crossedByWinning } from './crossed.ts'
export { decideEntry } from './decide-entry.ts'
export { explainCriterion } from './explain-criterion.ts'
export { factsOf, fieldFacts, majorOf } from './facts.ts'
export { gatesOf } from './gates.ts'
export { type GivenValues, splitGiven, withValues } from './given-values.ts'
export { Gate, Move, MoveRequest, Preview } from './move.ts'
export {
  criteriaMet,
  givenValues,
  moveDeal,
  previewMoveOfDeal,
  previewMoves,
  reverseMove,
  situationOf,
} from './operations.ts'
export { summaryOf as lineItemsOf } from './line-item-summary.ts'
export { owedOnArrival } from './owed.ts'
export { refusalOf } from './refusal.ts'
export { type ActivitySummary, type Evidence, noActivities, noLineItems, type Situation } from './situation.ts'
export { readFrozenRate, readRatesFor, readSituations, readStep, type Step } from './store.ts'
export { readBehind, readFor } from './what-is-read.ts'
export { type GivenEvidence, withEvidence } from './with-evidence.ts'
