export { Bridge, BridgeDeal } from './bridge.ts'
export { getBridge, listBridgeDeals } from './operations.ts'
