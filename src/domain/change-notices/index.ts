export { changeSubscriptions, tellOfEndedMigrations, tellOfWaitingChanges } from './jobs.ts'
