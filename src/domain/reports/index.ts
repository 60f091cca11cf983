export { getFunnel, getPipelineTotals } from './operations.ts'
export { PipelineTotals, TotalsReport } from './pipeline-totals.ts'
