export { beginView, explainPerson, getRights, handoverOf, setRights, viewedPerson } from './operations.ts'
