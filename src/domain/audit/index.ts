export { AuditExport } from './audit.ts'
export { exportHeadsTo } from './jobs.ts'
export { auditLines, listAuditEvents, listAuditHeads, verifyAuditChain } from './operations.ts'
