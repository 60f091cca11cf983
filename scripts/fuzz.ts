import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The malformed and odd requests of the tests, 2,000 to every address instead of 200; FUZZ_SEED chooses others. */
const suite = ['run', 'test/hostile/requests/requests.test.ts']
const { status } = spawnSync(
  process.execPath,
  [join(import.meta.dirname, '../node_modules/vitest/vitest.mjs'), ...suite],
  {
    stdio: 'inherit',
    env: { FUZZ_ROUNDS: '2000', ...process.env },
  },
)
process.exitCode = status ?? 1
