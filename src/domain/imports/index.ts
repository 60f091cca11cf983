export { Import, type ImportCounts } from './import.ts'
export { takeOver, takeOverFile } from './jobs.ts'
export { createImport, getImport, layDown, receiveFile, refusedRows, type Sender } from './operations.ts'
export { importReferences } from './store.ts'
