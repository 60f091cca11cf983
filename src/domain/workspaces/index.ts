export { createWorkspace, listFiscalYears } from './operations.ts'
