import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second is soon gone where every core is busy.
    expect: { poll: { timeout: 10_000 } },
    // A worker goes on to the next file as it is: PostgreSQL compiled to WebAssembly is three times as fast once it is warm.
    // So nothing of a test may outlive its file.
    isolate: false,
    // Every core: most of a test is a database at work, in the process or beside it.
    maxWorkers: '100%',
  },
})
