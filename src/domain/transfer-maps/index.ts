export { getTransferMap, listTransferMaps, setTransferMap } from './operations.ts'
export { readTransferMaps, transferMapReferences, type TransferMapRow } from './store.ts'
export { faultsOf as faultsOfMap } from './check-map.ts'
export { KeyMap, type Mapped } from './transfer-map.ts'
