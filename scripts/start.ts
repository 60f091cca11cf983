import { main, readSettings } from '../src/main.ts'
import { buildWeb } from './build-web.ts'

// Settings first: whoever mistyped one should not have to wait for the build to hear of it.
readSettings()
buildWeb((line) => console.error(line))
await main(['serve'])
