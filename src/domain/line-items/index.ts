export { amountsOf, type Line } from './amounts.ts'
export { Amounts, LineItem } from './line-item.ts'
export { linesOf, setLineItems } from './operations.ts'
export { readLines } from './store.ts'
