import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verdicts } from '../test/hostile/requests/verdicts.ts'

writeFileSync(join(import.meta.dirname, '../test/hostile/requests/verdicts.csv'), verdicts())
