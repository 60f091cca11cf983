import { PGlite } from '@electric-sql/pglite'

/** Run as a process of its own: creates an empty database in the directory named first. */
const lite = await PGlite.create(process.argv[2] ?? '')
await lite.close()
process.exit(0)
