export { decidePlan, followingLineages, type Plan, writePlans } from './operations.ts'
