export { beginView, copyRights, explainPerson, getRights, handoverOf, setRights, viewedPerson } from './operations.ts'
