export { getTransferMap, listTransferMaps, setTransferMap } from './operations.ts'
export { readTransferMaps, type TransferMapRow } from './store.ts'
export type { Mapped } from './transfer-map.ts'
