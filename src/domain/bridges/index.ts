export { Bridge, BridgeDeal } from './bridge.ts'
export { crossingOf, type Ground, worthOn } from './crossings.ts'
export { getBridge, listBridgeDeals, ranksOf } from './operations.ts'
