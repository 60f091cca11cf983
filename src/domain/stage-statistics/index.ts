export { readChance, readStatistics, type StageStatistic, saveStatistics } from './store.ts'
