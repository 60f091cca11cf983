import { explainFault } from './explain-fault.ts'
import { claimPlace } from './place.ts'
import type { Config } from './platform/config.ts'
import { migrate } from './platform/database/migrate.ts'
import { openDatabase } from './platform/database/open.ts'

/** Brings the schema up to date and closes the database again; answers a line that says so. */
export async function migrateOnly(config: Config): Promise<string> {
  try {
    const database = await openDatabase(claimPlace(config, 'migrating'))
    await migrate(database)
    await database.close()
    return 'The schema is up to date.'
  } catch (error) {
    const { message, exit_code } = explainFault(error, config)
    console.error(message)
    process.exit(exit_code)
  }
}
