export { migrateDeals, type MigrationInput } from './jobs.ts'
