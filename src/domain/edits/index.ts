export { getDealCategories, updateDeal } from './operations.ts'
