import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second is soon gone where every core is busy.
    expect: { poll: { timeout: 10_000 } },
    // Every core: most of a test is a database at work, in the process or beside it.
    maxWorkers: '100%',
  },
})
