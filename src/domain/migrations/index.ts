export { migrateDeals, type MigrationInput, systemFor } from './jobs.ts'
